import assert from "node:assert/strict";
import { test } from "node:test";

import { delivered, device, tabOf } from "./device.js";

const LISTS = { procedures: [], staff: [], calendar: {} };
const lease = (id, numbers, year = new Date(Date.now() + 7 * 3_600_000).getUTCFullYear()) =>
  ({ id, register: "tnhs", year, numbers });
const twenty = Array.from({ length: 20 }, (_, place) => place + 1);

/** A clerk at work on a machine, its counter's modules, and what left it: [type, body] in order. */
async function clerk(t) {
  const me = await device(t);
  me.server.counter = { lists: LISTS, desk: { staff: "nv-lan", leases: [], dossiers: [] } };
  const names = ["sync/counter_pull", "store/counter", "store/counter_life"];
  const [sync, store, life] = await Promise.all(names.map((name) => me.tab.open(`${name}.js`)));
  await me.tab.shift.openShift({ login: "lan", password: "dung", point: "p1" });
  const waiting = async () => (await me.tab.outbox.batch()).map(({ text }) => JSON.parse(text));
  return { ...me, sync, store, life, waiting };
}

const types = (operations) => operations.map(({ t }) => t);

test("numbers are asked for once through the outbox, and come back with the pack", async (t) => {
  const me = await clerk(t);
  assert.deepEqual(await me.sync.pullCounter(), { ok: true, changed: true });
  assert.equal(await me.sync.askForNumbers(), true);
  assert.equal(await me.sync.askForNumbers(), false);
  const [, asked] = await me.waiting();
  assert.deepEqual([asked.t, asked.d], ["register.lease/1", { register: "tnhs", count: 20 }]);
  assert.equal((await me.tab.push.drain()).kind, "done");
  me.server.counter = { ...me.server.counter, desk: { leases: [lease(asked.e, twenty)], dossiers: [] } };
  assert.deepEqual(await me.sync.pullCounter(), { ok: true, changed: true });
  assert.deepEqual(await me.store.numbersLeft(), { left: 20, asked: 0 });
  assert.equal(await me.sync.askForNumbers(), false);
  for (let printed = 0; printed < 11; printed++) await me.store.takeNumber();
  assert.equal(await me.sync.askForNumbers(), true);
});

test("what has not changed is not told again, and costs no rewriting", async (t) => {
  const me = await clerk(t);
  await me.sync.pullCounter();
  assert.deepEqual(await me.sync.pullCounter(), { ok: true, changed: false });
  assert.deepEqual((await me.store.counter()).lists, LISTS);
});

test("handing over gives every block back before the shift closes, with or without a network", async (t) => {
  const me = await clerk(t);
  me.server.counter.desk.leases = [lease("lo-1", [4, 5])];
  await me.sync.pullCounter();
  for (let printed = 0; printed < 2; printed++) await me.store.takeNumber();
  await me.sync.askForNumbers();
  await me.server.close();
  await me.tab.shift.closeShift();
  const made = await me.waiting();
  assert.deepEqual(types(made), ["shift.open/1", "register.lease/1", "register.give_back/1", "register.give_back/1",
    "shift.close/1"]);
  assert.deepEqual(made.slice(2, 4).map(({ e }) => e), ["lo-1", made[1].e]);
  assert.match(made[2].d.reason, /chưa dùng/);
  assert.equal(await me.store.counter(), null);
  assert.equal(await me.store.takeNumber(), 0);
});

test("without the server everything stays; a shift that is no clerk's holds nothing", async (t) => {
  const me = await clerk(t);
  me.server.counter.desk.leases = [lease("lo-1", [4])];
  await me.sync.pullCounter();
  me.server.faults = ["drop_before"];
  assert.equal((await me.sync.pullCounter()).kind, "offline");
  assert.notEqual(await me.store.counter(), null);
  me.server.counter = null;
  assert.equal((await me.sync.pullCounter()).code, "counter_for_clerks");
  assert.equal(await me.store.counter(), null);
});

test("a revoked machine forgets at the first word of the server, whatever it asked", async (t) => {
  const me = await clerk(t);
  await me.sync.pullCounter();
  for (const device of me.server.devices.values()) device.revoked = true;
  await me.tab.push.drain();
  assert.equal(await me.store.counter(), null);
});

test("a wiped machine keeps nothing of the counter", async (t) => {
  const me = await clerk(t);
  await me.sync.pullCounter();
  await me.tab.push.drain();
  me.server.directive = "wipe";
  await me.tab.pull.pull();
  assert.equal(await me.tab.wipe.wipe(), true);
  const again = await tabOf();
  assert.equal(await (await again.open("store/counter.js")).counter(), null);
});

test("an answer that was lost asks for nothing twice", async (t) => {
  const me = await clerk(t);
  await me.sync.pullCounter();
  await me.sync.askForNumbers();
  me.server.faults = ["drop_after"];
  await me.tab.push.drain();
  await me.tab.push.drain();
  me.created.push(...me.server.order.map(({ op }) => op));
  await delivered(me);
  assert.equal(me.server.order.length, 2);
});
