/**
 * The controls of a declaration and what is typed into them. Names: "section.field", "section.2.field". What a condition
 * hides is switched off, so that no browser sends it, and keeps what was typed for when the choice is turned back.
 */
import { readDate, sayDate } from "../core/declaration_date.js";

const controls = (root, name) => [...root.querySelectorAll(`[name="${name}"]`)];

/** @returns {Record<string, any>} {section: {field: text or list}} or {section: [{…}]}, hidden ones included */
export function readTyped(root, form) {
  return Object.fromEntries(
    form.sections.map((section) => {
      const rows = rowsOf(root, section.id).map((_, at) => readRow(root, section, `${section.id}.${at}`));
      return [section.id, section.repeat ? rows : readRow(root, section, section.id)];
    }),
  );
}

function readRow(root, section, at) {
  const fields = section.fields.filter(({ type }) => type !== "note");
  return Object.fromEntries(fields.map((field) => [field.id, readField(root, `${at}.${field.id}`, field.type)]));
}

/** What stands in one field: a text, or the list of what is ticked. */
export function readField(root, name, type) {
  const found = controls(root, name);
  const chosen = found.filter(({ checked }) => checked).map(({ value }) => value);
  if (type === "choices") return chosen;
  return ["radio", "checkbox"].includes(found[0]?.type) ? (chosen[0] ?? "") : (found[0]?.value ?? "");
}

/** Puts values back; what they do not name keeps its default. */
export function writeTyped(root, form, typed) {
  for (const section of form.sections) {
    const given = typed[section.id] ?? (section.repeat ? [] : {});
    if (section.repeat) while (rowsOf(root, section.id).length < given.length) addRow(root, section);
    for (const [at, row] of section.repeat ? given.entries() : [["", given]]) {
      for (const [id, value] of Object.entries(row)) writeField(root, [section.id, at, id].filter((part) => part !== "").join("."), value);
    }
  }
}

export function writeField(root, name, value) {
  for (const control of controls(root, name)) {
    if (["radio", "checkbox"].includes(control.type)) control.checked = [value].flat().includes(control.value);
    else control.value = isDate(control) ? sayDate(value) : value;
  }
}

/** A date that can be read is written out when a person leaves it: 05032025 → 05/03/2025. */
export function tidyDate(control) {
  if (!isDate(control)) return;
  const kept = readDate(control.value, true);
  if (kept) control.value = sayDate(kept);
}

const isDate = (control) => control.closest("[data-asked]")?.dataset.type === "date";

/** @param {Set<string>} asked names of the fields that are asked for */
export function showAsked(root, asked) {
  for (const box of root.querySelectorAll("[data-asked]")) {
    const off = !asked.has(box.dataset.asked);
    box.hidden = off;
    for (const control of box.querySelectorAll("[name]")) control.disabled = off;
  }
}

export const rowsOf = (root, id) => [...root.querySelectorAll(`[data-rows="${id}"] > [data-row]`)];

/** One more person; the new box. */
export function addRow(root, section) {
  const blank = root.querySelector(`template[data-blank="${section.id}"]`);
  const row = blank.content.firstElementChild.cloneNode(true);
  root.querySelector(`[data-rows="${section.id}"]`).append(row);
  number(root, section);
  return row;
}

/** @param {HTMLElement} row */
export function dropRow(root, section, row) {
  row.remove();
  number(root, section);
}

/** Rows are counted from 0 in names and from 1 in words. */
function number(root, section) {
  for (const [at, row] of rowsOf(root, section.id).entries()) {
    const was = row.dataset.row;
    row.dataset.row = String(at);
    row.querySelector("[data-row-name]").textContent = `${section.repeat.one} ${at + 1}`;
    for (const element of row.querySelectorAll("*")) {
      for (const { name, value } of [...element.attributes]) {
        const [dotted, dashed] = [`${section.id}.${was}`, `${section.id}-${was}-`];
        if (!value.includes(dotted) && !value.includes(dashed)) continue;
        element.setAttribute(name, value.replaceAll(dotted, `${section.id}.${at}`).replaceAll(dashed, `${section.id}-${at}-`));
      }
    }
  }
  const add = root.querySelector(`[data-add="${section.id}"]`);
  add.hidden = rowsOf(root, section.id).length >= section.repeat.max;
}
