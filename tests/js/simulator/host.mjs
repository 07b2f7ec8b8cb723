/**
 * Tablets of the simulator that run our real JavaScript: store, sync and core, over fake-indexeddb. Python leads; this
 * process is told what to do in lines of JSON on stdin and answers in lines on stdout. What a tablet wants from the
 * network goes to Python, too: there is no other network here.
 *
 * in:  {do, device, talk, now, …}            out: {talk, done: value} | {talk, threw: {name, code, message}}
 * in:  {do: "answer", talk, now, answer}     out: {talk, fetch: {method, path, headers, body}}  (body in base64)
 */
import { register } from "node:module";
import { createInterface } from "node:readline";

const listeners = { pagehide: [], pageshow: [] };
globalThis.addEventListener = (name, listener) => listeners[name]?.push(listener);
if (process.env.GD_MUTANT) register("./mutant_loader.mjs", import.meta.url);
const { freshProfile, openTab } = await import("../browser.js");

globalThis.location = { origin: "http://mo.phong" };
Object.defineProperty(globalThis, "navigator", { value: { language: "vi" } });

const NAMES = [
  "core/operation", "store/outbox", "store/identity", "store/database", "store/server_contact", "store/pulled",
  "sync/push", "sync/pull", "sync/enrol", "sync/shift", "sync/signed_fetch", "sync/heartbeat",
  "sync/rescue", "sync/wipe",
];
const STORES = ["meta", "outbox", "sent", "results", "rows", "reference", "lanes"];
const KEYED = ["meta", "reference", "lanes"];

/** Two tabs, shared by all tablets in turn: each has module instances of its own. */
const tabs = new Map();
for (const name of ["a", "b"]) {
  const open = openTab();
  const modules = await Promise.all(NAMES.map((path) => open(`${path}.js`)));
  tabs.set(name, Object.fromEntries(NAMES.map((path, i) => [path.split("/")[1], modules[i]])));
}

const profiles = new Map();
const talks = new Map();
let shown = null;
let now = 0;
Date.now = () => now;

const say = (message) => process.stdout.write(JSON.stringify(message) + "\n");

/** The next screen belongs to this tablet: what the tabs had open of another one is closed. */
function turnTo(device) {
  let profile = profiles.get(device);
  if (profile && shown === device) return profile;
  for (const listener of listeners.pagehide) listener();
  if (profile) Object.assign(globalThis, profile.stores);
  else {
    freshProfile();
    const { indexedDB, localStorage, sessionStorage } = globalThis;
    profile = { stores: { indexedDB, localStorage, sessionStorage }, full: false };
    profiles.set(device, profile);
  }
  for (const listener of listeners.pageshow) listener();
  shown = device;
  return profile;
}

// A phone without room, and a browser that is killed before its n-th transaction.
let current = null;
let transactionsLeft = Infinity;
const begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function transaction(stores, mode, options) {
  if (mode === "readwrite" && (transactionsLeft -= 1) < 0) throw new Error("killed");
  return begin.call(this, stores, mode, options);
};
for (const verb of ["put", "add"]) {
  const write = IDBObjectStore.prototype[verb];
  IDBObjectStore.prototype[verb] = function full(...what) {
    if (profiles.get(shown)?.full) throw new DOMException("", "QuotaExceededError");
    return write.apply(this, what);
  };
}

/** The network is Python's. Only one talk acts at a time, so the talk that asks is the one that was told last. */
globalThis.fetch = async (url, { method, headers, body }) => {
  const talk = current;
  const { pathname, search } = new URL(url);
  const bytes = body ? Buffer.from(body).toString("base64") : "";
  say({ talk, fetch: { method, path: pathname + search, headers, body: bytes } });
  const answer = await new Promise((resolve) => talks.set(talk, resolve));
  current = talk;
  if (!answer) throw new TypeError("network");
  const { status, text, ...told } = answer;
  return new Response([204, 304].includes(status) ? null : text, { status, headers: told.headers });
};

const plain = (value) => (value instanceof CryptoKey || value?.privateKey ? undefined : value);

