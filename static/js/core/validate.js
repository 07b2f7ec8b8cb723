/**
 * The field checker of the form: reads the tables of app/rules/fields.py as JSON (`data-rules`), so the rules stand in
 * one place. Cases: tests/cases/assistance_body.json.
 */
import { clean } from "./fold.js";
import { normalisePhone } from "./phone.js";
import { looksLikeSecret } from "./secret.js";
import { checkTracking } from "./tracking.js";

class Refused extends Error {
  constructor(code, params = {}) {
    super(code);
    this.params = params;
  }
}
const refuse = (code, params) => {
  throw new Refused(code, params);
};
const typed = (value, right) => (right ? value : refuse("field_type"));
const string = (value) => typed(value, typeof value === "string");
const characters = (text) => [...text].length;

const CHECKS = {
  text(value, spec) {
    const kept = clean(string(value), spec.lines);
    if (spec.required && !kept) refuse("required");
    if (characters(kept) > spec.max) refuse("too_long", { max: spec.max, length: characters(kept) });
    if (spec.secret && looksLikeSecret(kept)) refuse("looks_secret");
    return kept;
  },
  choice(value, spec) {
    if (string(value) === "") refuse("required");
    return spec.choices.includes(value) ? value : refuse("choice_unknown");
  },
  choices(value, spec) {
    const chosen = new Set(typed(value, Array.isArray(value)));
    for (const item of chosen) if (!spec.choices.includes(string(item))) refuse("choice_unknown");
    if (chosen.size > spec.max) refuse("too_many", { max: spec.max });
    return [...chosen].sort();
  },
  flag: (value) => typed(value, typeof value === "boolean"),
  whole(value, spec) {
    typed(value, Number.isInteger(value));
    return value >= spec.min && value <= spec.max ? value : refuse("out_of_range", { min: spec.min, max: spec.max });
  },
  day(value, spec, today) {
    if (string(value) === "") return "";
    const given = /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(value) : NaN;
    // Some engines read 30 February as 2 March.
    if (Number.isNaN(given) || new Date(given).toISOString().slice(0, 10) !== value) refuse("day_invalid");
    if (value > today) refuse("day_future");
    if (given < Date.parse(today) - spec.days * 86400000) refuse("day_too_old", { days: spec.days });
    return value;
  },
  phone(value, spec, today) {
    const read = normalisePhone(string(value));
    return read.code ? refuse(read.code) : read.phone;
  },
  code(value, spec) {
    const kept = clean(string(value));
    if (!kept && spec.required) refuse("required");
    return !kept || new RegExp(`^(?:${spec.pattern})$`).test(kept) ? kept : refuse("code_invalid");
  },
  tracking: (value) => (checkTracking(string(value)) ? value : refuse("tracking_invalid")),
};

/**
 * The body as it is to be stored, and why it cannot be.
 * @param {Record<string, any>} body @param {any} rules @param {string} todayIso "YYYY-MM-DD"
 * @returns {{body: Record<string, any>, refusals: {field: string, code: string, params: Record<string, any>}[]}}
 */
export function check(body, rules, todayIso) {
  const kept = {};
  const refusals = [];
  for (const [field, spec] of Object.entries(rules.fields)) {
    try {
      kept[field] = field in body ? CHECKS[spec.kind](body[field], spec, todayIso) : refuse("field_missing");
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      kept[field] = body[field];
      refusals.push({ field, code: refused.message, params: { label: spec.label, ...refused.params } });
    }
  }
  const unknown = Object.keys(body).filter((field) => !(field in rules.fields));
  for (const field of unknown.slice(0, 5)) refusals.push({ field, code: "field_unknown", params: { label: field } });
  for (const { field, code, label, when, one_of } of rules.together) {
    const some = (names) => names.some((name) => kept[name]);
    if (some(when) && !some(one_of)) refusals.push({ field, code, params: { label } });
  }
  return { body: kept, refusals };
}

/** What is wrong with a body: [{field, code, params}]; none = it may be recorded. */
export const validate = (body, rules, todayIso) => check(body, rules, todayIso).refusals;
