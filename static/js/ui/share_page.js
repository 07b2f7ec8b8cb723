/** Hands the address of this page on: by the phone's own sheet, else into the clipboard, else shown to be copied. */

/** @param {HTMLButtonElement} button hidden; its neighbour [data-shared] says what was done */
export function mount(button) {
  const said = /** @type {HTMLElement} */ (document.querySelector("[data-shared]"));
  const address = location.origin + location.pathname;
  const tell = (text) => {
    said.textContent = text;
    said.hidden = false;
  };
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      if (navigator.share) return await navigator.share({ title: document.title, url: address });
      await navigator.clipboard.writeText(address);
      tell(said.dataset.copied);
    } catch (error) {
      // Closed without sharing: nothing to say.
      if (error.name !== "AbortError") tell(`${said.dataset.copy} ${address}`);
    }
  });
}
