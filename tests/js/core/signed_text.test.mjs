import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode } from "../../../static/js/core/base64.js";
import { ofParcel, ofRequest, ofSeal } from "../../../static/js/core/signed_text.js";
import { cases } from "./cases.mjs";

const { device, requests, parcels, seals } = cases("signed_text");
const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const SIGNING = { name: "ECDSA", hash: "SHA-256" };
const text = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);

async function signed(signature, bytes) {
  const key = await crypto.subtle.importKey("raw", decode(device.public), CURVE, false, ["verify"]);
  return crypto.subtle.verify(SIGNING, key, decode(signature), bytes);
}

for (const { name, method, path, body, at, nonce, text: said, signature } of requests) {
  test(`the signature of a request covers this: ${name}`, async () => {
    const bytes = await ofRequest(method, path, decode(body), at, nonce);
    assert.equal(text(bytes), said);
    assert(await signed(signature, bytes));
    assert(!(await signed(signature, await ofRequest(method, path + "&", decode(body), at, nonce))));
  });
}

for (const { name, ops, sig } of parcels) {
  test(`the signature of a parcel covers this: ${name}`, async () => {
    assert(await signed(sig, ofParcel(ops)));
    assert(!(await signed(sig, ofParcel([...ops, ""]))));
  });
}

for (const { name, text: said, ...operation } of seals) {
  test(`a body is sealed to its header: ${name}`, () => {
    assert.equal(text(ofSeal({ ...operation, dev: "another", q: 9 })), said);
  });
}

test("what is signed here has the form that the server reads", async () => {
  const key = await crypto.subtle.importKey("pkcs8", decode(device.private), CURVE, false, ["sign"]);
  for (const { ops } of parcels) {
    const raw = new Uint8Array(await crypto.subtle.sign(SIGNING, key, ofParcel(ops)));
    assert.equal(raw.length, 64);
    assert(await signed(encode(raw), ofParcel(ops)));
  }
});
