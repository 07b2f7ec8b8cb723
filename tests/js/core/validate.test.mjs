import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { check, validate } from "../../../static/js/core/validate.js";
import { cases } from "./cases.mjs";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const python = existsSync(root + ".venv/bin/python") ? root + ".venv/bin/python" : "python3";
const PRINT = `import json
from app.problems.fields import FIELD_PROBLEMS
from app.rules.assistance_fields import rules_for_browser
print(json.dumps([rules_for_browser(), FIELD_PROBLEMS]))`;
/** A sentence with its holes filled from the params, as the form fills them. */
const sentence = ({ code, params }) => messages[code].replace(/{(\w+)}/g, (_, name) => params[name]);
/** The very rules and sentences that the server writes into the form. */
const [rules, messages] = JSON.parse(execFileSync(python, ["-c", PRINT], { cwd: root, encoding: "utf8" }));
const shared = cases("assistance_body");

for (const { name, today, change, refusals, kept } of shared.cases.filter((one) => !one.server_only)) {
  test(`a body is taken or refused as the server does: ${name}`, () => {
    const body = { ...shared.body, ...change };
    const checked = check(body, rules, today);
    assert.deepEqual(checked.refusals.map(({ field, code }) => [field, code]), refusals);
    if (!refusals.length) assert.deepEqual(checked.body, { ...body, ...kept });
    for (const refusal of checked.refusals) assert.doesNotMatch(sentence(refusal), /[{}]|undefined/);
  });
}

test("what only the device's own code adds may still be missing", () => {
  const { point, tracking, ...typed } = shared.body;
  assert.deepEqual(validate(typed, rules, "2026-11-21"), []);
});

test("a fraction is no number of minutes", () => {
  const [refusal] = validate({ ...shared.body, minutes: 1.5 }, rules, "2026-11-21");
  assert.equal(refusal.code, "out_of_range");
});

test("a sentence says the label and the limit", () => {
  const [refusal] = validate({ ...shared.body, apartment: "x".repeat(21) }, rules, "2026-11-21");
  assert.equal(sentence(refusal), "“Căn hộ” dài 21 ký tự, tối đa 20. Hãy viết ngắn lại.");
});
