/** What a device holds after a pull is what the server says it should hold, whatever happened on the way. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { device, tabOf } from "./device.js";

const POINT = { id: "p1", name: "Sảnh CT1A", short: "CT1A", address: "" };
const paths = (server) => server.requests.map(({ path }) => path.replace(/\?.*/, "").replace("/sync/v1/", ""));
const sorted = (rows) => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));

/** The device's rows are the server's rows in its scope. */
async function agrees({ tab, server }, at = server.now()) {
  const { cursor, lists } = await tab.pulled.pulled();
  const self = [...server.devices.values()].at(-1);
  const wanted = server.scope(self, server.log.length - 1, at);
  for (const [kind, rows] of Object.entries(wanted)) {
    assert.deepEqual(sorted(Object.values(lists[kind] ?? {})), sorted(rows.values()), kind);
  }
  assert.deepEqual([cursor.v, cursor.h, cursor.inc], [server.log.length - 1, server.log.at(-1).h, server.incarnation]);
}

const states = async ({ tab }) => (await tab.outbox.rows("nv-lan", Date.now())).map(({ state }) => state).sort();

test("the first time a snapshot, afterwards only what has changed", async (t) => {
  const me = await device(t);
  me.server.put("point", POINT);
  me.server.put("staff", { id: "nv-lan", name: "Lan", login: "lan" });
  me.server.put("staff", { id: "nv-di", name: "Đi", login: "di" });
  await me.tab.pull.pull();
  me.server.drop("staff", "nv-di");
  me.server.put("point", { ...POINT, name: "Sảnh CT1B" });
  me.server.requests = [];
  assert.deepEqual(await me.tab.pull.pull(), { ok: true, again: 0 });
  await agrees(me);
  assert.deepEqual(paths(me.server), ["pull"]);
  const lists = await me.tab.reference.reference();
  assert.deepEqual([lists.points, lists.staff.map(({ id }) => id)], [[{ ...POINT, name: "Sảnh CT1B" }], ["nv-lan"]]);
});

test("forms get the lists in the order of people: favourites first, two before ten", async (t) => {
  const me = await device(t);
  const names = { a: "Tổ 10", b: "Tổ 2", c: "Đường Láng" };
  for (const [id, name] of Object.entries(names)) me.server.put("neighbourhood", { id, name });
  const card = { field: "Cư trú", words: "" };
  me.server.put("procedure", { id: "1.2", name: "Đăng ký", favourite: 0, ...card });
  me.server.put("procedure", { id: "1.1", name: "Xóa", favourite: 2, ...card });
  me.server.put("procedure", { id: "1.3", name: "Ân", favourite: 1, ...card });
  await me.tab.pull.pull();
  const { neighbourhoods, procedures } = await me.tab.reference.reference();
  assert.deepEqual(neighbourhoods.map(({ name }) => name), ["Đường Láng", "Tổ 2", "Tổ 10"]);
  assert.deepEqual(procedures.map(({ code }) => code), ["1.3", "1.1", "1.2"]);
});

test("many changes come in pages, and each page is kept before the next is asked", async (t) => {
  const me = await device(t);
  await me.tab.pull.pull();
  me.server.pageRows = 10;
  for (let i = 0; i < 35; i++) me.server.put("building", { id: `b${i}`, name: `Nhà ${i}`, neighbourhood: "" });
  me.server.requests = [];
  me.server.faults = [null, null, "drop_before"];
  assert.equal((await me.tab.pull.pull()).kind, "offline");
  assert.equal((await me.tab.pulled.pulled()).cursor.v, 20);
  assert.equal((await me.tab.pull.pull()).ok, true);
  await agrees(me);
  assert.equal(paths(me.server).length, 5);
});

