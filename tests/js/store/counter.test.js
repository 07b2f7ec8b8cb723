import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { freshProfile, openTab } from "../browser.js";
import { operation } from "../operations.js";

const HOUR = 3_600_000;
const NOW = Date.parse("2026-11-20T03:00:00Z");
const SHIFT = { id: "ca-1", staff: "nv-ha", name: "Chị Hà", role: "clerk", expiresAtMs: NOW + 72 * HOUR, ticket: "ve" };
const WHO = { ward: { id: 4, name: "Hà Đông" }, device: { id: "dev-1", name: "Máy 1", lane: "A" }, sealKey: "k" };
const LISTS = { procedures: [{ code: "1.004873" }], staff: [], calendar: {} };
const dossier = { id: "hs-1", name: "Quách Thị Kỳ Duyên", phone: "678", number: 3, year: 2026 };
const lease = (numbers, year = 2026, id = "lo-1") => ({ id, register: "tnhs", year, numbers });
const versions = { lists: "l1", desk: "d1" };
const pack = (leases, dossiers = [dossier]) => ({ lists: LISTS, desk: { leases, dossiers }, versions });
let counter;
let life;
let leases;
let device;
let outbox;
let database;

beforeEach(async () => {
  freshProfile();
  await enter(openTab());
  await device.adopt(WHO, "key");
  await device.beginShift(SHIFT);
});

async function enter(tab) {
  [counter, life, leases, device, outbox, database] = await Promise.all(
    ["counter", "counter_life", "counter_leases", "identity", "outbox", "database"].map((name) => tab(`store/${name}.js`)),
  );
}

/** Told to a machine that asked just now. */
const kept = async (told, waiting, now) => counter.keepPack(told, { ...(await counter.packVersions()), waiting }, now);

async function everythingStored() {
  const names = [...(await database.open()).objectStoreNames];
  const all = await database.transact(names, "readonly", (at) => Promise.all(names.map((name) => at.all(name))));
  return JSON.stringify(all, (_key, value) =>
    ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? Buffer.from(value).toString("latin1") : value,
  );
}

test("the desk lies encrypted, with a key that scripts cannot export", async () => {
  await kept(pack([lease([1, 2])]), [], NOW);
  await counter.keepReceipt({ entity: "hs-2", at: NOW, body: { name: "Lương Bá Thượng Nguyên" } });
  const stored = await everythingStored();
  for (const name of ["Kỳ Duyên", "Thượng Nguyên", "hs-1"]) assert.ok(!stored.includes(name), name);
  assert.match(stored, /1\.004873/);
  assert.deepEqual((await counter.counter(NOW)).desk.dossiers, [dossier]);
  assert.equal((await counter.receipts(NOW))[0].body.name, "Lương Bá Thượng Nguyên");
  const key = await database.transact(["meta"], "readonly", (at) => at.get("meta", "counter_key"));
  await assert.rejects(crypto.subtle.exportKey("raw", key));
});

test("R21 (Luật 91/2025): 72 hours without the server, and nothing is held but which numbers were used", async () => {
  await kept(pack([lease([1, 2])]), [], NOW);
  await counter.keepReceipt({ entity: "hs-2", at: NOW, body: {} });
  assert.equal(await life.sweepCounter(NOW + 72 * HOUR), false);
  assert.notEqual(await counter.counter(NOW + 72 * HOUR), null);
  assert.equal(await life.sweepCounter(NOW + 72 * HOUR + 1), true);
  assert.equal(await counter.counter(NOW), null);
  assert.deepEqual(await counter.receipts(NOW), []);
  assert.deepEqual(await counter.packVersions(), { lists: "", desk: "" });
});

test("a clock that was set back does not make it live longer", async () => {
  await kept(pack([]), [], NOW);
  assert.equal(await counter.counter(NOW - 73 * HOUR), null);
});

test("an answer that nothing has changed is contact, too", async () => {
  await kept(pack([]), [], NOW);
  await kept({ lists: null, desk: null, versions }, [], NOW + 71 * HOUR);
  const held = await counter.counter(NOW + 140 * HOUR);
  assert.deepEqual(held.desk.dossiers, [dossier]);
});

