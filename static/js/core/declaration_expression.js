/**
 * What a form file of a declaration may ask of its values. Twin: app/rules/declaration_expression.py, which names the
 * operators and says why; cases: tests/cases/declaration_expressions.json.
 * @typedef {{values: Record<string, any>, today: string, row?: Record<string, any> | null}} Given
 *   values {section: {field: text or list} or [{field: …}, …]}; today "YYYY-MM-DD"; row: the one of a repeated section
 */

const NUMBER = /^-?[0-9]{1,12}(?:\.[0-9]{1,6})?$/;
const DAY = /^[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?$/;
const TIME = /^[0-9]{2}:[0-9]{2}$/;
const ORDER = { "<": (sign) => sign < 0, "<=": (sign) => sign <= 0, ">": (sign) => sign > 0, ">=": (sign) => sign >= 0 };

/** Whether a condition holds. A value that stands alone holds when it is given, and is not "no". @param {Given} given */
export function holds(expression, given) {
  const found = evaluate(expression, given);
  if (typeof found === "string") return found !== "" && found !== "no";
  return Array.isArray(found) ? found.length > 0 : Boolean(found);
}

/** Boolean, number, text, list, or null for what cannot be told. @param {Given} given */
export function evaluate(expression, given) {
  if (typeof expression === "string") return at(expression, given);
  if (!Array.isArray(expression)) return typeof expression === "object" ? expression.text : expression;
  const [operator, ...rest] = expression;
  if (operator === "today") return given.today;
  if (operator === "and") return rest.every((one) => holds(one, given));
  if (operator === "or") return rest.some((one) => holds(one, given));
  if (operator === "not") return !holds(rest[0], given);
  if (operator === "count") return Array.isArray(given.values[rest[0]]) ? given.values[rest[0]].length : 0;
  const first = evaluate(rest[0], given);
  if (operator === "filled") return filled(first);
  if (operator === "in") return typeof first === "string" && rest[1].includes(first);
  if (operator === "has") return Array.isArray(first) && first.includes(rest[1]);
  if (operator === "age") return yearsBetween(first, given.today);
  const second = evaluate(rest[1], given);
  if (operator === "years") return yearsBetween(first, second);
  if (operator === "days") return daysBetween(first, second);
  return compare(operator, first, second);
}

export const filled = (value) => value !== "" && value !== null && value !== undefined && value.length !== 0;

function at(path, { values, row }) {
  const dot = path.indexOf(".");
  const held = dot < 0 ? row : values[path.slice(0, dot)];
  const found = Array.isArray(held) ? "" : held?.[path.slice(dot + 1)];
  return typeof found === "string" || Array.isArray(found) ? found : "";
}

function compare(operator, first, second) {
  if (operator === "=") return equal(first, second);
  if (operator === "!=") return !equal(first, second);
  const sign = inOrder(first, second);
  return sign !== null && ORDER[operator](sign);
}

function equal(first, second) {
  if (typeof first === "number" || typeof second === "number") {
    const one = numberOf(first);
    return one !== null && one === numberOf(second);
  }
  return JSON.stringify(first) === JSON.stringify(second);
}

function numberOf(value) {
  if (typeof value === "number") return value;
  return typeof value === "string" && NUMBER.test(value) ? Number(value) : null;
}

/** -1, 0 or 1; null for what has no order. */
function inOrder(first, second) {
  const [one, other] = [first, second].map(numberOf);
  if (one !== null && other !== null) return Math.sign(one - other);
  if (typeof first !== "string" || typeof second !== "string") return null;
  const days = [first, second].every((text) => DAY.test(text));
  if (!days && ![first, second].every((text) => TIME.test(text))) return null;
  // Two days are compared as far as both are known.
  const known = days ? Math.min(first.length, second.length) : 5;
  const [left, right] = [first.slice(0, known), second.slice(0, known)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Whole years from one day to another, of which a month or a day may be unknown: the most they can be. */
export function yearsBetween(first, second) {
  if (!isDay(first) || !isDay(second)) return null;
  const [year, month = 1, day = 1] = first.split("-").map(Number);
  const [toYear, toMonth = 12, toDay = 31] = second.split("-").map(Number);
  const early = toMonth < month || (toMonth === month && toDay < day);
  const years = toYear - year - (early ? 1 : 0);
  return years >= 0 ? years : null;
}

function daysBetween(first, second) {
  if (![first, second].every((day) => isDay(day) && day.length === 10)) return null;
  return Math.round((Date.parse(second) - Date.parse(first)) / 86_400_000);
}

/** Whether it is a day of the calendar that is known wholly, to its month, or to its year. */
export function isDay(value) {
  if (typeof value !== "string" || !DAY.test(value)) return false;
  const [year, month = 1, day = 1] = value.split("-").map(Number);
  if (!year || month < 1 || month > 12 || day < 1) return false;
  const last = new Date(0);
  last.setUTCFullYear(year, month, 0);
  return day <= last.getUTCDate();
}
