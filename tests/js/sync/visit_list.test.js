import assert from "node:assert/strict";
import { test } from "node:test";

import { device, tabOf } from "./device.js";

const DAY = 86_400_000;
const LIST = { neighbourhood: "tdp-07", lines: [{ id: "ho-1", apartment: "P1204", initials: "Q.T.K.D" }], more: false };

/** A lead on duty, what reads and asks for the list, and every word that this device stores. */
async function lead(t, role = "lead") {
  const me = await device(t);
  me.server.role = role;
  me.server.followUps = LIST;
  await me.tab.shift.openShift({ login: "hung", password: "dung", point: "p1" });
  const open = async (tab) => {
    const [store, sync, life] = await Promise.all(["store/visit_list", "sync/visit_list", "store/counter_life"]
      .map((name) => tab.open(`${name}.js`)));
    return { ...store, ...sync, ...life };
  };
  const stored = async () => {
    const names = [...(await me.tab.database.open()).objectStoreNames];
    const all = await me.tab.database.transact(names, "readonly", (at) => Promise.all(names.map((name) => at.all(name))));
    return JSON.stringify(all);
  };
  const asked = () => me.server.requests.filter(({ path }) => path.includes("follow-ups")).length;
  return { ...me, ...(await open(me.tab)), open, stored, asked };
}

test("the list is held without a network and ends with the shift, in every tab", async (t) => {
  const me = await lead(t);
  assert.equal(await me.pullVisitList(), true);
  await me.server.close();
  assert.equal(await me.pullVisitList(), false);
  const other = await me.open(await tabOf());
  assert.deepEqual((await other.visitList()).lines, LIST.lines);
  // The screen lock hides; whoever comes back may be in a corridor without a network.
  await me.tab.identity.lock();
  assert.match(await me.stored(), /P1204/);
  await me.tab.identity.unlock();
  assert.deepEqual((await me.visitList()).lines, LIST.lines);
  await me.tab.shift.closeShift();
  assert.equal(await other.visitList(), null);
  assert.doesNotMatch(await me.stored(), /P1204/);
});

test("a day after the server last told it, the list is gone, whichever page looks", async (t) => {
  const me = await lead(t);
  await me.pullVisitList();
  const now = Date.now();
  assert.notEqual(await me.visitList(now + DAY - 10_000), null);
  assert.equal(await me.sweepCounter(now + DAY + 1000), true);
  assert.doesNotMatch(await me.stored(), /P1204/);
  await me.pullVisitList();
  // A clock that was set back.
  assert.equal(await me.visitList(now - DAY - 1000), null);
  assert.equal(await me.visitList(), null);
});

test("whoever is no lead asks for nothing; a lead whom the ward refuses holds nothing", async (t) => {
  const me = await lead(t, "volunteer");
  assert.equal(await me.pullVisitList(), false);
  assert.equal(me.asked(), 0);
  me.server.role = "lead";
  await me.tab.shift.openShift({ login: "hung", password: "dung", point: "p1" });
  assert.equal(await me.pullVisitList(), true);
  me.server.followUps = null;
  assert.equal(await me.pullVisitList(), false);
  assert.doesNotMatch(await me.stored(), /P1204/);
});

test("an answer that comes after the shift was handed over is not kept", async (t) => {
  const me = await lead(t);
  const { id } = await me.tab.identity.shift();
  await me.tab.shift.openShift({ login: "hung", password: "dung", point: "p1" });
  await me.keepVisitList(LIST, id, Date.now());
  assert.equal(await me.visitList(), null);
  assert.doesNotMatch(await me.stored(), /P1204/);
});

test("a revoked device forgets at the first word of the server, whatever it asked", async (t) => {
  const me = await lead(t);
  await me.pullVisitList();
  for (const one of me.server.devices.values()) one.revoked = true;
  await me.tab.pull.pull();
  assert.doesNotMatch(await me.stored(), /P1204/);
});
