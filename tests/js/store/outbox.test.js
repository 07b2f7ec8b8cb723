import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { freshProfile, openTab } from "../browser.js";
import { operation } from "../operations.js";

const DAY = 86_400_000;
const LINE = { text: "N.T.H.N · •••678" };
let outbox;
let meta;

beforeEach(async () => {
  freshProfile();
  const tab = openTab();
  outbox = await tab("store/outbox.js");
  const { transact } = await tab("store/database.js");
  meta = {
    get: (key) => transact(["meta"], "readonly", (at) => at.get("meta", key)),
    put: (key, value) => transact(["meta"], "readwrite", (at) => at.put("meta", value, key)),
    all: (store) => transact([store], "readonly", (at) => at.all(store)),
    wipe: (store) => transact([store], "readwrite", (at) => at.delete(store, IDBKeyRange.lowerBound(""))),
  };
  await meta.put("identity", { ward: { id: 4 }, device: { id: "dev-1" } });
});

const ok = ({ op }) => ({ op, status: "ok", code: "", v: 1 });
const numbers = async () => (await outbox.waiting()).map((row) => row.q);

test("numbers follow each other from one and the stored text is what travels", async () => {
  const first = await outbox.put(operation(), LINE);
  const second = await outbox.put(operation(), null);
  assert.deepEqual([first.q, second.q], [1, 2]);
  const [row] = await outbox.batch(50);
  assert.deepEqual(JSON.parse(row.text), first);
  assert.equal((await meta.all("rows")).length, 1);
});

test("two tabs that save at the same time never share a number", async () => {
  const tabs = [outbox, await openTab()("store/outbox.js"), await openTab()("store/outbox.js")];
  await Promise.all(Array.from({ length: 60 }, (_, i) => tabs[i % 3].put(operation(), LINE)));
  assert.deepEqual(await numbers(), Array.from({ length: 60 }, (_, i) => i + 1));
});

test("a double tap is one operation, also after it was sent", async () => {
  const tapped = operation();
  const [first, second] = await Promise.all([outbox.put(tapped, LINE), outbox.put(tapped, LINE)]);
  assert.deepEqual([first.q, second.q], [1, 1]);
  await outbox.applyAnswer([ok(tapped)], null, Date.now());
  assert.equal((await outbox.put(tapped, LINE)).q, 1);
  assert.deepEqual(await numbers(), []);
});

test("a save that fails half-way uses no number and leaves no line", async () => {
  await assert.rejects(outbox.put(operation({ co: 0.5 }), LINE), TypeError);
  await assert.rejects(outbox.put(operation(), () => "not cloneable"), { code: "storage_unavailable" });
  assert.equal((await outbox.put(operation(), LINE)).q, 1);
  assert.equal((await meta.all("rows")).length, 1);
});

test("an answer moves exactly the ids it names, by id and not by place", async () => {
  const made = [operation(), operation(), operation()];
  for (const one of made) await outbox.put(one, LINE);
  const answer = [ok(made[2]), ok({ op: "unknown" }), { op: made[0].op, status: "new word" }, null, {}];
  assert.equal(await outbox.applyAnswer(answer, null, Date.now()), 1);
  assert.deepEqual(await numbers(), [1, 2]);
  assert.deepEqual((await meta.all("sent")).map((row) => row.op), [made[2].op]);
  assert.deepEqual(await outbox.counts(null), {
    pending: 2, waiting: 2, waitingOthers: 0, oldestAt: (await outbox.waiting())[0].savedAt, sent: 1, needsReview: 0,
  });
});

test("the same answer twice changes nothing the second time", async () => {
  const one = await outbox.put(operation(), LINE);
  const answer = [{ op: one.op, status: "rejected", code: "consent_missing", v: 1 }];
  assert.equal(await outbox.applyAnswer([...answer, ...answer], null, Date.now()), 1);
  await outbox.reviewed(one.op);
  assert.equal(await outbox.applyAnswer(answer, null, Date.now()), 0);
  assert.equal((await outbox.counts(null)).needsReview, 0);
});

