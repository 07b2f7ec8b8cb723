import assert from "node:assert/strict";
import { test } from "node:test";

import { freshProfile } from "../browser.js";
import { ModelServer } from "../server.js";
import { delivered, device, LINE, tabOf } from "./device.js";

async function stored({ database }) {
  const names = [...(await database.open()).objectStoreNames];
  const all = await database.transact(names, "readonly", (at) => Promise.all(names.map((name) => at.all(name))));
  return JSON.stringify(all);
}

test("a wrong code is refused in the server's words, and the same key asks again", async (t) => {
  freshProfile();
  const server = new ModelServer();
  await server.listen();
  t.after(() => server.close());
  const tab = await tabOf();
  const refused = await tab.enrol.enrol({ code: "SAI", name: "Máy" });
  assert.deepEqual([refused.ok, refused.kind, refused.code, refused.title],
    [false, "problem", "enrol_code_invalid", "câu của enrol_code_invalid"]);
  assert.equal(await tab.identity.identity(), null);
  server.faults = ["drop_after"];
  assert.equal((await tab.enrol.enrol({ code: "MA-DUNG", name: "Máy" })).kind, "offline");
  const { ok, identity } = await tab.enrol.enrol({ code: "MA-DUNG", name: "Máy" });
  assert.ok(ok);
  assert.equal(server.devices.size, 1);
  assert.deepEqual(await tab.identity.identity(), identity);
  assert.deepEqual(identity.ward, { id: 4, name: "Hà Đông", slug: "ha-dong", demo: true });
});

test("nothing is asked as a device before there is one", async (t) => {
  freshProfile();
  const server = new ModelServer();
  await server.listen();
  t.after(() => server.close());
  const tab = await tabOf();
  assert.equal((await tab.push.drain()).kind, "done");
  assert.equal((await tab.pull.pull()).code, "not_enrolled");
  assert.deepEqual(server.requests, []);
});

test("a shift opens with shift.open/1 as its first operation and keeps no password", async (t) => {
  const me = await device(t);
  const { ok, shift } = await me.tab.shift.openShift({ login: "lan", password: "dung", point: "p1" });
  assert.ok(ok);
  assert.deepEqual([shift.staff, shift.pointName, shift.ticket], ["nv-lan", "CT1A", `ve.${shift.id}`]);
  const [row] = await me.tab.outbox.batch(1);
  const sent = JSON.parse(row.text);
  assert.deepEqual([sent.t, sent.e, sent.sh, sent.u, sent.q], ["shift.open/1", shift.id, shift.id, "nv-lan", 1]);
  assert.deepEqual(sent.d, { ticket: shift.ticket });
  assert.ok(!(await stored(me.tab)).includes('"dung"'));
});

test("a wrong password leaves the shift that is open alone", async (t) => {
  const me = await device(t);
  await me.tab.shift.openShift({ login: "lan", password: "dung", point: "p1" });
  const refused = await me.tab.shift.openShift({ login: "minh", password: "sai", point: "p1" });
  assert.deepEqual([refused.ok, refused.code], [false, "sign_in_failed"]);
  assert.equal((await me.tab.identity.shift()).staff, "nv-lan");
});

test("closing works without a network and says how many records the shift made", async (t) => {
  const me = await device(t);
  const { shift } = await me.tab.shift.openShift({ login: "lan", password: "dung", point: "p1" });
  await me.save(3, { sh: shift.id });
  await me.server.close();
  await me.tab.shift.closeShift();
  const texts = (await me.tab.outbox.batch(50)).map((row) => JSON.parse(row.text));
  assert.deepEqual([texts.at(-1).t, texts.at(-1).d, texts.at(-1).u], ["shift.close/1", { count: 3 }, "nv-lan"]);
  assert.equal(await me.tab.identity.shift(), null);
  await me.tab.shift.closeShift();
  assert.equal((await me.tab.outbox.waiting()).length, 5);
});

test("whoever signs in at a tablet left open closes the other's shift first", async (t) => {
  const me = await device(t);
  await me.tab.shift.openShift({ login: "lan", password: "dung", point: "p1" });
  await me.tab.shift.openShift({ login: "minh", password: "dung", point: "p1" });
  const texts = (await me.tab.outbox.batch(50)).map((row) => JSON.parse(row.text));
  assert.deepEqual(texts.map(({ t, u }) => [t, u]),
    [["shift.open/1", "nv-lan"], ["shift.close/1", "nv-lan"], ["shift.open/1", "nv-minh"]]);
  me.created.push(...texts.map(({ op }) => op));
  await me.tab.push.drain();
  await delivered(me);
});

test("hello believes only the echo of its own nonce", async (t) => {
  const me = await device(t);
  assert.equal((await me.tab.hello.hello()).ok, true);
  me.server.faults = ["html", { status: 502 }, "bare_json"];
  assert.deepEqual(await me.tab.hello.hello(), { ok: false, kind: "captive" });
  assert.deepEqual(await me.tab.hello.hello(), { ok: false, kind: "busy" });
  assert.deepEqual(await me.tab.hello.hello(), { ok: false, kind: "not_our_server" });
  await me.server.close();
  assert.deepEqual(await me.tab.hello.hello(), { ok: false, kind: "offline" });
});

test("a save sends nothing and asks for nothing", async (t) => {
  const me = await device(t);
  me.server.requests = [];
  await me.tab.outbox.put(me.make(), LINE);
  assert.deepEqual(me.server.requests, []);
});
