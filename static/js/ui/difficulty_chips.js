/**
 * The difficulties ticked most on this device come first, under the thumb; the rest wait behind a disclosure
 * that says how many of its chips are chosen.
 */
import { mostUsed } from "../store/habits.js";
import { fill } from "./fill.js";

const FIRST = 6;

/** @param {HTMLElement} element [data-difficulties] with [data-first] and a <details> of grouped chips */
export function mount(element) {
  const first = element.querySelector("[data-first]");
  const rest = element.querySelector("details");
  const chips = new Map();
  for (const box of rest.querySelectorAll("input")) chips.set(box.value, box.closest(".chip"));

  // Sorted once, when the page opens: a thumb remembers places.
  const favourites = [...rest.querySelectorAll("[data-favourite]")].map((box) => box.value);
  const wanted = [...new Set([...mostUsed("difficulties", FIRST), ...favourites])].filter((code) => chips.has(code));
  first.querySelector("[data-chip-list]").append(...wanted.slice(0, FIRST).map((code) => chips.get(code)));
  first.hidden = false;
  for (const group of rest.querySelectorAll("[data-group]")) group.hidden = !group.querySelector("input");

  const tell = () => fill(rest, { chosen: rest.querySelectorAll("input:checked").length || "" });
  element.addEventListener("change", tell);
  for (const name of ["assistance:fresh", "assistance:restored"]) element.closest("form").addEventListener(name, tell);
  tell();
}
