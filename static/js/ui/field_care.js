/**
 * What is better said when a person leaves a field than when saving: a telephone number with an unknown prefix and a
 * name typed with the Vietnamese keyboard off are doubts and stop nothing; a text that looks like a password is refused
 * here already.
 */
import { normalisePhone } from "../core/phone.js";
import { looksLikeSecret } from "../core/secret.js";
import { fill } from "./fill.js";

const AFTER_TAP_MS = 300;

/** @param {HTMLFormElement} form [data-care] with data-rules and data-messages */
export function mount(form) {
  const { fields, prefixes } = JSON.parse(form.dataset.rules);
  const messages = JSON.parse(form.dataset.messages);
  const say = (place, code, label = "") => {
    place.textContent = code ? messages[code].replace("{label}", label) : "";
    place.hidden = !code;
  };
  const offer = async (input, place) => {
    const { repairTelex } = await import("../core/telex.js");
    const meant = repairTelex(input.value);
    fill(place, { meant });
    place.hidden = meant === input.value;
    place.querySelector("button").onclick = () => {
      input.value = meant;
      place.hidden = true;
      input.focus();
      input.dispatchEvent(new Event("input", { bubbles: true }));
    };
  };

  form.addEventListener("change", async ({ target }) => {
    // A finger leaves a field by tapping something below it, which a line that appears now would move away.
    await new Promise((done) => setTimeout(done, AFTER_TAP_MS));
    const spec = fields[target.name];
    if (spec?.kind === "phone") {
      const read = normalisePhone(target.value, prefixes);
      say(form.querySelector(`[data-warning-for="${target.name}"]`), read.code ?? read.warning);
    }
    // What else is wrong with it, the summary has said meanwhile.
    if (spec?.secret && looksLikeSecret(target.value)) {
      say(form.querySelector(`[data-error-for="${target.name}"]`), "looks_secret", spec.label);
    }
    const place = form.querySelector(`[data-telex-for="${target.name}"]`);
    if (place) offer(target, place);
  });
  form.addEventListener("assistance:fresh", () => {
    for (const place of form.querySelectorAll("[data-warning-for]")) say(place, "");
    for (const place of form.querySelectorAll("[data-telex-for]")) place.hidden = true;
  });
}
