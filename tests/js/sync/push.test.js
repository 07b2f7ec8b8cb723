import assert from "node:assert/strict";
import { test } from "node:test";

import { conserved, delivered, device, hurry, tabOf } from "./device.js";

const pushes = (server) => server.requests.filter((request) => request.path === "/sync/v1/push");

test("a full outbox goes out in order, a hundred at a time, zipped and signed", async (t) => {
  const me = await device(t);
  await me.save(220);
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  await delivered(me);
  assert.deepEqual(me.server.order.map((entry) => entry.op), me.created);
  assert.equal(pushes(me.server).length, 3);
  assert.equal(pushes(me.server)[0].headers["content-encoding"], "gzip");
  assert.equal(pushes(me.server)[0].headers.cookie, undefined);
});

test("no request is larger than 256 KiB", async (t) => {
  const me = await device(t);
  me.server.maxBytes = 256 * 1024;
  await me.save(30, { x: "đ".repeat(12_000) });
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  await delivered(me);
  assert.equal(pushes(me.server).length, 3);
});

const FAULTS = {
  drop_before: "offline", drop_after: "offline", html: "captive", redirect: "captive", no_content: "not_our_server",
  bare_json: "not_our_server", truncate: "not_our_server",
};
for (const [fault, kind] of Object.entries(FAULTS)) {
  test(`${fault}: called ${kind}, nothing lost, delivered once when it is over`, async (t) => {
    const me = await device(t);
    await me.save(7);
    me.server.faults = [fault];
    assert.equal((await me.tab.push.drain()).kind, kind);
    assert.equal((await conserved(me)).waiting, 7);
    await me.save(2);
    assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
    await delivered(me);
  });
}

for (const status of [401, 403, 404, 409, 429, 500, 502, 503]) {
  for (const code of ["some_code", ""]) {
    test(`${status} from ${code ? "our server" : "a proxy"} keeps everything`, async (t) => {
      const me = await device(t);
      await me.save(3);
      me.server.faults = [{ status, code, headers: { "Retry-After": "7" } }];
      const answer = await me.tab.push.drain();
      const refused = code ? "problem" : "not_our_server";
      assert.equal(answer.kind, status === 429 || status >= 500 ? "busy" : refused);
      if (answer.kind === "busy") assert.equal(answer.retryAfterMs, 7000);
      if (code) assert.equal(answer.code, code);
      assert.equal((await conserved(me)).waiting, 3);
      assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
      await delivered(me);
    });
  }
}

for (const status of [400, 413, 422]) {
  test(`${status} once halves the batch and the rest flows`, async (t) => {
    const me = await device(t);
    await me.save(40);
    me.server.faults = [{ status, code: "some_code" }];
    assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
    await delivered(me);
    assert.equal(me.server.deadLetters.length, 0);
  });
}

test("silence is given up and the operations stay", async (t) => {
  hurry(t);
  const me = await device(t);
  await me.save(2);
  me.server.faults = ["hang", "silent_after"];
  assert.equal((await me.tab.push.drain()).kind, "offline");
  assert.equal((await me.tab.push.drain()).kind, "offline");
  assert.equal((await conserved(me)).waiting, 2);
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  await delivered(me);
});

test("the answer lost twenty times is still one row each", async (t) => {
  const me = await device(t);
  await me.save(3);
  for (let i = 0; i < 20; i++) {
    me.server.faults = ["drop_after"];
    assert.equal((await me.tab.push.drain()).kind, "offline");
  }
  await me.tab.push.drain();
  await delivered(me);
});

test("a poisoned head goes to the dead letters and those behind it arrive in the same drain", async (t) => {
  const me = await device(t);
  const [poison] = await me.save(1, { poison: true });
  await me.save(20);
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  await delivered(me);
  assert.deepEqual(JSON.parse(me.server.deadLetters[0].raw), poison);
  const [review] = await me.tab.outbox.reviews();
  assert.deepEqual([review.op, review.status, review.code], [poison.op, "parked", "unreadable"]);
});

test("poison in the middle and spoilt text are set aside one by one", async (t) => {
  const me = await device(t);
  await me.save(10);
  await me.save(1, { poison: true });
  const [spoilt] = await me.save(1);
  await me.save(60);
  await me.tab.database.transact(["outbox"], "readwrite", async (at) => {
    const row = await at.get("outbox", spoilt.q);
    await at.put("outbox", { ...row, text: row.text.slice(0, -3) });
  });
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  await delivered(me);
  assert.deepEqual(me.server.deadLetters.map((letter) => letter.q), [11, 12]);
});

test("a dead letter that came in a rescue file before, under an earlier number, leaves the outbox", async (t) => {
  const me = await device(t);
  await me.save(1);
  const [poison] = await me.save(1, { poison: true });
  const [{ q, text }] = (await me.tab.outbox.batch()).filter((row) => row.op === poison.op);
  me.server.deadLetters.push({ dev: poison.dev, q, raw: text });
  await me.tab.outbox.giveUp(poison.op);
  me.server.ledger.set((await me.tab.outbox.batch())[0].op, { op: (await me.tab.outbox.batch())[0].op, status: "ok" });
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  assert.deepEqual(await me.tab.outbox.waiting(), []);
  assert.equal(me.server.deadLetters.length, 1);
});

