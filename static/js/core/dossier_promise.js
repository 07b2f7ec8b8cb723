/**
 * What a dossier received now is promised and costs. Twin: `started` of app/rules/dossier_clock.py, which names the
 * articles; held to it by tests/cases/dossier_receipt.json.
 */
import { dueAt, isLimit } from "./due.js";
import { feeFor } from "./handling.js";

const limitOf = (result, variant) => [result.value || variant.value, result.unit || variant.unit];

/** Whether a day can be promised: the catalogue knows how long it may take. */
export function countable(variant) {
  const asked = variant.results.filter((result) => result.value).map((result) => [result.value, result.unit]);
  return [[variant.value, variant.unit], ...asked].every(([value, unit]) => isLimit(value, unit));
}

/**
 * @param {object} variant @param {import("./calendar.js").Calendar} calendar @param {number} at when it is received
 * @returns {{due: number, results: {name: string, authority: string, due: number}[]}} the dossier is due with its last
 *   result
 */
export function promised(variant, calendar, at) {
  const results = variant.results.map((result) => ({
    name: result.name,
    authority: result.authority ?? "",
    due: dueAt(calendar, at, ...limitOf(result, variant), variant.cutoff_15h),
  }));
  const own = () => dueAt(calendar, at, variant.value, variant.unit, variant.cutoff_15h);
  return { due: results.length ? Math.max(...results.map(({ due }) => due)) : own(), results };
}

/** What another office sends on is paid as at our counter. */
export const feeAtCounter = (variant, body, on) =>
  feeFor(variant, body.channel === "elsewhere" ? "direct" : body.channel, on, body.exemption, body.quantities);
