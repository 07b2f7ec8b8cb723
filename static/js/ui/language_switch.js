/**
 * The language switch. Kept pages come from the phone itself, so they are fetched again in the other language before
 * the page is opened anew; without a worker the form simply posts.
 */
import { changeLanguage } from "../sync/language.js";

/** @param {HTMLFormElement} form [data-language] with a [data-offline] note */
export function mount(form) {
  form.addEventListener("submit", async (event) => {
    if (!navigator.serviceWorker?.controller) return;
    event.preventDefault();
    const note = form.querySelector("[data-offline]");
    note.hidden = await changeLanguage(form.action, new FormData(form).get("lang"));
    // Not reload(): a refused form would be posted again.
    if (note.hidden) location.replace(location.pathname + location.search);
  });
}
