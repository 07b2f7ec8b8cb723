import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateRawSync } from "node:zlib";
import { decode } from "../../../static/js/core/base64.js";
import { press } from "../../../static/js/core/press.js";
import { cases } from "./cases.mjs";

const utf8 = (text) => new TextEncoder().encode(text);
const unpressed = (bytes) => (bytes[0] === 1 ? inflateRawSync(bytes.subarray(1)) : Buffer.from(bytes)).toString();

for (const { name, plain, pressed } of cases("press")) {
  test(`pressed and unfolded again: ${name}`, async () => {
    assert.equal(unpressed(await press(utf8(plain))), plain);
    assert.equal(unpressed(decode(pressed)), plain);
  });
}

test("what would not get shorter stays as it is", async () => {
  assert.deepEqual(await press(utf8("{}")), utf8("{}"));
});

test("a browser without the stream, or without this form of it, sends the body as it is", async (context) => {
  const plain = utf8(cases("press")[0].plain);
  const had = globalThis.CompressionStream;
  context.after(() => (globalThis.CompressionStream = had));
  globalThis.CompressionStream = class {
    constructor() {
      throw new TypeError("Unsupported compression format");
    }
  };
  assert.deepEqual(await press(plain), plain);
  delete globalThis.CompressionStream;
  assert.deepEqual(await press(plain), plain);
});
