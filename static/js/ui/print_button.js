/** The browser's own print; without scripts the button is not there and the browser's menu prints the same page. */

/** @param {HTMLElement} button */
export function mount(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
