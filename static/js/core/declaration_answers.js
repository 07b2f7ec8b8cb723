/** The answers of a declaration as a person reads them, part by part. */
import { sayDate } from "./declaration_date.js";

const YES_NO = { yes: "Có", no: "Không" };

/** One kept value in words. */
export function shown(field, value) {
  const named = (code) => field.options?.find(([each]) => each === code)?.[1] ?? code;
  if (Array.isArray(value)) return value.map(named).join(", ");
  if (field.type === "yes_no") return YES_NO[value] ?? "";
  return field.type === "date" ? sayDate(value) : named(value);
}

/**
 * @param {any} form @param {Record<string, any>} asked of check()
 * @returns {{id: string, title: string, rows: {name: string, label: string, value: string}[]}[]} one group for each part
 *   that is asked for, and for each person of a repeated one who has any answer
 */
export function answers(form, asked) {
  return form.sections
    .filter(({ id }) => asked[id])
    .flatMap((section) => {
      const { id, title } = section;
      if (!section.repeat) return [{ id, title, rows: rowsAt(section, id, asked) }];
      const places = new Set(Object.keys(asked).filter((path) => path.startsWith(`${id}.`)).map((path) => path.split(".")[1]));
      return [...places]
        .map((at) => ({ id, title: `${section.repeat.one} ${Number(at) + 1}`, rows: rowsAt(section, `${id}.${at}`, asked) }))
        .filter(({ rows }) => rows.some(({ value }) => value));
    });
}

function rowsAt(section, at, asked) {
  return section.fields
    .map((field) => ({ field, name: `${at}.${field.id}` }))
    .filter(({ field, name }) => field.type !== "note" && name in asked)
    .map(({ field, name }) => ({ name, label: field.label, value: shown(field, asked[name]) }));
}
