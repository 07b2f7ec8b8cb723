/**
 * A declaration as paper shows it, for the browser's own print. Twin: app/printing/declaration_sheet.py; cases:
 * tests/cases/declaration_papers.json, which Python makes.
 * @typedef {{text: string, kind: string}} Piece kind: "" (words of the form), "value", "name", "blank" (dots), "box"
 */
import { dayInWords } from "./day_in_words.js";
import { holds } from "./declaration_expression.js";

const PARTS = ["line", "heading", "small", "declare", "made", "table", "grid", "signers"];
const PLACEHOLDER = /\{([a-z][a-z0-9_.]*)(?:\|([a-z]+))?\}/g;
const SHORT = ["date", "time", "number", "ethnicity", "nationality"];
const YES_NO = [["yes", "Có"], ["no", "Không"]];
const WIDTHS = { date: "day", choice: "short", number: "short", yes_no: "short", id_number: "id" };
const piece = (text, kind = "") => ({ text, kind });

/**
 * @param {any} form @param {any} values checked ones @param {string} today
 * @param {Record<string, string>} given {office, ward, place}; "" leaves room for the pen
 */
export function paper(form, values, today, given) {
  const specs = Object.fromEntries(
    form.sections.flatMap(({ id, fields }) => fields.map((field) => [`${id}.${field.id}`, field])),
  );
  const filling = { form, values, given, specs };
  const shownParts = form.paper.filter((part) => holds(part.if ?? true, { values, today }));
  const parts = shownParts.map((part) => partOf(part, filling));
  const declare = parts.findIndex(({ kind }) => kind === "declare");
  const end = declare < 0 ? parts.length : declare;
  return {
    title: form.title,
    subtitle: form.subtitle ?? "",
    addressee: pieces(form.addressee, filling),
    parts: parts.slice(0, end),
    end: parts.slice(end),
  };
}

function partOf(part, filling) {
  const kind = PARTS.find((one) => one in part);
  const made = { kind, space: part.space ?? false };
  if (kind === "table") return { ...made, ...tableOf(part, filling) };
  if (kind === "grid") {
    const [head, ...rows] = part.grid.map((row) => row.map((cell) => pieces(cell, filling, true)));
    return { ...made, head, rows };
  }
  if (kind === "signers") {
    const people = part.signers.map(([who, how, path]) => ({ who, how, name: path ? textAt(path, filling).toUpperCase() : "" }));
    return { ...made, people, count: people.length };
  }
  const found = pieces(part[kind], filling);
  return { ...made, pieces: found, open: found.at(-1)?.kind === "blank" };
}

function tableOf(part, { form, values }) {
  const section = form.sections.find(({ id }) => id === part.table);
  const fields = Object.fromEntries((section?.fields ?? []).map((field) => [field.id, field]));
  const rows = [...(values[part.table] ?? [])];
  // Empty rows behind those that were given, for the pen.
  while (rows.length < (part.rows ?? 0)) rows.push({});
  const cell = (row, at) => ([, name]) => (name === "#" ? String(at + 1) : shown(fields[name], row[name] ?? "", ""));
  return {
    head: part.columns.map(([heading]) => heading),
    rows: rows.map((row, at) => part.columns.map(cell(row, at))),
    widths: part.columns.map(([, name]) => (name === "#" ? "narrow" : (WIDTHS[fields[name].type] ?? ""))),
  };
}

function pieces(text, filling, ofGrid = false) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match.index > end) found.push(piece(text.slice(end, match.index)));
    end = match.index + match[0].length;
    found.push(...valueOf(match[1], match[2] ?? "", filling, ofGrid));
  }
  if (end < text.length) found.push(piece(text.slice(end)));
  return found;
}

function valueOf(path, form, filling, ofGrid) {
  if (path in filling.given) return filling.given[path] ? [piece(filling.given[path])] : [piece(".".repeat(34), "blank")];
  const field = filling.specs[path];
  if (form === "boxes") return boxes(field, heldAt(path, filling));
  const text = textAt(path, filling, form);
  if (text) return [piece(text, field.type === "name" ? "name" : "value")];
  if (ofGrid) return [];
  return [piece(".".repeat(SHORT.includes(field.type) && form !== "words" ? 20 : 34), "blank")];
}

function boxes(field, value) {
  const chosen = [value].flat();
  return (field.options ?? YES_NO).flatMap(([code, label], at) => [
    piece(at ? "   " : ""),
    piece(chosen.includes(code) ? "x" : "", "box"),
    piece(`\u00a0${label}`),
  ]);
}

function heldAt(path, { values }) {
  const [section, name] = path.split(".");
  return Array.isArray(values[section]) ? "" : (values[section]?.[name] ?? "");
}

const textAt = (path, filling, form = "") => shown(filling.specs[path], heldAt(path, filling), form);

/** A kept value as a reader expects it on paper. */
function shown(field, value, form) {
  const { type } = field;
  const options = field.options ?? YES_NO;
  if (type === "choices") return options.filter(([code]) => value.includes(code)).map(([, label]) => label).join("; ");
  if (!value || typeof value !== "string") return "";
  if (type === "choice" || type === "yes_no") return options.find(([code]) => code === value)?.[1] ?? "";
  if (type === "date") return day(value, form);
  if (type === "time") return value.replace(/^0?([0-9]+):([0-9]+)$/, "$1 giờ $2 phút");
  return type === "name" || form === "capitals" ? value.toUpperCase() : value;
}

function day(value, form) {
  if (form === "words") return dayInWords(value);
  return form === "year" ? value.slice(0, 4) : value.split("-").reverse().join("/");
}