test("rejected, parked and conflicting operations stay in sight until somebody has looked", async () => {
  for (const status of ["rejected", "parked", "conflict"]) {
    const one = await outbox.put(operation(), LINE);
    await outbox.applyAnswer([{ op: one.op, status, code: `because_${status}`, v: 1 }], null, Date.now());
  }
  const shown = await outbox.rows("nv-lan", Date.now());
  assert.deepEqual(shown.map((row) => row.state), ["needs_review", "needs_review", "needs_review"]);
  const reviews = await outbox.reviews();
  const codes = reviews.map((review) => review.code).sort();
  assert.deepEqual(codes, ["because_conflict", "because_parked", "because_rejected"]);
  assert.deepEqual(reviews[0].line, LINE);
  await outbox.reviewed(reviews[0].op);
  assert.equal((await outbox.counts(null)).needsReview, 2);
});

test("a sent record that is amended waits again; the late answer to the first does not call it sent", async () => {
  const record = await outbox.put(operation(), LINE);
  const amend = await outbox.put(operation({ e: record.e, t: "assistance.amend/1" }), LINE);
  await outbox.applyAnswer([ok(record)], null, Date.now());
  assert.equal((await outbox.rows("nv-lan", Date.now()))[0].state, "waiting");
  await outbox.applyAnswer([ok(amend)], null, Date.now());
  assert.equal((await outbox.rows("nv-lan", Date.now()))[0].state, "sent");
});

test("a shift that was closed travels, but is no slip that somebody would look for", async () => {
  await outbox.put(operation({ u: "nv-lan", t: "shift.close/1" }), null);
  const { pending, waiting, waitingOthers, oldestAt } = await outbox.counts("nv-minh");
  assert.deepEqual([pending, waiting, waitingOthers, oldestAt], [1, 0, 0, null]);
  await outbox.put(operation({ u: "nv-lan" }), LINE);
  assert.equal((await outbox.counts("nv-minh")).waitingOthers, 1);
});

test("the next person sees how many are another's, and none of their lines", async () => {
  await outbox.put(operation({ u: "nv-lan" }), LINE);
  await outbox.put(operation({ u: "nv-minh" }), LINE);
  await outbox.put(operation({ u: "nv-lan" }), LINE);
  const { waiting, waitingOthers } = await outbox.counts("nv-minh");
  assert.deepEqual([waiting, waitingOthers], [3, 2]);
  assert.equal((await outbox.rows("nv-minh", Date.now())).length, 1);
});

test("time takes lines after a day and what was sent once it is safe, never the outbox", async () => {
  const [safe, refused, unsafe] = [operation(), operation(), operation()];
  for (const one of [safe, refused, unsafe]) await outbox.put(one, LINE);
  const unsent = await outbox.put(operation(), LINE);
  const now = Date.now();
  await outbox.applyAnswer([ok(safe), { op: refused.op, status: "rejected", code: "c" }], 2, now);
  await outbox.applyAnswer([ok(unsafe)], 2, now);
  await outbox.prune(now);
  const sent = async () => (await meta.all("sent")).map((row) => row.op).sort();
  assert.deepEqual(await sent(), [unsafe.op, refused.op].sort());
  assert.equal((await meta.all("rows")).length, 4);
  await outbox.prune(now + DAY + 1000);
  assert.equal((await meta.all("rows")).length, 0);
  await outbox.prune(now + 31 * DAY);
  assert.deepEqual(await sent(), []);
  assert.equal((await outbox.counts(null)).needsReview, 1);
  assert.deepEqual((await outbox.waiting()).map((row) => row.op), [unsent.op]);
});

test("wiping the lines never touches the outbox", async () => {
  const one = await outbox.put(operation(), LINE);
  await meta.wipe("rows");
  await outbox.applyAnswer([ok(one)], null, Date.now());
  assert.deepEqual((await meta.all("sent")).map((row) => row.op), [one.op]);
});

