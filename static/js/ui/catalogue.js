/**
 * Where a form finds the ward's procedures: in the page's own list on a signed-in page, else in the list that the
 * ward gave to the device.
 */
import { reference } from "../store/reference.js";

const SHORT = 46;

/**
 * @param {HTMLElement} element a part with a <datalist> of procedures, empty on a kept page
 * @returns {Promise<{code: string, name: string, field: string, words: string, favourite: number}[]>}
 */
export async function catalogue(element) {
  const written = [...element.querySelectorAll("datalist option")];
  if (written.length === 0) return (await reference())?.procedures ?? [];
  return written.map((option) => ({
    code: option.value,
    name: option.label,
    field: option.dataset.procedureField,
    words: option.dataset.words,
    favourite: Number(option.dataset.favourite),
  }));
}

/** Nearly every name begins with "Thủ tục", which says nothing on a narrow screen. */
export function plainName(name) {
  const plain = name.replace(/^thủ tục /i, "");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** A name for a chip or a row: legal names run to 300 characters, a chip holds three lines. */
export function shortName(name) {
  const plain = plainName(name);
  if (plain.length <= SHORT) return plain;
  const clause = plain.slice(0, SHORT).search(/[,;(][^,;(]*$/);
  return `${plain.slice(0, clause > SHORT / 2 ? clause : plain.lastIndexOf(" ", SHORT)).trim()}…`;
}
