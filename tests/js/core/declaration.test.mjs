import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { answers } from "../../../static/js/core/declaration_answers.js";
import { check } from "../../../static/js/core/declaration_check.js";
import { readDate, sayDate } from "../../../static/js/core/declaration_date.js";
import { evaluate, holds } from "../../../static/js/core/declaration_expression.js";
import { paper } from "../../../static/js/core/declaration_paper.js";
import { cases } from "./cases.mjs";

const shared = cases("declaration_expressions");

test("an expression of a form file gives what the server says it gives", () => {
  for (const { expression, row, value, holds: held } of shared.cases) {
    const given = { values: shared.values, today: shared.today, row };
    const said = JSON.stringify(expression);
    assert.deepEqual(evaluate(expression, given), value, said);
    assert.equal(holds(expression, given), held, said);
  }
});

test("a date is read as people write it", () => {
  for (const { typed, partial, kept, said } of cases("declaration_dates").cases) {
    assert.equal(readDate(typed, partial), kept, typed);
    assert.equal(sayDate(kept ?? ""), said, typed);
  }
  assert.equal(sayDate("31/02/2025"), "31/02/2025");
});

test("a declaration is held against its form as the server does", () => {
  const column = (file, name) => {
    const [head, ...lines] = readFileSync(new URL(`../../../app/rules/data/${file}.csv`, import.meta.url), "utf8").trim().split(/\r?\n/);
    return lines.map((line) => line.split(",")[head.split(",").indexOf(name)]);
  };
  const lists = {
    ethnicity: column("ethnic_groups", "name"),
    nationality: column("nationalities", "name"),
    provinces: column("cccd_provinces", "code"),
    prefixes: column("mobile_prefixes", "prefix"),
  };
  const { form, today, cases: every } = cases("declaration_checks");
  for (const { name, values, cleaned, errors, warnings } of every) {
    const before = structuredClone(values);
    const found = check(form, values, today, lists);
    assert.deepEqual(found.values, cleaned, name);
    assert.deepEqual(found.errors, errors, name);
    assert.deepEqual(found.warnings, warnings, name);
    assert.deepEqual(values, before, name);
  }
});

test("a declaration is laid out for print as the server does", () => {
  const { form, today, given, cases: every } = cases("declaration_papers");
  for (const { values, shown } of every) {
    assert.deepEqual(paper(form, values, today, given), shown);
  }
  const forPen = paper(form, {}, today, { office: "", ward: "", place: "" });
  assert.deepEqual(forPen.addressee.map(({ kind }) => kind), ["", "blank"]);
});

test("the answers are said part by part, and only of what is asked for", () => {
  const form = {
    sections: [
      { id: "who", title: "Người khai", fields: [{ id: "birth", type: "date", label: "Ngày sinh" }, { id: "yes", type: "yes_no", label: "Bản sao" }] },
      { id: "none", title: "Không hỏi", if: false, fields: [{ id: "name", type: "name", label: "Tên" }] },
      { id: "members", title: "Người khác", repeat: { min: 0, max: 3, one: "Thành viên" }, fields: [{ id: "name", type: "name", label: "Tên" }] },
    ],
  };
  const typed = { who: { birth: "5/3/1996", yes: "no" }, none: { name: "Ẩn" }, members: [{ name: "" }, { name: "An" }] };
  const { asked } = check(form, typed, "2026-11-22", { ethnicity: [], nationality: [], provinces: [], prefixes: [] });
  assert.deepEqual(answers(form, asked), [
    {
      id: "who",
      title: "Người khai",
      rows: [
        { name: "who.birth", label: "Ngày sinh", value: "05/03/1996" },
        { name: "who.yes", label: "Bản sao", value: "Không" },
      ],
    },
    { id: "members", title: "Thành viên 2", rows: [{ name: "members.1.name", label: "Tên", value: "An" }] },
  ]);
});
