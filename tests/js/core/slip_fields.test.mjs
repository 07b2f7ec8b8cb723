import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { slipFields } from "../../../static/js/core/slip_fields.js";

const cases = JSON.parse(readFileSync(new URL("../../cases/slip_fields.json", import.meta.url), "utf8")).cases;
const template = readFileSync(new URL("../../../templates/duty/slip.html", import.meta.url), "utf8");
/** The patterns as the page itself gives them, so that a change there is tested here. */
const pattern = (name) => JSON.parse(`"${new RegExp(`"${name}": "(.*)",\n`).exec(template)[1]}"`);
const words = Object.fromEntries(["moment", "caught_up", "place_date", "procedure"].map((name) => [name, pattern(name)]));

for (const { name, record, fields } of cases) {
  test(`the TẠM slip says what the PDF says: ${name}`, () => {
    const standing = fields.next_steps.split("\n").slice(record.next_steps.length);
    const said = slipFields(record, { ...words, next: { [record.result_code]: standing } });
    for (const [field, text] of Object.entries(said)) assert.equal(text, fields[field], field);
    for (const field of Object.keys(fields)) {
      const ofTheSheet = ["demo", "state", "organ_line_1", "organ_line_2", "qr", "size"].includes(field);
      assert.ok(ofTheSheet || field in said, `${field} is not filled`);
    }
  });
}
