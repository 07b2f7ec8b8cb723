/** A device enrolled at the model server, and the law that must hold after everything that happens to it. */
import assert from "node:assert/strict";

import { freshProfile, openTab } from "../browser.js";
import { operation } from "../operations.js";
import { ModelServer } from "../server.js";

export const LINE = { text: "N.T.H.N · •••678" };

/** One enrolled device with a shift, its server, and what was created on it. Closed after the test. */
export async function device(t) {
  freshProfile();
  const server = new ModelServer();
  await server.listen();
  t.after(() => server.close());
  const created = [];
  const me = { server, created, tab: await tabOf() };
  await me.tab.enrol.enrol({ code: "MA-DUNG", name: "Máy sảnh" });
  const { device: self } = await me.tab.identity.identity();
  me.make = (change) => operation({ dev: self.id, ...change });
  me.save = async (count = 1, change = {}, tab = me.tab) => {
    const saved = [];
    for (let i = 0; i < count; i++) {
      const one = await tab.outbox.put(me.make(change), LINE);
      created.push(one.op);
      saved.push(one);
    }
    return saved;
  };
  return me;
}

/** A tab of the device: its own module instances over the same profile. */
export async function tabOf() {
  const open = openTab();
  const stores = ["outbox", "identity", "database", "server_contact", "reference", "pulled", "parcels"];
  const syncs = ["push", "signed_fetch", "enrol", "shift", "hello", "pull", "heartbeat", "rescue", "wipe"];
  const names = [...stores.map((name) => `store/${name}`), ...syncs.map((name) => `sync/${name}`)];
  const modules = await Promise.all(names.map((name) => open(`${name}.js`)));
  const tab = Object.fromEntries(names.map((name, i) => [name.split("/")[1], modules[i]]));
  return { ...tab, open };
}

/** created = waiting + answered, each in one place, and what was answered is at the server. */
export async function conserved({ tab, server, created }) {
  const waiting = (await tab.outbox.waiting()).map((row) => row.op);
  const sent = (await tab.database.transact(["sent"], "readonly", (at) => at.all("sent"))).map((row) => row.op);
  assert.deepEqual([...waiting, ...sent].sort(), [...created].sort());
  const dead = server.deadLetters.map(({ raw }) => /"op":"([^"]+)/.exec(raw)?.[1]);
  const atServer = new Set([...server.ledger.keys(), ...dead]);
  assert.deepEqual(sent.filter((op) => !atServer.has(op)), []);
  return { waiting: waiting.length, sent: sent.length };
}

/** Everything arrived once, in order, without holes. */
export async function delivered(me) {
  assert.equal((await conserved(me)).waiting, 0);
  const { server, created } = me;
  const numbered = [...server.order, ...server.deadLetters];
  assert.equal(numbered.length, created.length);
  for (const dev of new Set(numbered.map((entry) => entry.dev))) {
    const taken = numbered.filter((entry) => entry.dev === dev).map((entry) => entry.q).sort((a, b) => a - b);
    assert.deepEqual(taken, taken.map((_, i) => i + 1));
  }
}

/** Every wait of four seconds and more becomes a hundredth, for tests of silence. */
export function hurry(t) {
  const patient = globalThis.setTimeout;
  t.after(() => (globalThis.setTimeout = patient));
  globalThis.setTimeout = (work, ms, ...rest) => patient(work, ms >= 4000 ? ms / 100 : ms, ...rest);
}
