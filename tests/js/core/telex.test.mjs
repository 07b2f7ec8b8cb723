import assert from "node:assert/strict";
import { test } from "node:test";
import { repairTelex } from "../../../static/js/core/telex.js";
import { cases } from "./cases.mjs";

test("leftovers of a keyboard are read as the server reads them, and nothing else is touched", () => {
  for (const [typed, meant] of cases("telex").cases) assert.equal(repairTelex(typed), meant);
});
