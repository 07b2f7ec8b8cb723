import assert from "node:assert/strict";
import { test } from "node:test";
import { scopeSum } from "../../../static/js/core/scope_sum.js";
import { cases } from "./cases.mjs";

for (const { name, rows, count, checksum } of cases("pull_sum")) {
  test(`rows have this count and checksum: ${name}`, async () => {
    assert.deepEqual(await scopeSum(rows), [count, checksum]);
    assert.deepEqual(await scopeSum([...rows].reverse()), [count, checksum]);
  });
}

test("one letter, one row more, one row less: another checksum", async () => {
  const rows = [{ id: "a", name: "Tổ 1" }, { id: "b", name: "Tổ 2" }];
  const sums = [rows, rows.slice(1), [...rows, { id: "c", name: "" }], [rows[0], { id: "b", name: "Tổ 3" }]].map(scopeSum);
  assert.equal(new Set((await Promise.all(sums)).map(([, sum]) => sum)).size, 4);
});
