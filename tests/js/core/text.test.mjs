import assert from "node:assert/strict";
import { test } from "node:test";
import { clean, fold } from "../../../static/js/core/fold.js";
import { maskedLine, maskName, maskPhone } from "../../../static/js/core/mask.js";
import { normalisePhone } from "../../../static/js/core/phone.js";
import { looksLikeSecret } from "../../../static/js/core/secret.js";
import { cases } from "./cases.mjs";

const text = cases("fold");
const { prefixes } = { prefixes: ["091", "084", "055", "087", "032"] };

test("what is searched by", () => {
  for (const [given, folded] of text.fold) {
    assert.equal(fold(given), folded, JSON.stringify(given));
    assert.equal(fold(folded), folded, "folding twice is folding once");
    assert.equal(fold(given.normalize("NFD")), folded);
  }
});

test("what is stored", () => {
  for (const [given, kept] of text.clean) {
    assert.equal(clean(given), kept, JSON.stringify(given));
    assert.equal(clean(kept), kept, "cleaning twice is cleaning once");
  }
  for (const [given, kept] of text.clean_lines) assert.equal(clean(given, true), kept, JSON.stringify(given));
  for (const [escaped, kept] of text.not_well_formed) assert.equal(clean(JSON.parse(`"${escaped}"`)), kept);
});

for (const { text: typed, phone, code, warning } of cases("phone")) {
  test(`a number is read as people write it: ${JSON.stringify(typed)}`, () => {
    const read = normalisePhone(typed, warning ? prefixes : undefined);
    assert.deepEqual(read, code ? { code } : warning ? { phone, warning } : { phone });
  });
}

test("a known prefix is not doubted", () => {
  assert.deepEqual(normalisePhone("0912345678", prefixes), { phone: "+84912345678" });
  assert.deepEqual(normalisePhone("02433824455", prefixes), { phone: "+842433824455" });
});

const { secret, innocent } = cases("secret");
for (const given of secret) test(`a secret that is written down is seen: ${given}`, () => assert(looksLikeSecret(given)));
for (const given of innocent) test(`what is no secret is left alone: ${given}`, () => assert(!looksLikeSecret(given)));

test("a masked line", () => {
  const { names, phones, lines } = cases("mask");
  for (const [name, masked] of names) assert.equal(maskName(name), masked);
  for (const [phone, masked] of phones) assert.equal(maskPhone(phone), masked);
  for (const { body, labels, at, state, line } of lines) assert.equal(maskedLine(body, labels, at, state), line);
});