test("one operation too large for the server does not block the others", async (t) => {
  const me = await device(t);
  me.server.maxBytes = 100_000;
  await me.save(1, { x: "a".repeat(300_000) });
  await me.save(5);
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  await delivered(me);
});

test("dead letters that cannot be handed in stop the drain and lose nothing", async (t) => {
  const me = await device(t);
  await me.save(1, { poison: true });
  await me.save(1);
  me.server.faults = [null, null, { status: 503, code: "later" }];
  assert.equal((await me.tab.push.drain()).kind, "busy");
  assert.equal((await conserved(me)).waiting, 2);
  await me.tab.push.drain();
  await delivered(me);
});

test("what the dead letters took before their answer was lost is not sent again as a fork", async (t) => {
  const me = await device(t);
  await me.save(1, { x: "a".repeat(200_000) });
  await me.save(3);
  me.server.maxBytes = 100_000;
  me.server.faults = [null, null, null, "drop_after"];
  assert.equal((await me.tab.push.drain()).kind, "offline");
  me.server.maxBytes = Infinity;
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  await delivered(me);
});

test("what was given up although the server had taken it is recognised by its id", async (t) => {
  const me = await device(t);
  await me.save(2);
  me.server.faults = ["drop_after"];
  await me.tab.push.drain();
  me.server.faults = [{ status: 413 }, { status: 413 }];
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  await delivered(me);
  assert.equal(me.server.deadLetters.length, 0);
});

test("what was given up does not travel in a batch, wherever it stands", async (t) => {
  const me = await device(t);
  const saved = await me.save(3);
  await me.tab.outbox.giveUp(saved[1].op);
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  assert.deepEqual(me.server.order.map((entry) => entry.q), [1, 3]);
  await delivered(me);
});

test("operations that arrived before a new enrolment are not sent into a gap by their new numbers", async (t) => {
  const me = await device(t);
  await me.save(3);
  me.server.faults = ["drop_after"];
  await me.tab.push.drain();
  const [late] = await me.save(1);
  await me.tab.enrol.enrol({ code: "MA-DUNG", name: "Máy sảnh" });
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  assert.equal((await conserved(me)).waiting, 0);
  assert.deepEqual(me.server.order.slice(3).map(({ q, op }) => [q, op]), [[1, late.op]]);
});

test("a gap closed once and a server restored later lose nothing between them", async (t) => {
  const me = await device(t);
  await me.save(5);
  me.server.faults = ["drop_after"];
  await me.tab.push.drain();
  await me.save(3);
  await me.tab.enrol.enrol({ code: "MA-DUNG", name: "Máy sảnh" });
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  const gone = me.server.order.splice(5);
  for (const { op } of gone) me.server.ledger.delete(op);
  [...me.server.devices.values()].at(-1).lastQ = 0;
  await me.save(4);
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  assert.equal((await conserved(me)).waiting, 0);
  assert.equal(me.server.ledger.size, me.created.length);
});

test("two tabs that drain at once deliver each operation once", async (t) => {
  const me = await device(t);
  const other = await tabOf();
  await me.save(80);
  await me.save(40, {}, other);
  await Promise.all([me.tab.push.drain(), other.push.drain(), me.save(20), me.tab.push.drain()]);
  await me.tab.push.drain();
  await delivered(me);
});

