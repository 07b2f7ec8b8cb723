/**
 * The tablet turned to the citizen: five faces over the whole screen, the reasons, "Cảm ơn". A press is sealed and kept
 * at once; the screen after it is the same whichever face it was, and the volunteer gets back the page he left.
 */
import { decode, encode } from "../core/base64.js";
import { answerOf, REASONS_MOST, saysNothing } from "../core/rating_answer.js";
import { seal } from "../core/seal.js";
import { ofRating } from "../core/signed_text.js";
import { uuid7 } from "../core/uuid.js";
import { identity } from "../store/identity.js";
import { keepRating } from "../store/rating.js";

/** @param {HTMLDialogElement} dialog [data-rating-turn]; [data-turn] opens it, for the code that the page says in [data-field=data-code-field] */
export function mount(dialog) {
  const page = dialog.parentElement;
  const steps = [...dialog.querySelectorAll("[data-step]")];
  const again = page.querySelector("[data-turn]");
  const rated = new Set();
  const code = () => page.querySelector(`[data-saved] [data-field=${dialog.dataset.codeField}]`).textContent;
  const turn = (name) => {
    for (const step of steps) step.hidden = step.dataset.step !== name;
    dialog.scrollTo(0, 0);
    dialog.querySelector(`[data-step="${name}"] h2`).focus();
  };

  again.addEventListener("click", () => {
    for (const sheet of dialog.querySelectorAll("form")) sheet.reset();
    dialog.showModal();
    turn(rated.has(code()) ? "thanks" : "faces");
  });
  dialog.addEventListener("submit", async (event) => {
    event.preventDefault();
    const sheet = /** @type {HTMLFormElement} */ (event.target);
    const answer = answerOf(code(), sheet, event.submitter);
    const tooMany = answer.reasons.length > REASONS_MOST;
    const words = sheet.querySelector("[data-error-for]");
    if (words) {
      words.hidden = !tooMany;
      words.textContent = dialog.dataset.tooMany;
    }
    if (tooMany) return;
    if (!saysNothing(answer)) {
      const { ward, sealKey } = await identity();
      const plain = new TextEncoder().encode(JSON.stringify(answer));
      await keepRating(uuid7(Date.now()), encode(await seal(decode(sealKey), ofRating(ward.id), plain)));
      rated.add(answer.code);
    }
    turn(sheet.dataset.next);
  });
  dialog.querySelector("[data-done]").addEventListener("click", async () => {
    dialog.close();
    again.focus();
    const { kick } = await import("../sync/schedule.js");
    kick();
  });
}
