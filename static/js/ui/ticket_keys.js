/**
 * The queue desk by keys alone: a letter presses the button that carries it in data-key. All are listed in the dialog
 * (templates/ticket/_keys.html); without this script Tab and Enter do.
 */
import { keyHelp } from "./key_help.js";

/** @param {HTMLElement} _page [data-ticket-keys] */
export function mount(_page) {
  const { open, silent } = keyHelp();
  let pressed = false;
  document.addEventListener("keydown", (event) => {
    if (silent(event) || event.repeat) return;
    if (event.key === "?") {
      event.preventDefault();
      open();
      return;
    }
    const button = /^[a-z]$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
    // One press until the page has gone: a second one would be said of the next person.
    if (!button || pressed) return;
    event.preventDefault();
    pressed = true;
    setTimeout(() => (pressed = false), 1500);
    button.click();
  });
}
