/** Why a call to the server did not work, said where the person just pressed. */
import { fill } from "./fill.js";

/**
 * @param {HTMLElement} notice [data-refusal] with one [data-kind] paragraph for each way to fail
 * @param {{ok: boolean, kind?: string, title?: string}} answer an answer that is ok hides the notice
 * @param {boolean} [asked] somebody pressed a button and waits for this; else the focus stays where it is
 */
export function refuse(notice, answer, asked = true) {
  notice.hidden = answer.ok;
  if (answer.ok) return;
  for (const words of notice.querySelectorAll("p[data-kind]")) words.hidden = words.dataset.kind !== answer.kind;
  fill(notice, { title: answer.title ?? "" });
  if (asked) notice.focus();
}
