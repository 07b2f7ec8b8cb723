import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode } from "../../../static/js/core/base64.js";
import { seal } from "../../../static/js/core/seal.js";
import { cases } from "./cases.mjs";
import { open, wardKeys } from "./opening.mjs";

const { python, javascript } = cases("seal");
const utf8 = (text) => new TextEncoder().encode(text);

// Vectors of the server's library prove the key schedule: with one wrong byte in it none of them would open.
for (const { name, info, plain, sealed } of [...python, ...javascript]) {
  test(`what was sealed elsewhere opens here: ${name}`, async () => {
    assert.equal(await open(await wardKeys(), info, sealed), plain);
  });

  test(`what is sealed here opens again: ${name}`, async () => {
    const ward = await wardKeys();
    const made = await seal(decode(ward.publicText), utf8(info), utf8(plain));
    assert.equal(made.length, 65 + utf8(plain).length + 16);
    assert.equal(made[0], 4);
    assert.equal(await open(ward, info, encode(made)), plain);
  });
}

test("another info, a changed byte or a cut end does not open", async () => {
  const ward = await wardKeys();
  const { info, sealed } = python.at(-1);
  await assert.rejects(open(ward, info + "\n", sealed));
  for (const at of [70, decode(sealed).length - 1]) {
    const changed = decode(sealed);
    changed[at] ^= 1;
    await assert.rejects(open(ward, info, encode(changed)));
  }
  await assert.rejects(open(ward, info, encode(decode(sealed).slice(0, -1))));
});

test("a ward key that is no point of the curve is refused", async () => {
  const wrong = new Uint8Array(65).fill(7);
  wrong[0] = 4;
  await assert.rejects(seal(wrong, utf8("i"), utf8("p")));
  await assert.rejects(seal(new Uint8Array(64), utf8("i"), utf8("p")));
});
