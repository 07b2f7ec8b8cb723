/**
 * One value of a declaration as a person types it, made into what is kept, or refused. Twin:
 * app/rules/declaration_value.py; cases: tests/cases/declaration_checks.json.
 */
import { readDate } from "./declaration_date.js";
import { clean, fold } from "./fold.js";
import { normalisePhone } from "./phone.js";
import { looksLikeSecret } from "./secret.js";

/** @typedef {{ethnicity: string[], nationality: string[], provinces: string[], prefixes: string[]}} Lists */

/** The most characters of a field, where a form does not say. */
const LONGEST = {
  text: 200,
  long_text: 1000,
  name: 200,
  place: 300,
  id_number: 120,
  phone: 60,
  ethnicity: 60,
  nationality: 60,
};
/** What is no code of such a field can be shown by none of its buttons, and is not kept. */
export const CODED = ["yes_no", "choice", "choices"];
const [FIRST_YEAR, LAST_YEAR] = ["1850", "2150"];
/** Where a person could write a password down (R16). */
const FREE = ["text", "long_text", "name", "place"];
const TIME_TYPED = /^([01]?[0-9]|2[0-3]) ?(?::|h|g|giờ) ?(?:([0-5][0-9])(?: ?(?:p|phút))?)?$/i;

const READ = {
  choice: ({ options }, text) => (options.some(([code]) => code === text) ? text : refuse("choice_unknown")),
  yes_no: (field, text) => (["yes", "no"].includes(text) ? text : refuse("choice_unknown")),
  date(field, text) {
    const day = readDate(text, true);
    if (!day || day.slice(0, 4) < FIRST_YEAR || day.slice(0, 4) > LAST_YEAR) refuse("date_invalid");
    return day.length < 10 && !field.partial ? refuse("date_whole") : day;
  },
  time(field, text) {
    const [found, hour, minute = "00"] = TIME_TYPED.exec(text) ?? [];
    return found ? `${hour.padStart(2, "0")}:${minute}` : refuse("time_invalid");
  },
  number({ min, max }, text) {
    if (!/^-?[0-9]{1,12}$/.test(text)) refuse("number_invalid");
    const number = Number(text);
    if (number < (min ?? -Infinity) || number > (max ?? Infinity)) {
      refuse("number_range", { min: min ?? "", max: max ?? "" });
    }
    return String(number || 0);
  },
  id_number(field, text) {
    const digits = text.replace(/[ .-]/g, "");
    return /^(?:[0-9]{9}|[0-9]{12})$/.test(digits) ? digits : text;
  },
  phone(field, text) {
    const { phone } = normalisePhone(text);
    return phone ? phone.replace(/^\+84/, "0") : text;
  },
  ethnicity: (field, text, lists) => asListed(lists.ethnicity, text) ?? text,
  nationality: (field, text, lists) => asListed(lists.nationality, text) ?? text,
};

/** Why a value cannot be kept: `code`, and `params` for its sentence. */
export class Refused extends Error {
  constructor(code, params) {
    super(code);
    Object.assign(this, { code, params });
  }
}

function refuse(code, params = {}) {
  throw new Refused(code, params);
}

/** How a list spells it: "e de" is "Ê-đê"; undefined when it is not there. @param {string[]} list */
export function asListed(list, text) {
  const plain = (name) => fold(name).replaceAll("-", " ");
  return list.find((name) => plain(name) === plain(text));
}

/**
 * What is kept of a value: a text, or a list of codes.
 * @param {any} value @param {Lists} lists @throws {Refused}
 */
export function cleaned(field, value, lists) {
  const { type } = field;
  if (type === "choices") return choices(field, value);
  if (typeof value !== "string") refuse("field_type");
  const text = clean(value, type === "long_text");
  if (!text) return "";
  const most = type in LONGEST ? field.max ?? LONGEST[type] : Infinity;
  const length = [...text].length;
  if (length > most) refuse("too_long", { max: most, length });
  if (FREE.includes(type) && looksLikeSecret(text)) refuse("looks_secret");
  return READ[type]?.(field, text, lists) ?? text;
}

function choices({ options }, value) {
  if (!Array.isArray(value) || !value.every((one) => typeof one === "string")) refuse("field_type");
  const known = options.map(([code]) => code);
  if (!value.every((one) => known.includes(one))) refuse("choice_unknown");
  return known.filter((code) => value.includes(code));
}
