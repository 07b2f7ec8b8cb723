/** What the ward wants of a tablet (send the rest and stop; forget everything), and what the tablet tells of itself. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { device } from "./device.js";

const HOUR = 3_600_000;
const ordered = ({ tab }) => tab.server_contact.directive();

test("an order comes with any answer to this device, and goes when the ward takes it back", async (t) => {
  const me = await device(t);
  assert.equal(await ordered(me), "");
  me.server.directive = "drain";
  await me.tab.hello.hello();
  await me.tab.pull.pull();
  assert.equal(await ordered(me), "drain");
  me.server.directive = "";
  await me.tab.hello.hello();
  me.server.faults = [{ status: 503, code: "busy" }];
  await me.tab.pull.pull();
  assert.equal(await ordered(me), "drain");
  await me.tab.pull.pull();
  assert.equal(await ordered(me), "");
});

test("a tablet that is told to stop still delivers", async (t) => {
  const me = await device(t);
  me.server.directive = "drain";
  await me.save(3);
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  assert.equal(me.server.order.length, 3);
  assert.equal(await me.tab.wipe.wipe(), false);
  assert.equal(me.server.wiped, null);
});

async function ready(t) {
  const me = await device(t);
  const [self] = me.server.devices.keys();
  await me.save(2);
  me.server.directive = "wipe";
  await me.tab.pull.pull();
  return { ...me, self };
}

test("a tablet that must forget first sends the rest, its own and what it carries", async (t) => {
  const me = await ready(t);
  const file = { format: "gandan-rescue/1", ward: 4, device: me.self, made_at: 1, parcels: [{ ops: ["{}"], sig: "s" }] };
  await me.tab.rescue.carry(JSON.stringify(file));
  assert.equal(await me.tab.wipe.wipe(), false);
  await me.tab.push.drain();
  assert.equal(await me.tab.wipe.wipe(), false);
  assert.equal(me.server.wiped, null);
  await me.tab.rescue.deliverParcels();
  assert.equal(await me.tab.wipe.wipe(), true);
  assert.deepEqual(me.server.wiped, { discarded: 0 });
});

test("then nothing is left: no database, no habits, no keys, no pages", async (t) => {
  const me = await ready(t);
  await me.tab.push.drain();
  localStorage.setItem("gandan.used.last", "{}");
  sessionStorage.setItem("gandan.draft", "khoa");
  const gone = [];
  globalThis.caches = { keys: async () => ["gandan-r1", "gandan_visited"], delete: async (name) => gone.push(name) };
  const worker = { unregister: async () => gone.push("worker") };
  const navigator = { serviceWorker: { getRegistrations: async () => [worker] } };
  Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
  t.after(() => {
    delete globalThis.caches;
    delete globalThis.navigator;
  });
  assert.equal(await me.tab.wipe.wipe(), true);
  assert.deepEqual(gone, ["gandan-r1", "gandan_visited", "worker"]);
  assert.deepEqual(await indexedDB.databases(), []);
  assert.deepEqual([localStorage.getItem("gandan.used.last"), sessionStorage.getItem("gandan.draft")], [null, null]);
  assert.equal(await me.tab.identity.identity(), null);
  await assert.rejects(me.tab.outbox.put(me.make(), null), { code: "no_shift" });
});

test("the answer got lost and the tablet is revoked by now: it obeys all the same", async (t) => {
  const me = await ready(t);
  await me.tab.push.drain();
  me.server.faults = ["drop_after"];
  assert.equal(await me.tab.wipe.wipe(), false);
  assert.notEqual(await me.tab.identity.identity(), null);
  assert.equal(await me.tab.wipe.wipe(), true);
});

test("the ward changed its mind, or cannot be asked: everything stays", async (t) => {
  const me = await ready(t);
  await me.tab.push.drain();
  for (const fault of [{ status: 409, code: "wipe_not_asked" }, "drop_before", "html"]) {
    me.server.faults = [fault];
    assert.equal(await me.tab.wipe.wipe(), false);
    assert.notEqual(await me.tab.identity.identity(), null);
  }
});

test("a slip saved while the server was being told is not forgotten", async (t) => {
  const me = await ready(t);
  await me.tab.push.drain();
  const real = globalThis.fetch;
  t.after(() => (globalThis.fetch = real));
  globalThis.fetch = async (...request) => {
    const response = await real(...request);
    await me.save(1);
    return response;
  };
  assert.equal(await me.tab.wipe.wipe(), false);
  assert.equal((await me.tab.outbox.waiting()).length, 1);
  assert.notEqual(await me.tab.identity.identity(), null);
});

test("what was carried and refused is told as discarded", async (t) => {
  const me = await ready(t);
  await me.tab.push.drain();
  const file = { format: "gandan-rescue/1", ward: 4, device: "ai-do", made_at: 1 };
  await me.tab.rescue.carry(JSON.stringify({ ...file, parcels: [{ ops: ["{}", "{}"], sig: "s" }] }));
  await me.tab.rescue.deliverParcels();
  assert.equal(await me.tab.wipe.wipe(), true);
  assert.deepEqual(me.server.wiped, { discarded: 2 });
});

test("a heartbeat tells how much waits and since when, by the server's clock, once a day", async (t) => {
  const me = await device(t);
  me.server.clockOffset = 90_000;
  await me.tab.hello.hello();
  const before = Date.now();
  await me.save(3);
  assert.equal(await me.tab.heartbeat.heartbeat(), true);
  const [{ waiting, oldest_at: oldest, persisted, offset, app }] = me.server.beats;
  assert.deepEqual([waiting, persisted, app], [3, "unknown", "dev"]);
  assert.ok(Math.abs(offset - 90_000) < 1000 && Math.abs(oldest - (before - offset)) < 2000);
  assert.equal(await me.tab.heartbeat.heartbeat(), false);
  await me.tab.push.drain();
  assert.equal(await me.tab.heartbeat.heartbeat(), true);
  assert.deepEqual([me.server.beats[1].waiting, me.server.beats[1].oldest_at], [0, 0]);
  assert.equal(await me.tab.heartbeat.heartbeat(), false);
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 25 * HOUR });
  assert.equal(await me.tab.heartbeat.heartbeat(), true);
});

test("every hour while something older waits, and again at the next chance when it did not arrive", async (t) => {
  const me = await device(t);
  await me.save(1);
  await me.tab.heartbeat.heartbeat();
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 59 * 60_000 });
  assert.equal(await me.tab.heartbeat.heartbeat(), false);
  t.mock.timers.setTime(Date.now() + 2 * 60_000);
  me.server.faults = ["drop_before"];
  assert.equal(await me.tab.heartbeat.heartbeat(), false);
  assert.equal(await me.tab.heartbeat.heartbeat(), true);
  assert.equal(await me.tab.heartbeat.heartbeat(), false);
});

for (const [said, told] of [[true, "yes"], [false, "no"]]) {
  test(`storage that the browser ${said ? "will" : "may"} ${said ? "keep" : "clear"} is told so`, async (t) => {
    const me = await device(t);
    const navigator = { storage: { persisted: async () => said } };
    Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
    t.after(() => delete globalThis.navigator);
    await me.tab.heartbeat.heartbeat();
    assert.equal(me.server.beats[0].persisted, told);
  });
}
