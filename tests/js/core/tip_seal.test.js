/** A tip opens for its inspector alone, weighs the same whatever it says, and its reply opens by the code alone. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { decode } from "../../../static/js/core/base64.js";
import { makeKey, openKey } from "../../../static/js/core/tip_key.js";
import {
  formatCode, makeCode, markOf, openReply, openTip, parseCode, sealReply, sealTip,
} from "../../../static/js/core/tip_seal.js";

const PASSPHRASE = "bốn chữ dễ nhớ ở đây";
const SAID = { content: "Đòi thêm 500.000đ để ký sớm", who: "quầy 3", when: "tháng 11" };
const inspector = async () => {
  const made = await makeKey(PASSPHRASE, 1000);
  return { ...made, pair: await openKey(made.file, PASSPHRASE) };
};

test("the inspector opens it, another key does not", async () => {
  const [one, other] = [await inspector(), await inspector()];
  const sealed = await sealTip(SAID, makeCode(), decode(one.public));
  const opened = await openTip(sealed, one.pair.privateKey, one.pair.publicKey);
  assert.equal(opened.content, SAID.content);
  assert.equal(opened.answer.length, 32);
  await assert.rejects(openTip(sealed, other.pair.privateKey, other.pair.publicKey));
});

test("a line and four thousand letters weigh the same, and no two are alike", async () => {
  const { public: point } = await inspector();
  const short = await sealTip({ content: "x" }, makeCode(), decode(point));
  const long = await sealTip({ content: "ỡ".repeat(4000), who: "ỡ".repeat(200) }, makeCode(), decode(point));
  assert.equal(short.length, 65 + 16 * 1024 + 16);
  assert.equal(long.length, short.length);
  assert.notDeepEqual(short.slice(65), (await sealTip({ content: "x" }, makeCode(), decode(point))).slice(65));
});

test("what does not fit is said before it is sent", async () => {
  const { public: point } = await inspector();
  await assert.rejects(sealTip({ content: "ỡ".repeat(6000) }, makeCode(), decode(point)), RangeError);
});

test("the reply opens with the sender's code and no other", async () => {
  const { public: point, pair } = await inspector();
  const code = makeCode();
  const opened = await openTip(await sealTip(SAID, code, decode(point)), pair.privateKey, pair.publicKey);
  const reply = await sealReply("Đã chuyển thanh tra", Uint8Array.from(opened.answer));
  assert.equal(reply.length, 12 + 8 * 1024 + 16);
  assert.equal(await openReply(reply, code), "Đã chuyển thanh tra");
  await assert.rejects(openReply(reply, makeCode()));
});

test("the mark comes of the code alone and does not give it away", async () => {
  const code = makeCode();
  assert.deepEqual(await markOf(code), await markOf(code));
  assert.notDeepEqual(await markOf(code), await markOf(makeCode()));
  assert.equal((await markOf(code)).length, 16);
});

test("a code is read as people write it", () => {
  const code = makeCode(Uint8Array.from({ length: 16 }, (_, i) => i));
  assert.equal(code, "0123456789ABCDEF");
  assert.equal(formatCode(code), "0123-4567-89AB-CDEF");
  assert.equal(parseCode(" o123 4567-89ab.cdef "), code);
  assert.equal(parseCode("l123-4567-89AB-CDEF"), "1123456789ABCDEF");
  for (const wrong of ["", "0123", `${code}0`, "U123456789ABCDEF"]) assert.equal(parseCode(wrong), null);
});

test("the file needs its passphrase, however its letters are composed", async () => {
  const { file } = await inspector();
  await assert.rejects(openKey(file, "một câu khác hẳn"));
  assert.ok((await openKey(file, PASSPHRASE.normalize("NFD"))).privateKey);
  assert.doesNotMatch(file, /"d"|PRIVATE/);
  await assert.rejects(openKey("{}", PASSPHRASE));
  await assert.rejects(openKey("không phải JSON", PASSPHRASE));
});
