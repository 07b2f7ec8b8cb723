/** A server that came back from a backup: the devices bring what it lost, and hold what it holds. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { conserved, delivered, device, tabOf } from "./device.js";

const head = ({ log }) => log.length - 1;
const settle = async ({ tab }) => {
  assert.equal((await tab.pull.pull()).ok, true);
  assert.deepEqual(await tab.push.drain(), { kind: "done" });
  assert.equal((await tab.pull.pull()).ok, true);
};

/** Saved, sent, backed up, saved more, sent, seen. */
async function withBackup(t) {
  const me = await device(t);
  me.server.put("point", { id: "p1", name: "Sảnh", short: "", address: "" });
  await me.save(4);
  await me.tab.push.drain();
  me.backup = head(me.server);
  await me.save(5);
  await me.tab.push.drain();
  await me.tab.pull.pull();
  return me;
}

test("a ledger that does not know our place: what it lost goes out again without anybody typing", async (t) => {
  const me = await withBackup(t);
  me.server.restore(me.backup);
  const answer = await me.tab.pull.pull();
  // All nine: which of them the backup holds, only the server knows.
  assert.deepEqual(answer, { ok: true, again: 9 });
  assert.equal((await conserved(me)).waiting, 9);
  const shown = await me.tab.outbox.rows("nv-lan", Date.now());
  assert.equal(shown.filter(({ state }) => state === "waiting").length, 9);
  await me.tab.push.drain();
  await delivered(me);
  assert.deepEqual(me.server.order.map(({ op }) => op), me.created);
});

test("a ledger that others have filled up past our place in the meantime", async (t) => {
  const me = await withBackup(t);
  me.server.restore(me.backup);
  for (let i = 0; i < 20; i++) me.server.put("building", { id: `b${i}`, name: "Nhà", neighbourhood: "" });
  await settle(me);
  await delivered(me);
});

test("a place that the backup still knows: the new incarnation says that something after it is gone", async (t) => {
  const me = await device(t);
  await me.save(2);
  await me.tab.push.drain();
  await me.tab.pull.pull();
  const { v } = (await me.tab.pulled.pulled()).cursor;
  await me.save(3);
  await me.tab.push.drain();
  assert.equal((await me.tab.pulled.pulled()).cursor.v, v);
  me.server.restore(v);
  assert.deepEqual(await me.tab.pull.pull(), { ok: true, again: 5 });
  await me.tab.push.drain();
  await delivered(me);
});

test("a database file put back by hand, with no new incarnation, is noticed by its chain", async (t) => {
  const me = await withBackup(t);
  me.server.restore(me.backup);
  me.server.incarnation = "i1";
  assert.equal((await me.tab.pull.pull()).again, 9);
  await me.tab.push.drain();
  await delivered(me);
});

test("the tab dies between the refusal and the snapshot: the next one brings it all back", async (t) => {
  const me = await withBackup(t);
  me.server.restore(me.backup);
  me.server.faults = [null, "drop_before"];
  assert.equal((await me.tab.pull.pull()).kind, "offline");
  const next = await tabOf();
  assert.equal((await next.pull.pull()).again, 9);
  await next.push.drain();
  await delivered(me);
});

test("a push that comes first finds the gap by itself, and the pull after it changes nothing twice", async (t) => {
  const me = await withBackup(t);
  me.server.restore(me.backup);
  await me.save(1);
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  await settle(me);
  await delivered(me);
});

test("a device enrolled after the backup shows its certificate and sends everything from one", async (t) => {
  const me = await withBackup(t);
  me.server.restore(0);
  me.server.devices.clear();
  await me.save(2);
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  await delivered(me);
  const who = await me.tab.identity.identity();
  assert.equal(who.device.lane, "B");
  assert.equal((await me.tab.pull.pull()).ok, true);
  assert.equal((await me.tab.pulled.pulled()).cursor.inc, me.server.incarnation);
});

test("it is let in again by whatever it says first, and repeats that", async (t) => {
  const me = await withBackup(t);
  me.server.restore(0);
  me.server.devices.clear();
  assert.equal((await me.tab.shift.openShift({ login: "lan", password: "dung", point: "p1" })).ok, true);
  me.created.push((await me.tab.outbox.waiting()).find(({ t: type }) => type === "shift.open/1").op);
  await settle(me);
  assert.equal((await conserved(me)).waiting, 0);
  assert.equal(me.server.ledger.size, me.created.length);
});

