/**
 * What is better said when a person leaves a field than when saving: a telephone number with an unknown prefix (only
 * a doubt, it does not stop anything) or a text that looks like a password.
 */
import { normalisePhone } from "../core/phone.js";
import { looksLikeSecret } from "../core/secret.js";

/** @param {HTMLFormElement} form [data-care] with data-rules and data-messages */
export function mount(form) {
  const { fields, prefixes } = JSON.parse(form.dataset.rules);
  const messages = JSON.parse(form.dataset.messages);
  const say = (place, code, label = "") => {
    place.textContent = code ? messages[code].replace("{label}", label) : "";
    place.hidden = !code;
  };

  form.addEventListener("change", ({ target }) => {
    const spec = fields[target.name];
    if (spec?.kind === "phone") {
      const read = normalisePhone(target.value, prefixes);
      say(form.querySelector(`[data-warning-for="${target.name}"]`), read.code ?? read.warning);
    }
    if (spec?.secret) {
      const code = looksLikeSecret(target.value) ? "looks_secret" : "";
      say(form.querySelector(`[data-error-for="${target.name}"]`), code, spec.label);
    }
  });
  form.addEventListener("assistance:fresh", () => {
    for (const place of form.querySelectorAll("[data-warning-for]")) say(place, "");
  });
}
