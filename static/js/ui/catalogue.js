/**
 * Where a form finds the ward's procedures: in the page's own list on a signed-in page, else in the list that the
 * ward gave to the device.
 */
import { reference } from "../store/reference.js";

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
export function shortName(name) {
  const short = name.replace(/^thủ tục /i, "");
  return short.charAt(0).toUpperCase() + short.slice(1);
}
