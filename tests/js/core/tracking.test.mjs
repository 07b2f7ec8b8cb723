import assert from "node:assert/strict";
import { test } from "node:test";
import { checkTracking, formatTracking, makeTracking } from "../../../static/js/core/tracking.js";
import { cases } from "./cases.mjs";

const { made, wrong, not_canonical: loose } = cases("tracking");
const SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

for (const { random, code, format } of made) {
  test(`a code is made from random bytes: ${code}`, () => {
    assert.equal(makeTracking(new Uint8Array(Buffer.from(random, "hex"))), code);
    assert.equal(formatTracking(code), format);
    assert(checkTracking(code));
  });
}

test("a wrong code is no code, and only one spelling is", () => {
  for (const code of [...wrong, ...loose]) assert(!checkTracking(code), code);
});

test("every wrong symbol and every swap of neighbours is caught in a fresh code", () => {
  for (let round = 0; round < 200; round++) {
    const code = makeTracking();
    assert(checkTracking(code));
    for (let at = 0; at < 12; at++) {
      for (const symbol of SYMBOLS) {
        if (symbol !== code[at]) assert(!checkTracking(code.slice(0, at) + symbol + code.slice(at + 1)));
      }
      const swapped = code.slice(0, at) + code[at + 1] + code[at] + code.slice(at + 2);
      if (at < 11 && code[at] !== code[at + 1]) assert(!checkTracking(swapped));
    }
  }
});

test("too little chance is refused", () => assert.throws(() => makeTracking(new Uint8Array(10))));
