/**
 * The ward takes this tablet out of service: it says so and sends the rest. When the ward wants it emptied, that is done
 * here, where somebody can read what happens, and nothing is left to go back to.
 */
import { subscribe } from "../sync/schedule.js";
import { wipe } from "../sync/wipe.js";
import { fill } from "./fill.js";

/** @param {HTMLElement} element [data-retire] beside all else that the page shows, with a [data-wiped] part */
export function mount(element) {
  let wiping = false;
  subscribe(async ({ directive, counts }) => {
    fill(element, { leaving: directive, wipes: directive === "wipe" ? "yes" : "" });
    if (directive !== "wipe" || counts.pending || wiping) return;
    wiping = true;
    const gone = await wipe().catch(() => false);
    wiping = false;
    if (!gone) return;
    for (const other of document.querySelectorAll("[data-duty] > *, [data-connection], .bottom-nav")) {
      other.hidden = other !== element;
    }
    const last = element.querySelector("[data-wiped]");
    fill(element, { leaving: "" });
    last.hidden = false;
    last.focus();
  });
}
