/**
 * What a declaration should be asked about before it is signed, though it may be right: it never blocks. Twin:
 * app/rules/declaration_doubt.py, which says what a số định danh tells.
 */
import { asListed } from "./declaration_value.js";
import { normalisePhone } from "./phone.js";
import { repairTelex } from "./telex.js";

const KEYED = ["name", "place", "long_text"];

/**
 * @param {any} value as it is kept @param {Record<string, any>} beside the other kept values of its section or row
 * @param {import("./declaration_value.js").Lists} lists
 * @returns {[string, Record<string, any>][]} code and params
 */
export function doubts(field, value, beside, lists) {
  if (typeof value !== "string" || !value) return [];
  const { type } = field;
  if (KEYED.includes(type)) {
    const meant = repairTelex(value);
    return meant === value ? [] : [["telex", { meant }]];
  }
  if (type === "phone") {
    const read = normalisePhone(value, lists.prefixes);
    const code = read.code ?? read.warning;
    return code ? [[code, {}]] : [];
  }
  if (type === "ethnicity") return asListed(lists.ethnicity, value) ? [] : [["ethnicity_unknown", {}]];
  return type === "id_number" ? aboutId(field, value, beside, lists) : [];
}

function aboutId(field, number, beside, { provinces }) {
  if (/^[0-9]{9}$/.test(number)) return [["id_nine", {}]];
  if (!/^[0-9]{12}$/.test(number)) {
    // A passport and the like has letters, and is left alone.
    const digits = number.replace(/[ .-]/g, "");
    return /^[0-9]+$/.test(digits) ? [["id_digits", { length: digits.length }]] : [];
  }
  const found = [];
  if (!provinces.includes(number.slice(0, 3))) found.push(["id_province", { prefix: number.slice(0, 3) }]);
  const centuryAndSex = Number(number[3]);
  const sex = field.sex || beside.sex;
  if (["male", "female"].includes(sex) && sex !== (centuryAndSex % 2 ? "female" : "male")) found.push(["id_sex", {}]);
  const born = String(1900 + 100 * Math.floor(centuryAndSex / 2) + Number(number.slice(4, 6)));
  const birth = beside.birth;
  if (typeof birth === "string" && birth && birth.slice(0, 4) !== born) found.push(["id_birth", { year: born }]);
  return found;
}
