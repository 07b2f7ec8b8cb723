/**
 * The ward takes this tablet out of service: it says so and sends the rest. When the ward wants it emptied, that is done
 * here, where somebody can read what happens, and nothing is left to go back to.
 */
import { subscribe } from "../sync/schedule.js";
import { wipe } from "../sync/wipe.js";
import { fill, stamp } from "./fill.js";

/** @param {HTMLElement} element [data-retire] with the <template> of what the page says last */
export function mount(element) {
  let wiping = false;
  subscribe(async ({ directive, counts }) => {
    fill(element, { leaving: directive, wipes: directive === "wipe" ? "yes" : "" });
    if (directive !== "wipe" || counts.pending || wiping) return;
    wiping = true;
    const gone = await wipe().catch(() => false);
    wiping = false;
    if (!gone) return;
    const last = stamp(element.querySelector("template"), {});
    document.querySelector("main").replaceChildren(last);
    last.focus();
  });
}
