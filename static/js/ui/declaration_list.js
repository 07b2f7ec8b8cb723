/** The list of declarations: which one was begun on this phone, which waits for a network, which was sent. */
import { formatTracking } from "../core/tracking.js";
import { all } from "../store/citizen.js";
import { keepForms } from "../sync/keep_forms.js";
import { sentOf, waitingOf } from "./declaration_sending.js";
import { age, fill } from "./fill.js";

/** @param {HTMLElement} element [data-declarations] with one [data-form] for each form */
export async function mount(element) {
  // Back from a form the browser shows the list as it was left.
  addEventListener("pageshow", ({ persisted }) => persisted && show(element));
  await show(element);
  await keepForms(true);
}

async function show(element) {
  const begun = new Map((await all("form")).map(({ id, savedAt }) => [id, savedAt]));
  for (const card of element.querySelectorAll("[data-form]")) {
    const code = card.dataset.form;
    const [waiting, sent] = await Promise.all([waitingOf(code), sentOf(code)]);
    const tracking = sent?.result.told?.tracking ?? "";
    fill(card, {
      left: begun.has(code) ? age(begun.get(code)) : "",
      waiting: Boolean(waiting),
      code: tracking && formatTracking(tracking),
    });
  }
}
