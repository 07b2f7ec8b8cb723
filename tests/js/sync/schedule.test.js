import assert from "node:assert/strict";
import { test } from "node:test";

import { conserved, delivered } from "./device.js";
import { later, page } from "./page.js";

test("a save is delivered without anybody waiting for it, and the status tells the truth on the way", async (t) => {
  const me = await page(t);
  me.schedule.start();
  await me.until("idle");
  await me.save(3);
  assert.equal(me.schedule.kick(), undefined);
  const last = await me.until("idle", 0);
  assert.ok(me.told.some(({ state, counts }) => state === "sending" && counts.waiting === 3));
  assert.equal(last.counts.sent, 3);
  assert.equal(last.oldestAt, null);
  await delivered(me);
});

test("what was waiting from yesterday leaves at the start; starting twice is starting once", async (t) => {
  const me = await page(t);
  await me.save(2);
  me.schedule.start();
  me.schedule.start();
  await me.until("idle", 0);
  await delivered(me);
  assert.equal(me.server.requests.filter(({ path }) => path.endsWith("/push")).length, 1);
});

test("a page with nothing to do and a fresh contact asks the server nothing", async (t) => {
  const me = await page(t);
  await me.tab.server_contact.beaten({ at: Date.now(), waiting: 0 });
  me.schedule.start();
  await me.until("idle", 0);
  await new Promise((resolve) => setTimeout(resolve, 60));
  const { device: self } = await me.tab.identity.identity();
  // The page of the test before may still be saying its last word.
  const own = me.server.requests.filter(({ headers }) => headers["gd-device"]?.endsWith(self.id));
  assert.deepEqual(own.map(({ path }) => path), []);
});

test("an unreachable server is called that, and the minute finds it again in spite of the back-off", async (t) => {
  const me = await page(t);
  me.schedule.start();
  await me.until("idle");
  me.server.faults = Array(8).fill("drop_before");
  await me.save(2);
  for (let i = 0; i < 8; i++) {
    me.schedule.kick({ now: true });
    await me.until("offline", 2);
  }
  const { oldestAt } = me.told.at(-1);
  assert.ok(Date.now() - oldestAt < 60_000);
  me.schedule.kick();
  me.tick();
  await me.until("idle", 0);
  await delivered(me);
  assert.ok(me.registered.includes("gandan-push"));
});

test("a busy server is left alone until its time; only a person's hand goes before", async (t) => {
  const me = await page(t);
  me.schedule.start();
  await me.until("idle");
  await me.save(1);
  me.server.faults = [{ status: 429, code: "too_many", headers: { "Retry-After": "30" } }];
  me.schedule.kick();
  const { nextTryAt } = await me.until("waiting", 1);
  assert.ok(nextTryAt >= Date.now() + 28_000 && nextTryAt <= Date.now() + 33_000);
  me.tick();
  me.fire("visibilitychange");
  me.fire("online");
  me.schedule.kick();
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(me.server.requests.filter(({ path }) => path.endsWith("/push")).length, 1);
  me.schedule.kick({ now: true });
  await me.until("idle", 0);
});

test("twenty failures never wait longer than five minutes, and the waits differ", async (t) => {
  const me = await page(t);
  me.schedule.start();
  await me.until("idle");
  await me.save(1);
  const random = Math.random;
  t.after(() => (Math.random = random));
  Math.random = () => 0.999;
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() });
  for (let i = 0; i < 20; i++) {
    me.server.faults = Array(4).fill("drop_before");
    t.mock.timers.setTime(Date.now() + 301_000);
    me.schedule.kick();
    while (later.length <= i) await new Promise((resolve) => setImmediate(resolve));
  }
  assert.ok(later[0] < 2020 && later[3] < 16_020 && later[3] > 15_000);
  assert.ok(Math.max(...later) <= 300_010 && later.at(-1) > 290_000);
});

test("the network coming back and the page coming back both deliver", async (t) => {
  const me = await page(t);
  me.schedule.start();
  await me.until("idle");
  for (const event of ["online", "pageshow", "visibilitychange"]) {
    await me.save(1);
    me.fire(event);
    await me.emptied();
  }
  await delivered(me);
});

test("a login page of the lobby's Wi-Fi is called that", async (t) => {
  const me = await page(t);
  me.schedule.start();
  await me.until("idle");
  me.server.faults = ["html"];
  await me.save(1);
  me.schedule.kick();
  await me.until("captive", 1);
  await conserved(me);
});

test("a revoked device is a problem with a name, and everything is still there", async (t) => {
  const me = await page(t);
  me.schedule.start();
  await me.until("idle");
  [...me.server.devices.values()][0].revoked = true;
  await me.save(1);
  me.schedule.kick();
  const { problem } = await me.until("problem", 1);
  assert.deepEqual(problem, { code: "device_revoked", title: "câu của device_revoked" });
  await conserved(me);
});

test("storage that fails is a problem with a name", async (t) => {
  const me = await page(t);
  me.schedule.start();
  await me.until("idle");
  (await me.tab.database.open()).close();
  const factory = globalThis.indexedDB;
  t.after(() => (globalThis.indexedDB = factory));
  globalThis.indexedDB = undefined;
  me.schedule.kick({ now: true });
  assert.deepEqual((await me.until("problem")).problem, { code: "storage_unavailable", title: "" });
});

test("a device that is not enrolled is told so and asks nothing", async (t) => {
  const me = await page(t);
  await me.tab.database.transact(["meta"], "readwrite", (at) => at.delete("meta", "identity"));
  me.schedule.start();
  await me.until("signed_out");
  assert.deepEqual(me.server.requests, []);
});

test("a save in the middle of a delivery is delivered by the same effort", async (t) => {
  const me = await page(t);
  me.schedule.start();
  await me.until("idle");
  await me.save(60);
  me.schedule.kick();
  await me.save(5);
  me.schedule.kick();
  await me.until("idle", 0);
  await delivered(me);
});

test("a save while the lists are being fetched is delivered right after them", async (t) => {
  const me = await page(t);
  await me.tab.database.transact(["reference"], "readwrite", (at) => at.delete("reference", "cursor"));
  const real = globalThis.fetch;
  t.after(() => (globalThis.fetch = real));
  globalThis.fetch = async (url, how) => {
    if (url.pathname.endsWith("/snapshot")) {
      await me.save(1);
      me.schedule.kick();
    }
    return real(url, how);
  };
  me.schedule.start();
  await me.until("sending", 1);
  await me.until("idle", 0);
  await delivered(me);
});

test("who unsubscribed is not told any more", async (t) => {
  const me = await page(t);
  let calls = 0;
  const leave = me.schedule.subscribe(() => (calls += 1));
  leave();
  me.schedule.start();
  await me.until("idle");
  assert.equal(calls, 1);
});

test("R21: a page that opens erases what somebody left half typed an hour ago", async (t) => {
  const me = await page(t);
  const { transact } = await me.tab.open("store/database.js");
  const row = (minutes) => ({ slot: "draft", iv: new Uint8Array(12), sealed: new ArrayBuffer(8), savedAt: Date.now() - minutes * 60_000 });
  await transact(["meta"], "readwrite", async (at) => {
    await at.put("meta", row(61), "draft:old:draft");
    await at.put("meta", row(5), "draft:new:draft");
  });
  me.schedule.start();
  await me.until("idle");
  let held;
  for (let i = 0; i < 200 && held?.length !== 1; i++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    held = await transact(["meta"], "readonly", (at) => at.keys("meta", IDBKeyRange.bound("draft:", "draft;")));
  }
  assert.deepEqual(held, ["draft:new:draft"]);
});
