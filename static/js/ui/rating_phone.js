/**
 * A rating on a citizen's own phone: a face is kept the moment it is pressed, sent when there is a network, and then
 * asked after. Without this script the form is posted and the server shows the next step.
 */
import { answerOf, REASONS_MOST, saysNothing } from "../core/rating_answer.js";
import { uuid7 } from "../core/uuid.js";
import { StorageError } from "../store/database.js";
import { forget, queue } from "../store/citizen.js";
import { deliver } from "../sync/public.js";

const TYPE = "rating.answer/1";

/** @param {HTMLElement} root [data-rating] with data-code */
export function mount(root) {
  const more = root.querySelector("[data-more]");
  const waiting = new Set();

  const tell = () => {
    root.querySelector("[data-sent]")?.toggleAttribute("hidden", waiting.size > 0);
    root.querySelector("[data-waits]")?.toggleAttribute("hidden", waiting.size === 0);
  };
  const heard = (results) => {
    for (const { op } of results ?? []) if (waiting.delete(op)) forget("told", op);
    tell();
  };
  const send = async (sheet, submitter) => {
    const answer = answerOf(root.dataset.code, sheet, submitter);
    if (answer.reasons.length > REASONS_MOST) {
      const words = root.querySelector("[data-error-for=reasons]");
      words.textContent = root.dataset.tooMany;
      words.hidden = false;
      return;
    }
    if (!saysNothing(answer)) {
      const now = Date.now();
      const operation = { op: uuid7(now), e: uuid7(now), t: TYPE, b: answer };
      await queue(operation);
      waiting.add(operation.op);
    }
    (sheet.closest("details") ?? sheet).remove();
    more.hidden = false;
    more.focus();
    heard(await deliver());
  };

  root.addEventListener("submit", (event) => {
    event.preventDefault();
    const sheet = /** @type {HTMLFormElement} */ (event.target);
    const { submitter } = event;
    send(sheet, submitter).catch((error) => {
      if (!(error instanceof StorageError)) throw error;
      // No storage in this window: posted as without scripts, with the face that was pressed.
      if (submitter?.name) sheet.append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value }));
      sheet.submit();
    });
  });
  addEventListener("gandan:told", ({ detail }) => heard(detail));
}
