import assert from "node:assert/strict";
import { test } from "node:test";
import { canonical } from "../../../static/js/core/canonical.js";
import { scopeSum } from "../../../static/js/core/scope_sum.js";
import { readSnapshot } from "../../../static/js/core/snapshot_lines.js";
import { cases } from "./cases.mjs";

const { read, refused, large } = cases("snapshot_lines");

for (const { name, head, rows, text } of read) {
  test(`what the server writes is read: ${name}`, async () => {
    const found = await readSnapshot(text);
    assert.deepEqual(found.head, head);
    for (const kind of new Set(rows.map(({ k }) => k))) {
      assert.deepEqual(found.rows[kind], rows.filter(({ k }) => k === kind).map(({ r }) => r));
    }
    assert.equal(Object.values(found.rows).flat().length, rows.length);
  });
}

for (const { name, text } of refused) {
  test(`what was cut off or changed says nothing: ${name}`, async () => assert.equal(await readSnapshot(text), null));
}

test("cut off anywhere, a snapshot says nothing", async () => {
  const { text } = read.find(({ rows }) => rows.length === 4);
  // The last line end may be missing: all else has arrived.
  for (let size = 0; size < text.length - 1; size++) assert.equal(await readSnapshot(text.slice(0, size)), null, size);
});

test("ten thousand rows", async () => {
  const { count, head, kind, name, last_line: lastLine, checksum } = large;
  const rows = Array.from({ length: count }, (_, at) => ({ id: `r${at}`, name: name.replace("{}", at) }));
  const lines = [JSON.stringify({ head }), ...rows.map((row) => `{"k":"${kind}","r":${canonical(row)}}`), lastLine, ""];
  assert.deepEqual((await readSnapshot(lines.join("\n"))).rows[kind], rows);
  assert.deepEqual(await scopeSum(rows), [count, checksum]);
});
