import assert from "node:assert/strict";
import { test } from "node:test";
import { readDate, sayDate } from "../../../static/js/core/declaration_date.js";
import { evaluate, holds } from "../../../static/js/core/declaration_expression.js";
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
