/**
 * Lists that the ward gave to the device fill a <select> or a <datalist> of a kept page:
 * [data-reference=neighbourhoods|points|buildings|staff]. A value that somebody remembered before the list came is
 * in data-wanted.
 */
import { reference } from "../store/reference.js";

/** What each list offers: the value, and the words beside it. */
const SHAPES = {
  neighbourhoods: (place) => [place.id, place.name],
  points: (point) => [point.id, point.name],
  buildings: (building) => [building.name, ""],
  staff: (person) => [person.login, person.name],
};

/** @param {HTMLSelectElement|HTMLDataListElement} element */
export async function mount(element) {
  const kind = element.dataset.reference;
  const items = (await reference())?.[kind] ?? [];
  const options = items.map((item) => {
    const [value, words] = SHAPES[kind](item);
    return element.localName === "select" ? new Option(words, value) : suggestion(value, words);
  });
  element.append(...options);
  if (element.dataset.wanted) element.value = element.dataset.wanted;
}

function suggestion(value, words) {
  const option = new Option(words, value);
  if (words) option.label = words;
  return option;
}
