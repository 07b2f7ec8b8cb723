/** How soon the network is noticed, and who is left in peace meanwhile. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { conserved, delivered, hurry } from "./device.js";
import { page } from "./page.js";

const asked = ({ server }, what) => server.requests.filter(({ path }) => path.startsWith(`/sync/v1/${what}`)).length;
const moment = (ms = 30) => new Promise((resolve) => setTimeout(resolve, ms));

/** A page whose server has just become unreachable with something waiting. */
async function cutOff(t, waiting = 2) {
  const me = await page(t);
  me.schedule.start();
  await me.until("idle");
  me.down = () => (me.server.faults = Array(500).fill("drop_before"));
  me.down();
  if (waiting) await me.save(waiting);
  me.schedule.kick({ now: true });
  if (waiting) await me.until("offline", waiting);
  me.server.requests = [];
  return me;
}

test("the network is back: the next tick, some seconds later, empties the outbox of a page nobody touches", async (t) => {
  const me = await cutOff(t, 20);
  await me.tick();
  assert.equal(asked(me, "hello"), 1);
  assert.equal(asked(me, "push"), 0);
  me.server.faults = [];
  await me.tick();
  await me.until("idle", 0);
  await delivered(me);
});

test("after ten minutes, on a hidden page or with nothing waiting it is looked for every minute only", async (t) => {
  const me = await cutOff(t);
  const looks = async (ticks) => {
    me.server.requests = [];
    for (let i = 0; i < ticks; i++) await me.tick();
    return asked(me, "hello");
  };
  assert.equal(await looks(5), 5);
  document.visibilityState = "hidden";
  assert.equal(await looks(5), 0);
  document.visibilityState = "visible";
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 601_000 });
  assert.equal(await looks(5), 1);
  t.mock.timers.setTime(Date.now() + 51_000);
  assert.equal(await looks(5), 1);
});

test("somebody who looks at the tablet again makes it look again as often as before", async (t) => {
  const me = await cutOff(t);
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 601_000 });
  await me.tick();
  me.server.requests = [];
  await me.tick();
  assert.equal(asked(me, "hello"), 0);
  me.fire("visibilitychange");
  await me.until("offline", 2);
  me.server.requests = [];
  await me.tick();
  assert.equal(asked(me, "hello"), 1);
});

test("a server that asks for patience is not asked, whoever stands before it", async (t) => {
  for (const code of ["busy", ""]) {
    const me = await cutOff(t);
    me.server.faults = [{ status: 503, code, headers: { "Retry-After": "20" } }];
    me.schedule.kick({ now: true });
    await me.until("waiting", 2);
    me.server.requests = [];
    for (let i = 0; i < 5; i++) await me.tick();
    assert.equal(me.server.requests.length, 0);
  }
});

test("tablets of one lobby do not all begin in the millisecond of the Wi-Fi", async (t) => {
  const me = await page(t);
  me.schedule.start();
  await me.until("idle");
  const waits = [];
  const real = globalThis.setTimeout;
  t.after(() => (globalThis.setTimeout = real));
  globalThis.setTimeout = (work, ms, ...rest) => real(work, ms < 1500 && waits.push(ms) && 0, ...rest);
  for (let i = 0; i < 40; i++) me.fire("online");
  globalThis.setTimeout = real;
  assert.ok(Math.min(...waits) < 400 && Math.max(...waits) > 1100 && new Set(waits).size > 30);
});

test("a request that hangs in the hole is given up when the network is back, and only once", async (t) => {
  const me = await cutOff(t);
  me.server.faults = ["hang"];
  me.schedule.kick({ now: true });
  while (!asked(me, "push")) await moment(5);
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 5000 });
  await me.tick();
  await me.until("idle", 0);
  assert.equal(asked(me, "push"), 2);
  await delivered(me);
});

test("a line too slow for the first try finishes the second, however often somebody presses", async (t) => {
  const me = await cutOff(t);
  const pushes = () => asked(me, "push");
  me.server.faults = ["hang", "hang"];
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() });
  const pressed = async () => {
    t.mock.timers.setTime(Date.now() + 5000);
    me.schedule.kick({ now: true });
    await moment(60);
  };
  await pressed();
  while (pushes() < 1) await moment(5);
  await pressed();
  while (pushes() < 2) await moment(5);
  for (let i = 0; i < 4; i++) await pressed();
  assert.equal(pushes(), 2);
  await conserved(me);
});

for (const fault of [{ status: 500, code: "server_error" }, { status: 404, code: "not_found" }, { status: 503, code: "" }]) {
  test(`${fault.status} to a pull is no reason to hold a slip back`, async (t) => {
    const me = await page(t);
    await me.tab.database.transact(["reference"], "readwrite", (at) => at.clear("reference"));
    const real = globalThis.fetch;
    t.after(() => (globalThis.fetch = real));
    globalThis.fetch = (url, how) => {
      if (url.pathname.endsWith("/snapshot")) me.server.faults = [fault];
      return real(url, how);
    };
    me.schedule.start();
    while (!asked(me, "snapshot")) await moment(5);
    await me.save(1);
    me.schedule.kick();
    await me.until("idle", 0);
    await delivered(me);
    assert.equal(me.told.at(-1).problem, null);
    assert.equal(asked(me, "snapshot"), 1);
  });
}

test("a heartbeat that hangs holds no slip back", async (t) => {
  hurry(t);
  const me = await page(t);
  await me.save(1);
  const real = globalThis.fetch;
  t.after(() => (globalThis.fetch = real));
  let hanging = 0;
  globalThis.fetch = (url, how) => {
    if (!url.pathname.endsWith("/heartbeat")) return real(url, how);
    hanging += 1;
    return new Promise((_, reject) => how.signal.addEventListener("abort", () => reject(how.signal.reason)));
  };
  me.schedule.start();
  // On a busy machine either may be under way first; neither may wait for the other.
  while (!me.server.order.length || !hanging) await moment(2);
  await me.until("idle", 0);
  await delivered(me);
});

test("what a restored server lost leaves by itself, right after the pull that noticed", async (t) => {
  const me = await page(t);
  await me.save(3);
  await me.tab.push.drain();
  await me.tab.pull.pull();
  me.server.restore(0);
  me.server.put("point", { id: "p1", name: "Sảnh", short: "", address: "" });
  await me.tab.database.transact(["reference"], "readwrite", async (at) => {
    await at.put("reference", { ...(await at.get("reference", "cursor")), checkedAt: 0 }, "cursor");
  });
  me.schedule.start();
  await me.until("sending", 3);
  await me.until("idle", 0);
  await delivered(me);
});

test("an order of the ward is in the status", async (t) => {
  const me = await page(t);
  me.server.directive = "drain";
  await me.save(1);
  me.schedule.start();
  await me.until("idle", 0);
  while (me.told.at(-1).directive !== "drain") await moment(5);
});

test("what is carried for another tablet leaves without a slip of one's own", async (t) => {
  const me = await page(t);
  const [self] = me.server.devices.keys();
  const file = { format: "gandan-rescue/1", ward: 4, device: self, made_at: 1, parcels: [{ ops: ["{}"], sig: "s" }] };
  await me.tab.rescue.carry(JSON.stringify(file));
  me.schedule.start();
  while (!me.server.rescued.length) await moment(5);
});
