/** Vietnamese telephone numbers to E.164. Twin: app/rules/phone.py. */
import { clean } from "./fold.js";

/**
 * @param {string} text @param {string[]} [prefixes] known mobile prefixes ("091"); without them nothing is doubted
 * @returns {{phone: string, warning?: string} | {code: string}} phone is "" for an empty text
 */
export function normalisePhone(text, prefixes) {
  const digits = clean(text).normalize("NFKC").replace(/[ .,()/_\u2010-\u2015\u2212-]/g, "");
  if (!digits) return { phone: "" };
  if (!/^\+?[0-9]+$/.test(digits)) return { code: "phone_unreadable" };
  const number = national(digits);
  if (number === null) return { code: "phone_foreign" };
  if (/^01[2689]\d{8}$/.test(number)) return { code: "phone_old" };
  const mobile = /^0[35789]\d{8}$/.test(number);
  if (!mobile && !/^02\d{9}$/.test(number)) return { code: "phone_invalid" };
  const read = { phone: "+84" + number.slice(1) };
  return mobile && prefixes && !prefixes.includes(number.slice(0, 3)) ? { ...read, warning: "phone_prefix_unknown" } : read;
}

/** With its leading 0; null: another country's. */
function national(digits) {
  digits = digits.replace(/^00/, "+");
  if (digits[0] === "+") return digits.startsWith("+84") ? digits.replace(/^\+840?/, "0") : null;
  if (digits.startsWith("84") && digits.length >= 11) return digits.replace(/^840?/, "0");
  return /^[35789]\d{8}$/.test(digits) ? "0" + digits : digits;
}