/** {store: [[key, value]]} */
function read(tab) {
  return tab.database.transact(STORES, "readonly", async (at) => {
    const found = {};
    for (const store of STORES) {
      const [keys, values] = [await at.keys(store), await at.all(store)];
      found[store] = keys.map((key, i) => [key, values[i]]);
    }
    return found;
  });
}

async function dump(tab) {
  const image = await read(tab);
  const told = ([key, value]) => [key, plain(value)];
  return Object.fromEntries(STORES.map((store) => [store, image[store].map(told)]));
}

async function load(tab, stores, pkcs8) {
  const bytes = Buffer.from(pkcs8, "base64");
  const key = await crypto.subtle.importKey("pkcs8", bytes, { name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
  await tab.database.transact(STORES, "readwrite", async (at) => {
    for (const store of STORES) {
      for (const [key, value] of Object.entries(stores[store])) {
        await (KEYED.includes(store) ? at.put(store, value, key) : at.put(store, value));
      }
    }
    if (stores.meta.identity) await at.put("meta", key, "key");
  });
}

/** What a tablet can be told; each resolves to what Python is told back. */
const verbs = {
  dump: (tab) => dump(tab),
  load: (tab, { stores, key }) => load(tab, stores, key),
  // The image of a tablet, keys and all, on another one.
  copy: async (tab, { device, from }) => {
    turnTo(from);
    const image = await read(tab);
    turnTo(device);
    await tab.database.transact(STORES, "readwrite", async (at) => {
      for (const store of STORES) {
        for (const [key, value] of image[store]) await at.put(store, value, KEYED.includes(store) ? key : undefined);
      }
    });
  },
  full: (_tab, { full }, profile) => void (profile.full = full),
  make: async (tab, { type, entity, body, base, app }) => {
    const [identity, shift] = [await tab.identity.identity(), await tab.identity.shift()];
    const clockOffset = await tab.server_contact.clockOffset();
    return tab.operation.makeOperation({ type, entity, body, base, identity, shift, now, clockOffset, app });
  },
  put: (tab, { operation, line }) => tab.outbox.put(operation, line),
  tamper: (tab, { q, changes }) =>
    tab.database.transact(["outbox"], "readwrite", async (at) => {
      const row = await at.get("outbox", q);
      await at.put("outbox", { ...row, text: JSON.stringify({ ...JSON.parse(row.text), ...changes }) });
    }),
  drain: (tab) => tab.push.drain(),
  pull: (tab) => tab.pull.pull(),
  enrol: (tab, { code, name }) => tab.enrol.enrol({ code, name }),
  sign_in: (tab, asked) => tab.shift.openShift(asked),
  close_shift: (tab) => tab.shift.closeShift(),
  prune: async (tab) => tab.outbox.prune(now, await tab.server_contact.clockOffset()),
  beat: async (tab) => ({ ok: await tab.heartbeat.heartbeat(), kind: "not_now" }),
  rescue_file: (tab) => tab.rescue.rescueFile(now),
  carry: (tab, { text }) => tab.rescue.carry(text),
  deliver_parcels: (tab) => tab.rescue.deliverParcels(),
  wipe: async (tab) => ({ kind: (await tab.wipe.wipe()) ? "done" : "not_now" }),
  // The page is gone: what it waited for never comes, what it was writing is not written.
  kill: async () => {
    for (const listener of [...listeners.pagehide, ...listeners.pageshow]) listener();
  },
};

async function obey(message) {
  const { do: verb, device, talk, tab = "a" } = message;
  ({ now } = message);
  const profile = turnTo(device);
  if (verb === "answer") {
    current = talk;
    talks.get(talk)?.(message.answer);
    return;
  }
  current = talk;
  transactionsLeft = message.transactions ?? Infinity;
  try {
    const value = await verbs[verb](tabs.get(tab), message, profile);
    say({ talk, done: value ?? null });
  } catch (error) {
    say({ talk, threw: { name: error.name, code: error.code ?? "", message: error.message } });
  }
}

for await (const line of createInterface({ input: process.stdin })) obey(JSON.parse(line));
process.exit(0);