test("with Web Locks a second drain waits its turn; a lock that is never given is not waited for long", async (t) => {
  hurry(t);
  const me = await device(t);
  t.after(() => delete globalThis.navigator);
  const asked = [];
  const request = (name, { signal }, run) => {
    asked.push(name);
    return asked.length === 1 ? run() : new Promise((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  };
  Object.defineProperty(globalThis, "navigator", { value: { locks: { request } }, configurable: true });
  const timeout = AbortSignal.timeout;
  t.after(() => (AbortSignal.timeout = timeout));
  AbortSignal.timeout = (ms) => timeout.call(AbortSignal, ms / 1000);
  await me.save(2);
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  await me.save(2);
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  assert.deepEqual(asked, ["gandan-drain", "gandan-drain"]);
  await delivered(me);
});

test("a tab killed between the server's commit and the answer is finished by the next one", async (t) => {
  const me = await device(t);
  await me.save(5);
  me.server.faults = ["silent_after"];
  me.tab.push.drain();
  while (me.server.order.length < 5) await new Promise((resolve) => setTimeout(resolve, 5));
  const next = await tabOf();
  await me.save(1, {}, next);
  assert.deepEqual(await next.push.drain(), { kind: "done" });
  await delivered(me);
});

test("an answer about ids that were never ours moves nothing", async (t) => {
  const me = await device(t);
  await me.save(2);
  const body = JSON.stringify({ results: [{ op: "of somebody else", status: "ok" }], next_q: 3, durable_q: 0 });
  const real = globalThis.fetch;
  t.after(() => (globalThis.fetch = real));
  const headers = { "GD-Proto": "1", "Content-Type": "application/json" };
  globalThis.fetch = async () => new Response(body, { headers });
  const answer = await me.tab.push.drain();
  assert.deepEqual([answer.kind, answer.code], ["busy", "no_progress"]);
  globalThis.fetch = real;
  assert.equal((await conserved(me)).waiting, 2);
});

test("refused, parked and conflicting operations leave the outbox and stay visible with their reason", async (t) => {
  const me = await device(t);
  const statuses = ["ok", "merged", "conflict", "rejected", "parked"];
  me.server.decide = ({ q }) => ({ status: statuses[q - 1], code: q > 2 ? "why" : "" });
  await me.save(5);
  await me.tab.push.drain();
  await delivered(me);
  const { waiting, sent, needsReview } = await me.tab.outbox.counts(null);
  assert.deepEqual({ waiting, sent, needsReview }, { waiting: 0, sent: 2, needsReview: 3 });
});

test("words of tomorrow's server move nothing and start no race against it", async (t) => {
  const me = await device(t);
  me.server.decide = () => ({ status: "queued", code: "" });
  await me.save(2);
  const answer = await me.tab.push.drain();
  assert.deepEqual([answer.kind, answer.code], ["busy", "no_progress"]);
  assert.equal((await me.tab.outbox.waiting()).length, 2);
  assert.equal(pushes(me.server).length, 1);
});

test("a server restored from an old backup is given again what it lost", async (t) => {
  const me = await device(t);
  const saved = await me.save(6);
  await me.tab.push.drain();
  for (const { op } of saved.slice(2)) me.server.ledger.delete(op);
  me.server.order.length = 2;
  [...me.server.devices.values()][0].lastQ = 2;
  await me.save(1);
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  await delivered(me);
  assert.deepEqual(me.server.order.map((entry) => entry.op), me.created);
});

test("when the device no longer has what the restored server lost, the rest closes up and flows", async (t) => {
  const me = await device(t);
  const saved = await me.save(6);
  me.server.durableQ = 6;
  await me.tab.push.drain();
  await me.tab.outbox.prune(Date.now());
  for (const { op } of saved.slice(2)) me.server.ledger.delete(op);
  me.server.order.length = 2;
  [...me.server.devices.values()][0].lastQ = 2;
  const [late] = await me.save(1);
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  assert.deepEqual(me.server.order.map(({ q, op }) => [q, op]), [[1, saved[0].op], [2, saved[1].op], [3, late.op]]);
});

test("a cloned device is told so by name and keeps everything", async (t) => {
  const me = await device(t);
  [...me.server.devices.values()][0].lastQ = 3;
  await me.save(2);
  const answer = await me.tab.push.drain();
  assert.deepEqual([answer.kind, answer.code, answer.title], ["problem", "device_forked", "câu của device_forked"]);
  assert.equal((await conserved(me)).waiting, 2);
  await me.tab.enrol.enrol({ code: "MA-DUNG", name: "Máy sảnh" });
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  await conserved(me);
  assert.deepEqual(me.server.order.map(({ q, op }) => [q, op]), [[1, me.created[0]], [2, me.created[1]]]);
});

test("a cloned device whose oldest operation cannot be read is told of the clone, not of the operation", async (t) => {
  const me = await device(t);
  await me.save(1, { poison: true });
  await me.save(1);
  [...me.server.devices.values()][0].lastQ = 3;
  assert.equal((await me.tab.push.drain()).code, "device_forked");
  assert.equal((await conserved(me)).waiting, 2);
});

test("a revoked device keeps everything and says so", async (t) => {
  const me = await device(t);
  await me.save(2);
  [...me.server.devices.values()][0].revoked = true;
  assert.equal((await me.tab.push.drain()).code, "device_revoked");
  assert.equal((await conserved(me)).waiting, 2);
});

for (const days of [1, -1, 365, -365]) {
  test(`a clock ${days} days wrong is corrected once and the work flows`, async (t) => {
    const me = await device(t);
    me.server.clockOffset = days * 86_400_000;
    await me.save(2);
    assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
    await delivered(me);
    assert.ok(Math.abs((await me.tab.server_contact.clockOffset()) - days * 86_400_000) < 5000);
    assert.equal(pushes(me.server).length, 2);
  });
}

test("what an earlier person wrote goes out under the name of that person", async (t) => {
  const me = await device(t);
  await me.save(1, { u: "nv-lan" });
  await me.tab.shift.openShift({ login: "minh", password: "dung", point: "p1" });
  await me.tab.push.drain();
  assert.deepEqual(me.server.order.map((entry) => entry.u), ["nv-lan", "nv-minh"]);
});
