/** Checks a form by the tables of app/rules/fields.py (`data-rules`), so that the rules stand in one place. */
import { clean } from "./fold.js";
import { normalisePhone } from "./phone.js";
import { looksLikeSecret } from "./secret.js";
import { checkTracking } from "./tracking.js";

/** Each gives [the value as it is to be stored, the code of its refusal or something false]. */
const CHECKS = {
  text(value, spec) {
    const kept = clean(value, spec.lines);
    if (spec.required && !kept) return [kept, "required"];
    if ([...kept].length > spec.max) return [kept, "too_long"];
    return [kept, spec.secret && looksLikeSecret(kept) && "looks_secret"];
  },
  choice: (value, { choices }) => [value, value ? !choices.includes(value) && "choice_unknown" : "required"],
  choices(value, spec) {
    const kept = [...new Set(value)].sort();
    if (kept.some((code) => !spec.choices.includes(code))) return [kept, "choice_unknown"];
    return [kept, kept.length > spec.max && "too_many"];
  },
  flag: (value) => [value],
  whole: (value, { min, max }) => [value, !(Number.isInteger(value) && value >= min && value <= max) && "out_of_range"],
  day(value, spec, today) {
    const given = Date.parse(/^\d{4}-\d\d-\d\d$/.test(value) ? value : "");
    // Some engines read 30 February as 2 March.
    if (value && !(given && new Date(given).toISOString().startsWith(value))) return [value, "day_invalid"];
    if (value > today) return [value, "day_future"];
    return [value, given < Date.parse(today) - spec.days * 86400000 && "day_too_old"];
  },
  phone(value) {
    const { phone, code } = normalisePhone(value);
    return [phone, code];
  },
  code(value, spec) {
    const kept = clean(value);
    if (!kept) return [kept, spec.required && "required"];
    return [kept, !new RegExp(`^(?:${spec.pattern})$`).test(kept) && "code_invalid"];
  },
  tracking: (value) => [value, !checkTracking(value) && "tracking_invalid"],
};

/**
 * The body as it is to be stored, and why it cannot be. A field that the body lacks is not looked at: the form adds
 * `point` and `tracking` later, and the server asks for all of them.
 * @param {string} today "YYYY-MM-DD"
 */
export function check(body, rules, today) {
  const kept = { ...body };
  const refusals = [];
  for (const [field, spec] of Object.entries(rules.fields)) {
    if (!(field in body)) continue;
    const [value, code] = CHECKS[spec.kind](body[field], spec, today);
    if (!code) kept[field] = value;
    else refusals.push({ field, code, params: { ...spec, length: [...String(value)].length } });
  }
  for (const { field, code, label, when, one_of } of rules.together) {
    const some = (names) => names.some((name) => kept[name]);
    if (some(when) && !some(one_of)) refusals.push({ field, code, params: { label } });
  }
  return { body: kept, refusals };
}

/** No refusals = it may be recorded. */
export const validate = (body, rules, today) => check(body, rules, today).refusals;
