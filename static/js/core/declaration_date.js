/** Dates as people write them in a declaration. Twin: app/rules/declaration_date.py; cases: declaration_dates.json. */
import { isDay } from "./declaration_expression.js";

const KEPT = /^[0-9]{4}(?:-[0-9]{2}){0,2}$/;
const PARTS = /^(?:(?:([0-9]{1,2})\/)?([0-9]{1,2})\/)?([12][0-9]{3})$/;

/**
 * "5/3/2025" → "2025-03-05".
 * @param {string} typed @param {boolean} [partial] a month or a day may be unknown: "1950", "3/1950"
 * @returns {string | null} "" for nothing typed, null for what is no date
 */
export function readDate(typed, partial = false) {
  let text = typed.trim();
  if (!text) return "";
  if (!(KEPT.test(text) && isDay(text))) text = fromWords(text);
  return isDay(text) && (partial || text.length === 10) ? text : null;
}

function fromWords(typed) {
  const text = typed
    .replace(/[ ]*[-/., ][ ]*/g, "/")
    .replace(/^([0-9]{2})([0-9]{2})([0-9]{4})$/, "$1/$2/$3")
    .replace(/^([0-9]{2})([0-9]{4})$/, "$1/$2");
  const [found, day, month, year] = PARTS.exec(text) ?? [];
  if (!found) return "";
  return [year, ...[month, day].filter(Boolean).map((part) => part.padStart(2, "0"))].join("-");
}

/** "2025-03-05" → "05/03/2025", "1950-03" → "03/1950"; what is no kept date stays as it is. */
export const sayDate = (kept) => (KEPT.test(kept) ? kept.split("-").reverse().join("/") : kept);