test("after a restore what was sent from a number on waits again, in its old order", async () => {
  const made = [];
  for (let i = 0; i < 4; i++) made.push(await outbox.put(operation(), LINE));
  await outbox.applyAnswer(made.slice(0, 3).map(ok), null, Date.now());
  assert.equal(await outbox.sendAgainFrom(2), 2);
  assert.deepEqual(await numbers(), [2, 3, 4]);
  assert.deepEqual(JSON.parse((await outbox.batch(1))[0].text), made[1]);
  assert.equal((await outbox.counts(null)).sent, 1);
});

test("what an earlier enrolment of this tablet sent is not sent again by the new one", async () => {
  const old = await outbox.put(operation(), LINE);
  await outbox.applyAnswer([ok(old)], null, Date.now());
  await meta.put("identity", { ward: { id: 4 }, device: { id: "dev-2" } });
  assert.equal(await outbox.sendAgainFrom(1), 0);
});

test("unless the server was restored: then it goes out again behind the new one's numbers", async () => {
  const old = [await outbox.put(operation(), LINE), await outbox.put(operation(), LINE)];
  await outbox.applyAnswer(old.map(ok), null, Date.now());
  await meta.put("identity", { ward: { id: 4 }, device: { id: "dev-2" } });
  await meta.put("next_q", 1);
  const late = await outbox.put(operation({ dev: "dev-2" }), LINE);
  assert.equal(await outbox.sendAgainFrom(1, true), 2);
  const texts = (await outbox.batch()).map((row) => JSON.parse(row.text));
  assert.deepEqual(texts, [...old, late].map((one, i) => ({ ...one, q: i + 1, dev: "dev-2" })));
  await meta.put("identity", { ward: { id: 9 }, device: { id: "dev-3" } });
  await outbox.applyAnswer(texts.map(ok), null, Date.now());
  assert.equal(await outbox.sendAgainFrom(1, true), 0);
});

test("what was being sealed while the tablet was enrolled anew is kept under its new name; wiped, it is refused", async () => {
  const one = operation({ dev: "dev-0" });
  assert.equal((await outbox.put(one, LINE)).dev, "dev-1");
  assert.equal(JSON.parse((await outbox.batch(1))[0].text).dev, "dev-1");
  await meta.put("identity", null);
  await assert.rejects(outbox.put(operation(), LINE), { code: "no_shift" });
  assert.equal((await outbox.waiting()).length, 1);
});

test("a gap that nothing can fill closes up: ids, authors and order stay", async () => {
  await meta.put("next_q", 7);
  const made = [await outbox.put(operation(), LINE), await outbox.put(operation({ u: "nv-minh" }), LINE)];
  await outbox.closeGap(3);
  const rows = await outbox.batch(50);
  assert.deepEqual(rows.map((row) => JSON.parse(row.text)), [{ ...made[0], q: 3 }, { ...made[1], q: 4 }]);
  assert.equal((await outbox.put(operation(), LINE)).q, 5);
});

test("what returns under a number that was given anew since then pushes nothing out", async () => {
  const made = Array.from({ length: 6 }, () => operation());
  for (const one of made) await outbox.put(one, LINE);
  await outbox.applyAnswer(made.slice(0, 3).map(ok), null, Date.now());
  await outbox.closeGap(1);
  await outbox.applyAnswer([ok(made[3])], null, Date.now());
  assert.equal(await outbox.sendAgainFrom(1), 4);
  const rows = await outbox.batch();
  assert.deepEqual(rows.map((row) => row.q), [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(rows.map((row) => JSON.parse(row.text).q), [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(rows.map((row) => row.op).sort(), made.map((one) => one.op).sort());
  assert.equal((await outbox.put(operation(), LINE)).q, 7);
});

test("records are counted for their shift, other operations are not", async () => {
  await meta.put("shift", { id: "ca-1", staff: "nv-lan", count: 0 });
  await outbox.put(operation(), LINE);
  await outbox.put(operation({ t: "shift.open/1" }), null);
  await outbox.put(operation({ sh: "ca-0" }), LINE);
  assert.equal((await meta.get("shift")).count, 1);
});
