/**
 * A procedure in one tap (the usual ones are chips) or in a few unaccented letters over the whole catalogue, offline.
 * The choice lives in the plain input named "procedure", which is all there is without JavaScript.
 */
import { searchProcedures } from "../core/procedure_search.js";
import { mostUsed } from "../store/habits.js";
import { catalogue, plainName, shortName } from "./catalogue.js";
import { fill, stamp } from "./fill.js";

const USUAL = 6;
const FOUND = 8;

/** @param {HTMLElement} element [data-procedure-picker] */
export async function mount(element) {
  const plain = element.querySelector("[data-plain]");
  const value = plain.querySelector("input");
  const picker = element.querySelector("[data-picker]");
  const chipList = picker.querySelector("[data-chip-list]");
  const none = chipList.firstElementChild;
  const chip = picker.querySelector("template[data-chip]");

  plain.hidden = true;
  picker.hidden = false;
  const procedures = await catalogue(element);
  const byCode = new Map(procedures.map((procedure) => [procedure.code, procedure]));
  let usual = [];

  /** Of a name that was cut for its chip, the whole is said once it is chosen. */
  const tell = (code) => {
    const name = plainName(byCode.get(code)?.name ?? "");
    fill(picker, { whole: name === shortName(name) ? "" : name });
  };
  const show = () => {
    const code = value.value;
    // One that came from the search gets a chip of its own, first in the row, until the next record.
    const codes = !code || usual.includes(code) ? usual : [code, ...usual];
    const chips = codes.map((each) => {
      const copy = stamp(chip, { label: shortName(byCode.get(each)?.name ?? each) });
      copy.querySelector("input").value = each;
      return copy;
    });
    chipList.replaceChildren(...chips, none);
    chipList.querySelector(`input[value="${CSS.escape(code)}"]`).checked = true;
    tell(code);
  };
  const choose = (code) => {
    value.value = code;
    value.dispatchEvent(new Event("input", { bubbles: true }));
    show();
  };
  const refresh = () => {
    const given = procedures.filter((procedure) => procedure.favourite).sort((a, b) => a.favourite - b.favourite);
    const codes = new Set([...mostUsed("procedures", USUAL), ...given.map((procedure) => procedure.code)]);
    usual = [...codes].filter((code) => byCode.has(code)).slice(0, USUAL);
    show();
  };

  chipList.addEventListener("change", (event) => {
    value.value = event.target.value;
    tell(value.value);
  });
  for (const name of ["assistance:fresh", "assistance:restored"]) value.form.addEventListener(name, refresh);
  searchBox(picker.querySelector("[data-combobox]"), procedures, choose);
  refresh();
}

/** The search: a combobox whose list is found by the catalogue search; a choice empties it again. */
function searchBox(box, procedures, choose) {
  const input = box.querySelector("[role=combobox]");
  const list = box.querySelector("[role=listbox]");
  const line = box.querySelector("template[data-option]");
  const status = box.querySelector("[data-field=status]");
  let active = -1;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const point = (index) => {
    active = (index + list.children.length) % list.children.length;
    [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
    const option = list.children[active];
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const take = (option) => {
    input.value = "";
    status.textContent = "";
    close();
    choose(option.dataset.code);
  };
  const search = () => {
    const text = input.value.trim();
    const found = text ? searchProcedures(text, procedures, FOUND) : [];
    list.replaceChildren(
      ...found.map((procedure, index) => {
        const option = stamp(line, { name: plainName(procedure.name), note: `${procedure.field} · ${procedure.code}` });
        option.id = `${list.id}-${index}`;
        option.dataset.code = procedure.code;
        return option;
      }),
    );
    close();
    status.textContent = text ? (found.length ? box.dataset.some.replace("{}", found.length) : box.dataset.none) : "";
    if (found.length === 0) return;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    point(0);
    // The bar at the bottom or the keyboard must not cover what was found.
    if (list.getBoundingClientRect().bottom > innerHeight) box.scrollIntoView();
  };

  input.addEventListener("input", (event) => {
    // Searching is not typing into the record: no draft, not dirty.
    event.stopPropagation();
    search();
  });
  input.addEventListener("keydown", (event) => {
    const open = !list.hidden;
    if (event.key === "Enter") event.preventDefault();
    if (event.key === "Escape" && open) close();
    if (event.key === "Enter" && open) take(list.children[active]);
    if (event.key === "ArrowDown" && open) point(active + 1);
    if (event.key === "ArrowUp" && open) point(active - 1);
    if (open && event.key.startsWith("Arrow")) event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  input.addEventListener("blur", close);
  input.addEventListener("focus", search);
}