test("let in again, and its line dies at once: what it had sent waits already, before any pull or push told it", async (t) => {
  const me = await withBackup(t);
  me.server.restore(0);
  me.server.devices.clear();
  me.server.faults = [null, null, "drop_before"];
  assert.equal((await me.tab.pull.pull()).kind, "offline");
  assert.equal((await me.tab.outbox.waiting()).length, 9);
  await settle(me);
  await delivered(me);
});

test("the answer to the certificate gets lost: everything is still here and the next try ends it", async (t) => {
  const me = await withBackup(t);
  me.server.restore(0);
  me.server.devices.clear();
  await me.save(1);
  me.server.faults = [null, "drop_after"];
  assert.equal((await me.tab.push.drain()).kind, "offline");
  await conserved({ ...me, server: { ledger: new Map(me.created.map((op) => [op, 1])), deadLetters: [] } });
  await settle(me);
  await delivered(me);
});

test("a device whose certificate is refused is told that it is unknown, and keeps everything", async (t) => {
  const me = await withBackup(t);
  me.server.restore(0);
  me.server.devices.clear();
  await me.save(1);
  me.server.faults = [null, { status: 422, code: "certificate_invalid" }];
  const answer = await me.tab.push.drain();
  assert.deepEqual([answer.kind, answer.code], ["problem", "device_unknown"]);
  assert.equal((await me.tab.outbox.waiting()).length, 1);
});

test("what was sent under an earlier enrolment of the tablet comes back too", async (t) => {
  const me = await withBackup(t);
  await me.tab.enrol.enrol({ code: "MA-DUNG", name: "Máy sảnh" });
  await me.save(2);
  await me.tab.push.drain();
  await me.tab.pull.pull();
  me.server.restore(me.backup);
  await settle(me);
  assert.equal((await conserved(me)).waiting, 0);
  assert.deepEqual([...me.server.ledger.keys()].sort(), [...me.created].sort());
  for (const dev of me.server.devices.keys()) {
    const taken = me.server.order.filter((entry) => entry.dev === dev).map(({ q }) => q);
    assert.deepEqual(taken, taken.map((_, i) => i + 1));
  }
});

test("enrolled anew over a backup older than what was called durable: the last copy is not forgotten unheard", async (t) => {
  const me = await device(t);
  await me.save(3);
  await me.tab.push.drain();
  me.server.durableQ = 3;
  await me.tab.outbox.applyAnswer([], 3, Date.now());
  me.server.restore(0);
  me.server.durableQ = 0;
  await me.tab.enrol.enrol({ code: "MA-DUNG", name: "Máy sảnh" });
  await settle(me);
  await delivered(me);
});

test("enrolled anew after the restore and before anybody noticed: what was lost comes back all the same", async (t) => {
  const me = await withBackup(t);
  me.server.restore(me.backup);
  await me.tab.enrol.enrol({ code: "MA-DUNG", name: "Máy sảnh" });
  await settle(me);
  assert.equal((await conserved(me)).waiting, 0);
  assert.deepEqual([...me.server.ledger.keys()].sort(), [...me.created].sort());
});

test("a copy of the tablet took our numbers on the restored server: ours come back under others", async (t) => {
  const me = await withBackup(t);
  me.server.restore(me.backup);
  const self = [...me.server.devices.values()][0];
  self.lastQ += 5;
  await settle(me);
  assert.equal((await conserved(me)).waiting, 0);
  assert.deepEqual(me.server.order.map(({ op }) => op), me.created);
});

test("restored twice, with a backup in between", async (t) => {
  const me = await withBackup(t);
  me.server.restore(me.backup);
  await settle(me);
  const second = head(me.server);
  await me.save(3);
  await me.tab.push.drain();
  me.server.restore(second - 2);
  await settle(me);
  await delivered(me);
});

test("a copy of the tablet that sends under the same numbers: enrolled anew, each slip arrives once", async (t) => {
  const me = await device(t);
  await me.save(3);
  const self = [...me.server.devices.values()][0];
  self.lastQ = 2;
  assert.equal((await me.tab.push.drain()).code, "device_forked");
  const ids = (await me.tab.outbox.waiting()).map(({ op }) => op);
  await me.tab.enrol.enrol({ code: "MA-DUNG", name: "Máy sảnh" });
  assert.deepEqual((await me.tab.outbox.waiting()).map(({ op, q }) => [op, q]), ids.map((op, i) => [op, i + 1]));
  await settle(me);
  assert.equal((await conserved(me)).waiting, 0);
  assert.deepEqual(me.server.order.map(({ op }) => op), me.created);
});
