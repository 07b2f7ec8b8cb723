import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode } from "../../../static/js/core/base32.js";
import { decode as bytes } from "../../../static/js/core/base64.js";
import { checkSeal, fullNumber, readSeal } from "../../../static/js/core/paper_seal.js";
import { searchedText } from "../../../static/js/core/scanned_text.js";
import { cases } from "./cases.mjs";

const vectors = cases("paper_seal");
const keys = vectors.keys.map((key) => ({ ...key, public: bytes(key.public) }));

for (const { name, text, outcome, sheet, ward } of vectors.cases) {
  test(`${name}: ${outcome}`, async () => {
    const told = await checkSeal(text, keys);
    assert.equal(told.outcome, outcome);
    assert.deepEqual(told.sheet ?? null, sheet);
    assert.equal(told.ward ?? "", ward);
  });
}

test("every single letter that is changed shows", async () => {
  const { text } = vectors.cases[0];
  const start = text.indexOf("#") + 1;
  for (let at = start; at < text.length; at++) {
    for (const letter of "0K.") {
      if (text[at] === letter) continue;
      const { outcome } = await checkSeal(text.slice(0, at) + letter + text.slice(at + 1), keys);
      assert.notEqual(outcome, "genuine", `${letter} at ${at}`);
    }
  }
});

test("a browser without Ed25519 says that it cannot", async () => {
  const known = crypto.subtle.importKey;
  crypto.subtle.importKey = () => Promise.reject(new DOMException("Unrecognized name.", "NotSupportedError"));
  try {
    assert.equal((await checkSeal(vectors.cases[0].text, keys)).outcome, "cannot");
  } finally {
    crypto.subtle.importKey = known;
  }
});

test("numbers are written as on paper", () => {
  assert.equal(fullNumber({ number: 7, register: "TNHS", year: 2026 }), "07/TNHS/2026");
  assert.equal(fullNumber(/** @type {any} */ (readSeal(vectors.cases[0].text)).sheet), "12/TNHS/2026");
  assert.equal(fullNumber({ number: 0, register: "", year: 0 }), "");
});

test("base 32 has one spelling", () => {
  for (const { hex, text } of vectors.base32) {
    assert.equal(encode(Buffer.from(hex, "hex")), text);
    assert.equal(Buffer.from(decode(text)).toString("hex"), hex);
  }
  for (const wrong of vectors.base32_wrong) assert.throws(() => decode(wrong), wrong);
});

test("a search field gets the tracking code of our own papers, and any other code as it is", () => {
  const { text, sheet } = vectors.cases[0];
  assert.equal(searchedText(text), sheet.code);
  assert.equal(searchedText(`HTTPS://GANDAN.EXAMPLE.VN/M/${sheet.code}`), sheet.code);
  assert.equal(searchedText(`https://gandan.example.vn/m/${sheet.code.toLowerCase()} `), sheet.code);
  const without = vectors.cases.find(({ sheet: one }) => one && !one.code).text;
  for (const other of [" 000.12.34.H26-191030-0001 ", "https://gandan.example.vn/M/00000000000H", without, ""]) {
    assert.equal(searchedText(other), other.trim());
  }
});
