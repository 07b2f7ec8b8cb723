import assert from "node:assert/strict";
import { test } from "node:test";
import { exemptionsOf, feeFor, mayDemand } from "../../../static/js/core/handling.js";
import { cases } from "./cases.mjs";

const { variants, fees, published, demands } = cases("handling");

test("a fee is counted, waived, or said to be unknown as the server does (R9)", () => {
  for (const { variant, channel, on, exemption, quantities, answer } of fees) {
    assert.deepEqual(feeFor(variants[variant], channel, on, exemption, quantities), answer);
  }
});

test("nothing beyond the published list is asked for without a law (R8)", () => {
  for (const { documents, extra, asked, refused } of demands) {
    const found = mayDemand(published, documents, extra, asked).map(({ field, code }) => [field, code]);
    assert.deepEqual(found, refused);
  }
});

test("of the exemptions only those are offered that hold for this channel and day", () => {
  const keys = (...given) => exemptionsOf(variants.extract, ...given).map(({ key }) => key);
  assert.deepEqual(keys(), ["nq-66-22"]);
  assert.deepEqual(keys("online", "2026-11-23"), ["nq-66-22"]);
  assert.deepEqual(keys("direct", "2026-11-23"), []);
  assert.deepEqual(keys("online", "2027-03-01"), []);
});
