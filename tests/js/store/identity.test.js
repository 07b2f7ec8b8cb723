import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { freshProfile, freshSession, openTab } from "../browser.js";
import { operation } from "../operations.js";

const SHIFT = { id: "ca-1", staff: "nv-lan", name: "Chị Lan", role: "volunteer", point: "p1", pointName: "CT1A",
  expiresAtMs: Date.now() - 1, ticket: "ve" };
const WHO = { ward: { id: 4, name: "Hà Đông" }, device: { id: "dev-2", name: "Máy 1", lane: "A" }, sealKey: "k" };
let device;
let drafts;
let outbox;
let database;

beforeEach(async () => {
  freshProfile();
  const tab = openTab();
  [device, drafts, outbox, database] = await Promise.all(
    ["store/identity.js", "store/draft.js", "store/outbox.js", "store/database.js"].map(tab),
  );
});

async function everythingStored() {
  const names = [...(await database.open()).objectStoreNames];
  const all = await database.transact(names, "readonly", (at) => Promise.all(names.map((name) => at.all(name))));
  return JSON.stringify(all);
}

test("the signing key cannot be exported, and a repeated enrolment asks with the same key", async () => {
  const first = await device.pendingKeys();
  const again = await device.pendingKeys();
  assert.equal(again.publicKey, first.publicKey);
  assert.equal(Buffer.from(first.publicKey, "base64url").length, 65);
  await device.adopt(WHO, first.privateKey);
  await assert.rejects(crypto.subtle.exportKey("pkcs8", await device.signingKey()));
  assert.notEqual((await device.pendingKeys()).publicKey, first.publicKey);
});

const enrolledBefore = () => device.adopt({ ...WHO, device: { id: "dev-1" } }, "key");

test("a new enrolment renumbers what is unsent and starts from one", async () => {
  await enrolledBefore();
  const made = [operation(), operation({ u: "nv-minh" })];
  for (const one of made) await outbox.put(one, null);
  await outbox.applyAnswer([{ op: made[0].op, status: "ok" }], null, Date.now());
  assert.equal(await device.adopt(WHO, "key"), true);
  const [row] = await outbox.batch(50);
  assert.deepEqual(JSON.parse(row.text), { ...made[1], q: 1, dev: "dev-2" });
  assert.equal((await outbox.put(operation(), null)).q, 2);
});

test("what the old enrolment knew to be in a backup stays for the new one until a pull has gone well", async () => {
  await enrolledBefore();
  const made = [await outbox.put(operation(), null), await outbox.put(operation(), null)];
  await outbox.applyAnswer(made.map(({ op }) => ({ op, status: "ok" })), 1, Date.now());
  await device.adopt(WHO, "key");
  const sent = async () => (await database.transact(["sent"], "readonly", (at) => at.all("sent"))).map(({ op }) => op);
  assert.deepEqual((await sent()).sort(), made.map(({ op }) => op).sort());
  // What a rescue file holds, and what the tending after a pull leaves.
  assert.deepEqual((await outbox.unsafe()).map(({ op }) => op), [made[1].op]);
  await outbox.prune(Date.now());
  assert.deepEqual(await sent(), [made[1].op]);
});

test("a device does not change wards with another ward's work in it", async () => {
  await device.adopt({ ...WHO, ward: { id: 9 } }, "key");
  await outbox.put(operation({ w: 9 }), null);
  assert.equal(await device.adopt(WHO, "key"), false);
  assert.equal((await device.identity()).ward.id, 9);
  assert.equal((await outbox.waiting()).length, 1);
});

test("locking forgets the name and the drafts and keeps the outbox", async () => {
  await enrolledBefore();
  await device.beginShift(SHIFT);
  await outbox.put(operation(), null);
  await drafts.saveDraft({ name: "Bà Hồng" });
  await drafts.saveDraft({ name: "Bà Hồng" }, "last");
  await device.lock();
  assert.deepEqual(await device.shift(), { ...SHIFT, name: "", count: 1, locked: true, hasPin: false });
  assert.equal(await drafts.loadDraft(), null);
  assert.equal(await drafts.loadDraft("last"), null);
  assert.equal((await outbox.waiting()).length, 1);
  assert.ok(!(await everythingStored()).includes("Chị Lan"));
});

test("unlocking works offline after the shift has expired", async () => {
  await device.beginShift(SHIFT);
  await device.lock();
  assert.deepEqual(await device.unlock(), { ok: true });
  assert.equal((await device.shift()).locked, false);
});

test("a PIN keeps the next person out, is not stored, and slows guessing down", async () => {
  await device.beginShift(SHIFT);
  await device.setPin("2580");
  await device.lock();
  assert.ok(!(await everythingStored()).includes("2580"));
  const wrong = { ok: false, code: "pin_wrong", waitMs: 0 };
  for (let i = 0; i < 4; i++) assert.deepEqual(await device.unlock("1111"), wrong);
  assert.equal((await device.unlock("1111")).waitMs, 30_000);
  assert.equal((await device.unlock("2580")).code, "pin_wait");
  assert.equal((await device.shift()).locked, true);
});

test("the right PIN opens, and the screen never sees its hash", async () => {
  await device.beginShift(SHIFT);
  await device.setPin("2580");
  await device.lock();
  await device.unlock("0000");
  assert.deepEqual(await device.unlock("2580"), { ok: true });
  assert.deepEqual(await device.shift(), { ...SHIFT, name: "", count: 0, locked: false, hasPin: true });
});

test("without a shift there is nothing to unlock", async () => {
  assert.deepEqual(await device.unlock(), { ok: false, code: "no_shift", waitMs: 0 });
});

test("a draft comes back to its own tab and is unreadable at rest and to others", async () => {
  await drafts.saveDraft({ name: "Nguyễn Thị Hồng" });
  assert.deepEqual((await drafts.loadDraft()).value, { name: "Nguyễn Thị Hồng" });
  assert.ok(!(await everythingStored()).includes("Hồng"));
  const mine = globalThis.sessionStorage;
  freshSession();
  assert.equal(await drafts.loadDraft(), null);
  await drafts.saveDraft({ name: "tab khác" });
  globalThis.sessionStorage = mine;
  assert.deepEqual((await drafts.loadDraft()).value, { name: "Nguyễn Thị Hồng" });
});

// Luật 91/2025/QH15: personal data is kept no longer than it is needed for.
test("R21: a draft lives for thirty minutes", async (t) => {
  await drafts.saveDraft({ note: "x" });
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 31 * 60_000 });
  assert.equal(await drafts.loadDraft(), null);
  assert.ok(!(await everythingStored()).includes("sealed"));
});

test("R21: drafts are erased by the clock of any page, also those of a tab that never comes back", async (t) => {
  await drafts.saveDraft({ name: "Nguyễn Thị Hồng" });
  await drafts.saveDraft({ name: "Nguyễn Thị Hồng" }, "last");
  freshSession();
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 29 * 60_000 });
  await drafts.sweepDrafts();
  assert.equal((await everythingStored()).split("sealed").length, 3);
  t.mock.timers.setTime(Date.now() + 2 * 60_000);
  await drafts.sweepDrafts();
  assert.ok(!(await everythingStored()).includes("sealed"));
});

test("a draft still being encrypted when the screen is locked is not kept", async () => {
  const saving = drafts.saveDraft({ note: "x" });
  const locking = drafts.forgetDrafts();
  await Promise.all([saving, locking]);
  assert.ok(!(await everythingStored()).includes("sealed"));
});
