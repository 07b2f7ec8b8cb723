import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { freshProfile, openTab } from "../browser.js";

let database;
beforeEach(async () => {
  freshProfile();
  database = await openTab()("store/database.js");
});

const write = (key, value) => database.transact(["meta"], "readwrite", (at) => at.put("meta", value, key));
const read = (key) => database.transact(["meta"], "readonly", (at) => at.get("meta", key));

/** Replaces a method for one test. */
function replace(t, owner, name, make) {
  const original = owner[name];
  owner[name] = make(original);
  t.after(() => {
    owner[name] = original;
  });
}

test("it says saved only after the transaction is complete, and asks for strict durability", async (t) => {
  const said = [];
  await database.open();
  replace(t, IDBDatabase.prototype, "transaction", (original) => function (stores, mode, options) {
    said.push(options.durability);
    const transaction = original.call(this, stores, mode, options);
    transaction.addEventListener("complete", () => said.push("complete"));
    return transaction;
  });
  await write("a", 1);
  said.push("saved");
  assert.deepEqual(said, ["strict", "complete", "saved"]);
});

test("work that throws leaves nothing behind and the error arrives as it was", async () => {
  const bug = new TypeError("no spelling");
  const work = database.transact(["meta"], "readwrite", async (at) => {
    await at.put("meta", 1, "half");
    throw bug;
  });
  await assert.rejects(work, bug);
  assert.equal(await read("half"), undefined);
});

test("a connection that died is opened again and the work done", async () => {
  await write("a", 1);
  (await database.open()).close();
  await write("b", 2);
  assert.deepEqual([await read("a"), await read("b")], [1, 2]);
});

test("two savers that find the same dead connection both save", async () => {
  (await database.open()).close();
  await Promise.all([write("a", 1), write("b", 2)]);
  assert.deepEqual([await read("a"), await read("b")], [1, 2]);
});

test("an old tab gives way to a newer version and then says that storage is not to be had", async () => {
  await write("a", 1);
  await new Promise((resolve, reject) => {
    const request = indexedDB.open("gandan", 2);
    request.onsuccess = () => resolve(request.result.close());
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("the old tab is in the way"));
  });
  await assert.rejects(write("b", 2), { code: "storage_unavailable" });
});

test("a full device is refused by name, and works again when there is room", async (t) => {
  const put = IDBObjectStore.prototype.put;
  t.after(() => (IDBObjectStore.prototype.put = put));
  IDBObjectStore.prototype.put = () => {
    throw new DOMException("", "QuotaExceededError");
  };
  await assert.rejects(write("a", 1), { code: "storage_full" });
  IDBObjectStore.prototype.put = put;
  await write("a", 2);
  assert.equal(await read("a"), 2);
});

test("what was asked beside a refused write fails with it, and no failure is left that nobody hears", async (t) => {
  await write("a", 1);
  const put = IDBObjectStore.prototype.put;
  t.after(() => (IDBObjectStore.prototype.put = put));
  IDBObjectStore.prototype.put = () => {
    throw new DOMException("", "QuotaExceededError");
  };
  const both = (at) => Promise.all([at.delete("meta", "a"), at.put("meta", 2, "a")]);
  await assert.rejects(database.transact(["meta"], "readwrite", both), { code: "storage_full" });
  await new Promise(setImmediate);
  assert.equal(await read("a"), 1);
});

test("a database that cannot be read is called corrupt", async (t) => {
  replace(t, IDBObjectStore.prototype, "get", () => () => {
    throw new DOMException("", "UnknownError");
  });
  await assert.rejects(read("a"), { code: "storage_corrupt" });
});

test("a window without storage is told before anybody types, and the next try is a new one", async (t) => {
  const factory = globalThis.indexedDB;
  t.after(() => (globalThis.indexedDB = factory));
  globalThis.indexedDB = { open: () => { throw new DOMException("", "SecurityError"); } };
  assert.deepEqual(await database.probe(), { ok: false, code: "storage_unavailable" });
  globalThis.indexedDB = undefined;
  assert.deepEqual(await database.probe(), { ok: false, code: "storage_unavailable" });
  globalThis.indexedDB = factory;
  assert.deepEqual(await database.probe(), { ok: true });
});
