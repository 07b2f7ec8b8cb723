import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode } from "../../../static/js/core/base64.js";
import { timestamp } from "../../../static/js/core/clock.js";
import { uuid7 } from "../../../static/js/core/uuid.js";
import { cases } from "./cases.mjs";

for (const { name, ms, offset, text } of cases("timestamp")) {
  test(`a time is written and read so: ${name}`, () => {
    assert.equal(timestamp(ms, offset), text);
    assert.equal(Date.parse(text), ms);
  });
}

for (const { name, ms, random, uuid } of cases("uuid7")) {
  test(`an id tells its millisecond: ${name}`, () => {
    const bytes = new Uint8Array(Buffer.from(random, "hex"));
    assert.equal(uuid7(ms, bytes), uuid);
  });
}

const { same, refused } = cases("base64url");

test("bytes are written and read so", () => {
  for (const { hex, text } of same) {
    assert.equal(encode(new Uint8Array(Buffer.from(hex, "hex"))), text);
    assert.equal(Buffer.from(decode(text)).toString("hex"), hex);
  }
});

for (const text of refused) {
  test(`bytes have one spelling: ${JSON.stringify(text)}`, () => assert.throws(() => decode(text)));
}