test("rows that do not add up are healed by a snapshot", async (t) => {
  const me = await device(t);
  me.server.put("point", POINT);
  await me.tab.pull.pull();
  await me.tab.database.transact(["reference"], "readwrite", async (at) => {
    const held = await at.get("reference", "held");
    await at.put("reference", { ...held, point: { p1: { ...POINT, name: "khác" }, p9: { ...POINT, id: "p9" } } }, "held");
  });
  me.server.requests = [];
  assert.equal((await me.tab.pull.pull()).ok, true);
  assert.deepEqual(paths(me.server), ["pull", "snapshot"]);
  await agrees(me);
});

test("a server whose sums are wrong costs one snapshot a pull and no endless loop", async (t) => {
  const me = await device(t);
  await me.tab.pull.pull();
  me.server.spoiltSums = { point: [1, "AAAAAAAAAAAAAAAA"] };
  me.server.requests = [];
  assert.equal((await me.tab.pull.pull()).ok, true);
  assert.deepEqual(paths(me.server), ["pull", "snapshot"]);
});

test("a snapshot that was cut off or changed on the way is thrown away, and the old lists stay", async (t) => {
  const me = await device(t);
  me.server.put("point", POINT);
  await me.tab.pull.pull();
  me.server.put("point", { ...POINT, id: "p2" });
  me.server.spoiltSums = { point: [9, "A"] };
  const real = globalThis.fetch;
  t.after(() => (globalThis.fetch = real));
  const cuts = [(text) => text.slice(0, -9), (text) => text.split("\n").slice(0, -2).join("\n"), () => "", () => "\n",
    (text) => text.replace("CT1A", "CT1X"), (text) => text.split("\n").slice(1).join("\n")];
  for (const cut of cuts) {
    globalThis.fetch = async (url, how) => {
      const response = await real(url, how);
      if (!url.pathname.endsWith("/snapshot")) return response;
      return new Response(cut(await response.text()), { headers: response.headers });
    };
    assert.deepEqual(await me.tab.pull.pull(), { ok: false, kind: "not_our_server", reached: false });
    assert.deepEqual((await me.tab.reference.reference()).points, [POINT]);
  }
  globalThis.fetch = real;
  await me.tab.pull.pull();
  assert.equal((await me.tab.reference.reference()).points.length, 2);
});

test("a page of the lobby's Wi-Fi, a broken gateway, silence: nothing is believed and nothing lost", async (t) => {
  const me = await device(t);
  me.server.put("point", POINT);
  await me.tab.pull.pull();
  const kinds = { html: "captive", bare_json: "not_our_server", truncate: "not_our_server", drop_after: "offline" };
  for (const [fault, kind] of Object.entries(kinds)) {
    me.server.faults = [fault];
    assert.equal((await me.tab.pull.pull()).kind, kind);
  }
  me.server.faults = [{ status: 502 }];
  assert.equal((await me.tab.pull.pull()).kind, "busy");
  await agrees(me);
});

test("two tabs that pull at once end with the server's rows", async (t) => {
  const me = await device(t);
  const other = await tabOf();
  me.server.pageRows = 3;
  await me.tab.pull.pull();
  for (let i = 0; i < 20; i++) me.server.put("building", { id: `b${i}`, name: "Nhà", neighbourhood: "" });
  await Promise.all([me.tab.pull.pull(), other.pull.pull(), me.tab.pull.pull()]);
  await me.tab.pull.pull();
  await agrees(me);
});