test("the locked screen forgets who, not how to receive; handing over forgets all", async () => {
  await kept(pack([lease([1])]), [], NOW);
  await counter.keepReceipt({ entity: "hs-2", at: NOW, body: {} });
  await device.lock();
  const locked = await counter.counter(NOW);
  assert.equal(locked.desk, null);
  assert.deepEqual(locked.lists, LISTS);
  assert.deepEqual(await counter.receipts(NOW), []);
  await device.endShift();
  assert.equal(await counter.counter(NOW), null);
});

test("an answer that comes after the lock is not kept", async () => {
  await device.lock();
  await kept(pack([lease([1])]), [], NOW);
  assert.equal(await counter.counter(NOW), null);
});

test("two tabs never take one number, in order, and 0 when none is left", async () => {
  await kept(pack([lease([4, 5, 6])]), [], NOW);
  const other = await openTab()("store/counter.js");
  const taken = await Promise.all([counter.takeNumber(NOW), other.takeNumber(NOW), counter.takeNumber(NOW)]);
  assert.deepEqual(taken.sort(), [4, 5, 6]);
  assert.equal(await counter.takeNumber(NOW), 0);
});

test("a number that was printed stays used although the server still calls it free", async () => {
  await kept(pack([lease([4, 5])]), [], NOW);
  assert.equal(await counter.takeNumber(NOW), 4);
  await kept(pack([lease([4, 5])]), [], NOW + 1);
  assert.equal(await counter.takeNumber(NOW), 5);
  await kept(pack([lease([])]), [], NOW + 2);
  await kept(pack([lease([5], 2026, "lo-2")]), [], NOW + 3);
  assert.equal(await counter.takeNumber(NOW), 5);
});

test("an answer that a later one has overtaken brings back no number that was printed", async () => {
  const told = (numbers, desk) => ({ ...pack([lease(numbers)]), versions: { lists: "l1", desk } });
  await kept(told([4, 5], "d1"), [], NOW);
  const early = { ...(await counter.packVersions()), waiting: [] };
  assert.equal(await counter.takeNumber(NOW), 4);
  await kept(told([5], "d2"), [], NOW);
  await counter.keepPack(told([4, 5], "d1"), early, NOW);
  assert.equal(await counter.takeNumber(NOW), 5);
  assert.equal(await counter.takeNumber(NOW), 0);
});

test("what could not be saved gives its number back", async () => {
  await kept(pack([lease([4])]), [], NOW);
  await counter.returnNumber(await counter.takeNumber(NOW), NOW);
  assert.equal(await counter.takeNumber(NOW), 4);
});

test("numbers begin anew at midnight in Việt Nam", async () => {
  await kept(pack([lease([900]), lease([1], 2027, "lo-2")]), [], NOW);
  assert.equal(await counter.takeNumber(Date.parse("2026-12-31T16:59:59Z")), 900);
  assert.equal(await counter.takeNumber(Date.parse("2026-12-31T17:00:00Z")), 1);
});

test("a block that was asked for is not asked for twice, and is given back whatever became of the answer", async () => {
  await kept(pack([lease([1])]), [], NOW);
  await counter.leaseAsked("lo-9");
  assert.deepEqual(await counter.numbersLeft(NOW), { left: 1, asked: 1 });
  await kept({ lists: null, desk: null, versions }, ["lo-9"], NOW);
  assert.equal((await counter.numbersLeft(NOW)).asked, 1);
  assert.deepEqual((await leases.giveUpLeases()).sort(), ["lo-1", "lo-9"]);
  assert.deepEqual(await leases.giveUpLeases(), []);
  assert.deepEqual(await counter.numbersLeft(NOW), { left: 0, asked: 0 });
});

test("a machine that is enrolled anew holds nothing of before, and a wiped one nothing at all", async () => {
  await kept(pack([lease([1])]), [], NOW);
  await device.adopt({ ...WHO, device: { id: "dev-2" } }, "key");
  assert.equal(await counter.counter(NOW), null);
  assert.equal(await counter.takeNumber(NOW), 0);
  await device.beginShift(SHIFT);
  await kept(pack([lease([1])]), [], NOW);
  assert.equal(await database.erase(), true);
  await enter(openTab());
  assert.equal(await counter.counter(NOW), null);
});

test("a dossier that waits is counted like a slip", async () => {
  await outbox.put(operation({ t: "dossier.receive/1", u: "nv-ha" }), { text: "Q.T.K.D · •••678" });
  assert.equal((await outbox.counts("nv-ha")).waiting, 1);
});
