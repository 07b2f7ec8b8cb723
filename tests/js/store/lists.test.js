import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { freshProfile, openTab } from "../browser.js";

let habits;
let reference;
let contact;
beforeEach(async () => {
  freshProfile();
  const tab = openTab();
  const paths = ["store/habits.js", "store/reference.js", "store/server_contact.js"];
  [habits, reference, contact] = await Promise.all(paths.map(tab));
});

test("what is used most comes first, kind by kind, and nothing is counted for no code", () => {
  habits.used("procedures", ["1.001193", "", "2.000001"]);
  habits.used("procedures", ["2.000001"]);
  assert.deepEqual(habits.mostUsed("procedures", 5), ["2.000001", "1.001193"]);
  assert.deepEqual(habits.mostUsed("difficulties", 5), []);
});

test("habits fade, so that the list stays short", () => {
  habits.used("procedures", ["old", "old", "old"]);
  for (let i = 0; i < 200; i++) habits.used("procedures", [`once-${i}`]);
  assert.ok(habits.mostUsed("procedures", 1000).length <= 40);
});

test("spoilt or forbidden storage costs the habits only", () => {
  localStorage.setItem("gandan.used.procedures", "{");
  assert.deepEqual(habits.mostUsed("procedures", 5), []);
  localStorage.setItem = () => {
    throw new DOMException("", "QuotaExceededError");
  };
  habits.used("procedures", ["a"]);
});

test("lists that the release before this one kept are still offered when there is no network after the update", async () => {
  const { transact } = await openTab()("store/database.js");
  const old = { version: "i1.3", ward: {}, points: [{ id: "p1", name: "Sảnh" }], procedures: [], staff: [] };
  await transact(["reference"], "readwrite", (at) => at.put("reference", old, "lists"));
  assert.deepEqual(await reference.reference(), old);
});

test("the clock offset follows the server but not the noise of every answer", async () => {
  await contact.heard(90_000, "i1", 1000);
  await contact.heard(91_000, "i1", 120_000);
  assert.deepEqual(await contact.contact(), { offset: 90_000, incarnation: "i1", heardAt: 120_000 });
  await contact.heard(-5000, "i1", 121_000);
  assert.equal(await contact.clockOffset(), -5000);
  await contact.heard(-5000, "i2", 122_000);
  assert.equal((await contact.contact()).incarnation, "i2");
  await contact.heard(90_000, "", 123_000);
  assert.deepEqual(await contact.contact(), { offset: 90_000, incarnation: "i2", heardAt: 123_000 });
});
