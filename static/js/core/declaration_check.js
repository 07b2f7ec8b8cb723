/**
 * What a person filled into a declaration, held against its form: what is kept, what is wrong, what is doubtful. Twin:
 * app/rules/declaration_check.py, which says what the parts mean; cases: tests/cases/declaration_checks.json.
 */
import { doubts } from "./declaration_doubt.js";
import { holds } from "./declaration_expression.js";
import { cleaned, CODED, Refused } from "./declaration_value.js";
import { clean } from "./fold.js";

const MOST_ROWS = 60;
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const given = (value) => value !== undefined && value !== "" && value?.length !== 0;

/**
 * @param {any} form a whole form file @param {any} values as they came: {section: {field: value} or [{field: value}]}
 * @param {string} today "YYYY-MM-DD" @param {import("./declaration_value.js").Lists} lists
 * @returns {{values: Record<string, any>, errors: Record<string, [string, any]>, warnings: [string, string, any][],
 *   asked: Record<string, any>}} paths "section.field", "section.2.field", "section"; asked: the kept value of each field
 *   that is asked for, "" when it is empty, in the form's order, and true for each section
 */
export function check(form, values, today, lists) {
  const checked = { values: {}, errors: {}, warnings: [], asked: {} };
  if (!isObject(values)) return { ...checked, errors: { "": ["body_unreadable", { label: "" }] } };
  const run = { checked, today, lists, asked: [], rowsAt: {} };
  for (const section of form.sections) {
    if (holdsHere(section.if ?? true, run)) keepSection(section, values[section.id], run);
  }
  for (const one of run.asked) lookBack(one, run);
  for (const rule of form.checks ?? []) across(rule, run);
  unknown(form, values, checked);
  dropEmpty(checked.values);
  return checked;
}

const holdsHere = (expression, { checked, today }, row) => holds(expression, { values: checked.values, today, row });

function keepSection(section, came, run) {
  const { checked } = run;
  const { id, title: label } = section;
  checked.asked[id] = true;
  const fits = section.repeat ? Array.isArray(came) : isObject(came);
  if (came !== undefined && came !== null && !fits) checked.errors[id] = ["field_type", { label }];
  if (!section.repeat) {
    const kept = (checked.values[id] = {});
    run.asked.push(...keepFields(section, fits ? came : {}, kept, null, id, run));
    return;
  }
  const rows = (run.rowsAt[id] = []);
  for (const [at, row] of (fits ? came.slice(0, MOST_ROWS) : []).entries()) {
    const kept = {};
    const before = Object.keys(checked.errors).length;
    const asked = keepFields(section, isObject(row) ? row : {}, kept, kept, `${id}.${at}`, run);
    if (!Object.values(kept).some(given) && Object.keys(checked.errors).length === before) continue;
    rows.push([at, kept]);
    run.asked.push(...asked);
  }
  checked.values[id] = rows.map(([, kept]) => kept);
  const { min, max } = section.repeat;
  if (rows.length < min) checked.errors[id] ??= ["rows_few", { label, min }];
  if (rows.length > max) checked.errors[id] ??= ["rows_many", { label, max }];
}

/** Keeps the fields of one section, or of one row of it; says which are asked for. */
function keepFields(section, came, kept, row, at, run) {
  const asked = [];
  for (const field of section.fields) {
    if (!holdsHere(field.if ?? true, run, row)) continue;
    const path = `${at}.${field.id}`;
    run.checked.asked[path] = "";
    if (field.type === "note") continue;
    asked.push({ path, field, beside: kept, row });
    const value = came[field.id];
    if (value === undefined || value === null) continue;
    try {
      kept[field.id] = cleaned(field, value, run.lists);
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      run.checked.errors[path] = [refused.code, { label: field.label, ...refused.params }];
      // What was typed is never lost.
      if (typeof value === "string" && !CODED.includes(field.type)) kept[field.id] = clean(value, field.type === "long_text");
    }
    run.checked.asked[path] = kept[field.id] ?? "";
  }
  return asked;
}

/** What can be said of a field only when everything else is known. */
function lookBack({ path, field, beside, row }, run) {
  const { checked, lists } = run;
  if (path in checked.errors) return;
  const { label } = field;
  const value = beside[field.id];
  if (!given(value) && holdsHere(field.required ?? false, run, row)) checked.errors[path] = ["required", { label }];
  const found = doubts(field, value, beside, lists);
  checked.warnings.push(...found.map(([code, params]) => [path, code, { label, ...params }]));
}

function across(rule, run) {
  const { checked, rowsAt } = run;
  const dot = rule.at.indexOf(".");
  const [section, name] = dot < 0 ? [rule.at, ""] : [rule.at.slice(0, dot), rule.at.slice(dot + 1)];
  const rows = name && rowsAt[section];
  const places = rows ? rows.map(([at, row]) => [`${section}.${at}.${name}`, row]) : [[rule.at, null]];
  for (const [path, row] of places) {
    if (!holdsHere(rule.wrong, run, row)) continue;
    const params = { label: "", say: rule.say };
    if (rule.stop) checked.errors[path] ??= ["said", params];
    else checked.warnings.push([path, "said", params]);
  }
}

/** What no field of this form asks: of an older version of it. */
function unknown(form, values, checked) {
  const known = Object.fromEntries(form.sections.map(({ id, fields }) => [id, fields.map((field) => field.id)]));
  for (const [section, came] of Object.entries(values)) {
    const names = [came].flat().filter(isObject).flatMap(Object.keys);
    const strange = [...new Set(names)].filter((name) => !known[section]?.includes(name)).sort();
    for (const path of strange.map((name) => `${section}.${name}`)) {
      checked.warnings.push([path, "field_unknown", { label: path }]);
    }
  }
}

function dropEmpty(values) {
  for (const [section, kept] of Object.entries(values)) {
    for (const row of [kept].flat()) {
      for (const name of Object.keys(row)) if (!given(row[name])) delete row[name];
    }
    if (!Object.keys(kept).length) delete values[section];
  }
}
