/**
 * Answers a person must look at: the reason and the remedy in the server's words. The text itself is sealed to the
 * ward and cannot be read here, so the remedy is to record it again, or to ask the clerk who can read it.
 */
import { shift } from "../store/identity.js";
import { reviewed, reviews } from "../store/outbox.js";
import { subscribe } from "../sync/schedule.js";
import { redraw, stamp } from "./fill.js";

/** @param {HTMLElement} element [data-reviews] inside [data-messages], with a list and the <template> of its line */
export function mount(element) {
  const messages = JSON.parse(element.closest("[data-messages]").dataset.messages);
  const list = element.querySelector("ul");
  const line = element.querySelector("template");

  const show = async () => {
    const current = await shift();
    const open = current && !current.locked;
    const found = (await reviews()).sort((a, b) => b.at - a.at);
    redraw(list, [open && current.staff, found], () =>
      found.map((review) => {
        // Another person's masked line is not for whoever holds the tablet now.
        const own = open && review.u === current.staff && review.line;
        const copy = stamp(line, {
          text: own ? own.text : element.dataset.others,
          tracking: own ? own.tracking : "",
          reason: (messages[review.code] ?? review.code).replace(/\{\w+\}/g, "…"),
          at: review.at,
        });
        const remedy = copy.querySelector("[data-remedy]");
        const again = remedy.querySelector("a");
        if (review.t.startsWith("dossier.")) again.href = again.dataset.dossiers;
        if (own?.page) again.href = own.page;
        remedy.hidden = !own;
        copy.querySelector("[data-seen]").addEventListener("click", async () => {
          await reviewed(review.op);
          show();
        });
        return copy;
      }),
    );
    list.hidden = found.length === 0;
    element.querySelector("[data-empty]").hidden = found.length > 0;
  };
  subscribe(show);
}
