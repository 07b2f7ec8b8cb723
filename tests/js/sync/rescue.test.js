/** What waits on one tablet reaches the ward through a file, another tablet, or both, and stays one row each. */
import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";

import { device, LINE } from "./device.js";

const P256 = { name: "ECDSA", namedCurve: "P-256" };
const ES256 = { name: "ECDSA", hash: "SHA-256" };
const bytes = (text) => Buffer.from(text, "base64url");
const NOW = Date.UTC(2026, 10, 21, 1, 41);

/** A file of another device, as text, with `sizes` operations in its parcels. */
const fileOf = (device, sizes, ward = 4) => JSON.stringify({
  format: "gandan-rescue/1", ward, device, made_at: 1, certificate: "c",
  parcels: sizes.map((size, i) => ({ ops: Array(size).fill("{}"), sig: `chu-ky-${i}` })),
});

async function verified({ server }, { ops, sig }) {
  const { pubkey } = [...server.devices.values()][0];
  const key = await webcrypto.subtle.importKey("raw", bytes(pubkey), P256, false, ["verify"]);
  return webcrypto.subtle.verify(ES256, key, bytes(sig), Buffer.from(ops.join("\n")));
}

test("a file holds what waits and what no backup is known to hold, signed in parcels of a hundred", async (t) => {
  const me = await device(t);
  me.server.durableQ = 2;
  await me.save(4);
  await me.tab.push.drain();
  await me.save(205);
  const texts = (await me.tab.outbox.unsafe()).map((row) => row.text);
  const { name, text } = await me.tab.rescue.rescueFile(NOW);
  assert.match(name, /^cuu-ho-2026-11-2\d-\d{4}\.gandan\.json$/);
  const { ward, device: dev, made_at: at, certificate, parcels, format } = JSON.parse(text);
  const who = await me.tab.identity.identity();
  assert.deepEqual([format, ward, dev, at, certificate], ["gandan-rescue/1", 4, who.device.id, NOW, who.certificate]);
  assert.deepEqual(parcels.flatMap(({ ops }) => ops), texts);
  assert.equal(texts.length, 207);
  assert.ok(parcels.every(({ ops }) => ops.length <= 100));
  for (const parcel of parcels) assert.ok(await verified(me, parcel));
  assert.ok(!(await verified(me, { ...parcels[0], ops: parcels[1].ops })));
  assert.equal((await me.tab.outbox.waiting()).length, 205);
});

test("parcels stay below what one request may carry", async (t) => {
  const me = await device(t);
  await me.save(40, { x: "a".repeat(12_000) });
  const { parcels } = JSON.parse((await me.tab.rescue.rescueFile(NOW)).text);
  assert.ok(parcels.length > 3 && parcels.every(({ ops }) => ops.join().length <= 160_000));
  assert.equal(parcels.flatMap(({ ops }) => ops).length, 40);
});

test("what the tablet sent under an earlier enrolment is in the file too, another ward's is not", async (t) => {
  const me = await device(t);
  const [old] = await me.save(1);
  await me.tab.push.drain();
  await me.tab.enrol.enrol({ code: "MA-DUNG", name: "Máy sảnh" });
  const [late] = await me.save(1);
  await me.tab.database.transact(["sent"], "readwrite", async (at) => {
    await at.put("sent", { ...(await at.get("sent", old.op)), op: "cua-phuong-khac", w: 9 });
  });
  const { parcels } = JSON.parse((await me.tab.rescue.rescueFile(NOW)).text);
  assert.deepEqual(parcels.flatMap(({ ops }) => ops).map((text) => JSON.parse(text).op), [old.op, late.op]);
});

test("nothing that is not safe, or no device: no file", async (t) => {
  const me = await device(t);
  assert.equal(await me.tab.rescue.rescueFile(NOW), null);
  await me.save(1);
  await me.tab.database.transact(["meta"], "readwrite", (at) => at.delete("meta", "identity"));
  assert.equal(await me.tab.rescue.rescueFile(NOW), null);
});

test("another tablet's file is carried parcel by parcel until the server has each", async (t) => {
  const me = await device(t);
  const [self] = me.server.devices.keys();
  assert.deepEqual(await me.tab.rescue.carry(fileOf(self, [100, 40])), { ok: true, count: 140 });
  me.server.faults = [null, "drop_before"];
  assert.equal((await me.tab.rescue.deliverParcels()).kind, "offline");
  assert.deepEqual((await me.tab.parcels.parcels()).map(({ count }) => count), [40]);
  assert.equal(await me.tab.parcels.carried(), 100);
  assert.deepEqual(await me.tab.rescue.deliverParcels(), { kind: "done" });
  assert.deepEqual(await me.tab.parcels.parcels(), []);
  assert.equal(await me.tab.parcels.carried(), 140);
  assert.deepEqual(me.server.rescued.map(({ ops }) => ops.length), [100, 40]);
});

test("a file opened twice is carried once; the answer lost, it is handed in again and counted once", async (t) => {
  const me = await device(t);
  const [self] = me.server.devices.keys();
  await me.tab.rescue.carry(fileOf(self, [3]));
  await me.tab.rescue.carry(fileOf(self, [3]));
  me.server.faults = ["drop_after"];
  assert.equal((await me.tab.rescue.deliverParcels()).kind, "offline");
  await me.tab.rescue.deliverParcels();
  assert.equal(await me.tab.parcels.carried(), 3);
});

test("what is no rescue file, or another ward's, is refused and nothing is kept", async (t) => {
  const me = await device(t);
  const other = fileOf("dev-x", [1], 9);
  assert.deepEqual(await me.tab.rescue.carry(other), { ok: false, code: "rescue_other_ward" });
  for (const text of ["", "{", "null", "[]", "{}", '{"format":"gandan-rescue/2"}', '{"format":"gandan-rescue/1","ward":4}',
    '{"format":"gandan-rescue/1","ward":4,"parcels":[null]}']) {
    assert.deepEqual(await me.tab.rescue.carry(text), { ok: false, code: "rescue_unreadable" }, text);
  }
  assert.deepEqual(await me.tab.parcels.parcels(), []);
});

test("what the server refuses stays with its reason and holds nothing up; opened again, it is tried again", async (t) => {
  const me = await device(t);
  const [self] = me.server.devices.keys();
  await me.tab.rescue.carry(fileOf("ai-do", [1]));
  assert.deepEqual(await me.tab.rescue.deliverParcels(), { kind: "done" });
  assert.deepEqual((await me.tab.parcels.parcels()).map(({ refused }) => refused), ["câu của rescue_unreadable"]);
  const asked = me.server.requests.length;
  await me.tab.rescue.deliverParcels();
  assert.equal(me.server.requests.length, asked);
  await me.tab.rescue.carry(fileOf(self, [1]));
  await me.tab.rescue.deliverParcels();
  assert.equal(await me.tab.parcels.carried(), 1);
});

test("a refusal of this device itself is no refusal of what it carries", async (t) => {
  const me = await device(t);
  const [self] = me.server.devices.values();
  await me.tab.rescue.carry(fileOf(self.id, [2]));
  self.revoked = true;
  assert.equal((await me.tab.rescue.deliverParcels()).code, "device_revoked");
  assert.deepEqual((await me.tab.parcels.parcels()).map(({ refused }) => refused), [undefined]);
});

test("an own slip put aside as a file still goes out by itself", async (t) => {
  const me = await device(t);
  const one = await me.tab.outbox.put(me.make(), LINE);
  await me.tab.rescue.rescueFile(NOW);
  await me.tab.push.drain();
  assert.deepEqual(me.server.order.map(({ op }) => op), [one.op]);
});
