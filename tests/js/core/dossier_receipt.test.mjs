import assert from "node:assert/strict";
import { test } from "node:test";

import { countable, feeAtCounter, promised } from "../../../static/js/core/dossier_promise.js";
import { receiptFields } from "../../../static/js/core/receipt_fields.js";
import { readFileSync } from "node:fs";

const given = JSON.parse(readFileSync(new URL("../../cases/dossier_receipt.json", import.meta.url), "utf8"));
const dayOf = (at) => new Date(at + 7 * 3_600_000).toISOString().slice(0, 10);

for (const { about, variant, body, at, expected, ...rest } of given.cases) {
  test(`a machine without the server says what the server says: ${about}`, () => {
    assert.ok(countable(variant));
    const { due, results } = promised(variant, given.lists.calendar, at);
    assert.deepEqual({ due, results }, { due: expected.due, results: expected.results });
    const fee = feeAtCounter(variant, body, dayOf(at));
    assert.deepEqual(fee, expected.fee);
    const told = receiptFields({ ...rest, body, at, due, fee }, given.lists, given.words);
    assert.deepEqual(told.fields, expected.fields);
    assert.deepEqual(told.documents, expected.documents);
    assert.equal(told.state, expected.state);
  });
}

test("no day is promised where the catalogue does not know how long it may take", () => {
  const [{ variant }] = given.cases;
  assert.equal(countable({ ...variant, value: "" }), false);
  assert.equal(countable({ ...variant, results: [{ value: "3", unit: "tuần" }] }), false);
});