test("own slips stand as the ward sees them: sent, voided, corrected, to be chosen", async (t) => {
  const me = await device(t);
  const [kept, voided, corrected, disputed] = await me.save(4);
  await me.tab.push.drain();
  await me.tab.pull.pull();
  assert.deepEqual(await states(me), ["sent", "sent", "sent", "sent"]);
  const change = ({ e }, what) => {
    const self = [...me.server.devices.values()][0];
    const line = me.server.scope(self, me.server.log.length - 1, me.server.now()).line.get(e);
    me.server.put("line", { ...line, ...what }, self.id);
  };
  change(voided, { void: true });
  change(corrected, { text: "T.V.B · •••111" });
  change(disputed, { choose: true });
  await me.tab.pull.pull();
  const rows = new Map((await me.tab.outbox.rows("nv-lan", Date.now())).map((row) => [row.op, row]));
  const seen = [kept, voided, corrected, disputed].map(({ op }) => rows.get(op));
  assert.deepEqual(seen.map(({ state }) => state), ["sent", "void", "sent", "needs_review"]);
  assert.deepEqual(seen.map(({ line }) => line.text),
    ["N.T.H.N · •••678", "N.T.H.N · •••678", "T.V.B · •••111", "N.T.H.N · •••678"]);
  assert.deepEqual(seen.map(({ amended }) => amended), [false, false, true, false]);
  assert.equal((await me.tab.outbox.counts("nv-lan")).sent, 2);
  change(disputed, { choose: false });
  await me.tab.pull.pull();
  assert.deepEqual(await states(me), ["sent", "sent", "sent", "void"]);
});

test("a slip that had been set aside and was let in after all needs nobody's look any more", async (t) => {
  const me = await device(t);
  me.server.decide = () => ({ status: "parked", code: "shift_expired" });
  const [record] = await me.save(1);
  await me.tab.push.drain();
  assert.deepEqual(await states(me), ["needs_review"]);
  await me.tab.pull.pull();
  assert.deepEqual(await states(me), ["sent"]);
  assert.deepEqual(await me.tab.outbox.reviews(), []);
  assert.equal((await me.tab.outbox.rows("nv-lan", Date.now()))[0].op, record.op);
});

test("a tablet that lost its rows is shown its slips of the last day again, masked, under their authors", async (t) => {
  const me = await device(t);
  await me.save(2);
  await me.save(1, { u: "nv-minh" });
  await me.tab.push.drain();
  await me.tab.database.transact(["rows"], "readwrite", (at) => at.clear("rows"));
  await me.tab.pull.pull();
  const rows = await me.tab.outbox.rows("nv-lan", Date.now());
  assert.deepEqual(rows.map(({ state, line }) => [state, line.text.slice(0, 3)]), [["sent", "che"], ["sent", "che"]]);
  await agrees(me);
});

test("lines of yesterday leave by themselves on both sides", async (t) => {
  const me = await device(t);
  await me.save(2);
  await me.tab.push.drain();
  await me.tab.pull.pull();
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 86_400_000 + 5000 });
  me.server.requests = [];
  assert.equal((await me.tab.pull.pull()).ok, true);
  assert.deepEqual(paths(me.server), ["pull"]);
  assert.deepEqual((await me.tab.pulled.pulled()).lists.line, {});
});

test("a pull tells what stands in a backup, and the device forgets it in time", async (t) => {
  const me = await device(t);
  await me.save(3);
  await me.tab.push.drain();
  me.server.durableQ = 2;
  await me.tab.pull.pull();
  await me.tab.outbox.prune(Date.now());
  const sent = await me.tab.database.transact(["sent"], "readonly", (at) => at.all("sent"));
  assert.deepEqual(sent.map(({ q }) => q), [3]);
});

test("a tablet with the stores of the release before this one loses nothing and asks for a snapshot", async (t) => {
  const me = await device(t);
  me.server.put("point", POINT);
  await me.save(2);
  const old = { version: "i1.7", points: [{ id: "p0", name: "Cũ" }], procedures: [], staff: [] };
  await me.tab.database.transact(["reference"], "readwrite", async (at) => {
    await at.clear("reference");
    await at.put("reference", old, "lists");
    await at.put("reference", { etag: '"a"', checkedAt: Date.now() }, "check");
  });
  assert.deepEqual(await me.tab.reference.reference(), old);
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  assert.equal((await me.tab.pull.pull()).ok, true);
  assert.deepEqual((await me.tab.reference.reference()).points, [POINT]);
  const kept = await me.tab.database.transact(["reference"], "readonly", (at) => at.keys("reference"));
  assert.deepEqual(kept.sort(), ["cursor", "held"]);
  assert.equal(me.server.order.length, 2);
});
