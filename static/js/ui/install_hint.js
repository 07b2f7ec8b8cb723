/**
 * Installing on the home screen keeps the browser from clearing the outbox: offered by a button where the browser
 * can, told in words on iPhone and iPad.
 */

/** @param {HTMLElement} element [data-install] with a [data-offer] button and an [data-ios] note */
export function mount(element) {
  const installed = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
  if (installed) return;
  const offer = element.querySelector("[data-offer]");
  const ios = element.querySelector("[data-ios]");
  if (navigator.standalone === false) {
    ios.hidden = false;
    element.hidden = false;
  }
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer.hidden = false;
    element.hidden = false;
    offer.addEventListener("click", async () => {
      await event.prompt();
      element.hidden = true;
    });
  });
  addEventListener("appinstalled", () => {
    element.hidden = true;
  });
}
