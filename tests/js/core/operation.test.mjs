import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode } from "../../../static/js/core/base64.js";
import { canonical } from "../../../static/js/core/canonical.js";
import { timestamp } from "../../../static/js/core/clock.js";
import { commitment } from "../../../static/js/core/commitment.js";
import { makeOperation } from "../../../static/js/core/operation.js";
import { ofSeal } from "../../../static/js/core/signed_text.js";
import { uuid7 } from "../../../static/js/core/uuid.js";
import { cases } from "./cases.mjs";
import { open, wardKeys } from "./opening.mjs";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const NOW = Date.UTC(2026, 10, 21, 1, 41, 7, 120);
const { body } = cases("assistance_body");

async function intent(change) {
  const ward = await wardKeys();
  const identity = { ward: { id: 4 }, device: { id: "dev-1" }, sealKey: ward.publicText };
  const shift = { id: "shift-1", staff: "staff-1" };
  return [ward, { identity, shift, now: NOW, clockOffset: -1840.4, app: "1.4.2", body, type: "assistance.record/1", ...change }];
}

test("an assistance leaves no readable word behind and opens with the ward's key", async () => {
  const [ward, what] = await intent({});
  const made = await makeOperation(what);
  const keys = ["op", "t", "e", "b", "w", "dev", "u", "sh", "at", "co", "app", "c", "x"];
  assert.deepEqual(Object.keys(made).sort(), keys.sort());
  assert.match(made.op, UUID);
  assert.match(made.e, UUID);
  assert.notEqual(made.op, made.e);
  assert.deepEqual([made.b, made.w, made.dev, made.u, made.sh, made.co], [0, 4, "dev-1", "staff-1", "shift-1", -1840]);
  assert.equal(Date.parse(made.at), NOW);
  assert(!JSON.stringify(made).includes(body.name));
  const info = `gandan/op/1\n${made.op}\n${made.t}\n${made.e}\n${made.w}\n${made.c}`;
  const opened = await open(ward, info, made.x);
  const { d, s } = JSON.parse(opened);
  assert.equal(opened, canonical({ d, s }));
  assert.deepEqual(d, body);
  assert.equal(await commitment(decode(s), canonical(d)), made.c);
  await assert.rejects(open(ward, info.replace("\n4\n", "\n5\n"), made.x), "bound to its ward");
});

test("the same body twice gives two salts, commitments and sealed texts", async () => {
  const [, what] = await intent({});
  const [one, other] = [await makeOperation(what), await makeOperation(what)];
  for (const name of ["op", "e", "c", "x"]) assert.notEqual(one[name], other[name]);
});

test("a personal operation without the ward's key is not made at all", async () => {
  for (const type of ["assistance.record/1", "assistance.amend/1"]) {
    const [, what] = await intent({ type, sealKey: null });
    await assert.rejects(makeOperation(what));
  }
});

test("a shift opens in the open, whether or not there is a key", async () => {
  const [, what] = await intent({ type: "shift.open/1", entity: "shift-1", base: 3, body: { ticket: "e\u0302" }, sealKey: null });
  const made = await makeOperation(what);
  assert.deepEqual([made.e, made.b, made.d, made.x], ["shift-1", 3, { ticket: "ê" }, undefined]);
  assert.equal(decode(made.s).length, 16);
  assert.equal(await commitment(decode(made.s), canonical(made.d)), made.c);
});

test("a fraction never gets into an operation", async () => {
  const [, what] = await intent({ body: { ...body, minutes: 1.5 } });
  await assert.rejects(makeOperation(what), TypeError);
});

test("a UUID tells its millisecond and sorts by it", () => {
  const early = uuid7(NOW);
  assert.match(early, UUID);
  assert.equal(parseInt(early.replace("-", "").slice(0, 12), 16), NOW);
  assert(early < uuid7(NOW + 1));
  assert.equal(new Set(Array.from({ length: 1000 }, () => uuid7(NOW))).size, 1000);
});

test("a time carries its offset", () => {
  assert.equal(timestamp(NOW, 420), "2026-11-21T08:41:07.120+07:00");
  assert.equal(timestamp(NOW, 0), "2026-11-21T01:41:07.120+00:00");
  assert.equal(timestamp(NOW, -210), "2026-11-20T22:11:07.120-03:30");
  assert.equal(Date.parse(timestamp(NOW)), NOW);
});

test("a key is written as it is read", async () => {
  const ward = await wardKeys();
  assert.equal(encode(decode(ward.publicText)), ward.publicText);
});

const vectors = cases("operation");

for (const { name, intent: what, salt, random, body_text: bodyText, text } of vectors.made) {
  test(`an operation is written so: ${name}`, async (context) => {
    // Chance is not what is tested here: the salt is drawn first, then the id.
    const drawn = [decode(salt), decode(random)];
    context.mock.method(crypto, "getRandomValues", (array) => (array.set(drawn.shift()), array));
    const { identity, shift, app, q } = vectors;
    const ward = await wardKeys();
    const made = await makeOperation({ ...what, identity: { ...identity, sealKey: ward.publicText }, shift, app });
    const expected = JSON.parse(text);
    assert.equal(Date.parse(made.at), Date.parse(expected.at));
    if (expected.x) {
      const opened = await open(ward, new TextDecoder().decode(ofSeal(made)), made.x);
      assert.equal(opened, `{"d":${bodyText},"s":"${salt}"}`);
      assert.equal(await open(ward, new TextDecoder().decode(ofSeal(expected)), expected.x), opened);
      made.x = expected.x;
    }
    assert.equal(canonical({ ...made, at: expected.at, q }), text);
  });
}
