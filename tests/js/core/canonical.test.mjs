import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode } from "../../../static/js/core/base64.js";
import { canonical } from "../../../static/js/core/canonical.js";
import { commitment } from "../../../static/js/core/commitment.js";
import { cases } from "./cases.mjs";

const { same, refused, deepest } = cases("canonical");

for (const { name, value, text } of same) {
  test(`a value has this spelling: ${name}`, () => assert.equal(canonical(value), text));
}

for (const { name, json } of refused) {
  test(`a value with two spellings is refused: ${name}`, () => assert.throws(() => canonical(JSON.parse(json)), TypeError));
}

test("what JSON has no word for is refused", () => {
  const none = [undefined, NaN, Infinity, 1n, Symbol("a"), () => 1, new Date(), new Map(), new Uint8Array(2), [1, , 2]];
  for (const value of [...none, { a: undefined }]) assert.throws(() => canonical(value), TypeError);
});

test("the deepest nesting that is allowed is still written", () => {
  assert.equal(canonical(JSON.parse(deepest)), deepest);
});

test("minus zero is zero", () => assert.equal(canonical(-0), "0"));

for (const { name, salt, body, text, commitment: expected } of cases("commitment")) {
  test(`a commitment is the hash of salt and canonical body: ${name}`, async () => {
    assert.equal(canonical(body), text);
    assert.equal(await commitment(decode(salt), text), expected);
  });
}

test("a salt of another length is refused", async () => {
  for (const size of [0, 15, 17]) await assert.rejects(commitment(new Uint8Array(size), "{}"));
});

test("base64url comes back as it went", () => {
  for (let size = 0; size < 70; size++) {
    const bytes = crypto.getRandomValues(new Uint8Array(size));
    assert.equal(encode(bytes), Buffer.from(bytes).toString("base64url"));
    assert.deepEqual(decode(encode(bytes)), bytes);
  }
});

test("bytes have one spelling in base64url", () => {
  for (const text of ["A", "AA==", "AB", "AA\n", "A+/A", "Đ", " AA", "AAAAA"]) assert.throws(() => decode(text), text);
});
