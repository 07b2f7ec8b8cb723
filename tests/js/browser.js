/** As much of a browser as store and sync need: one profile (IndexedDB, storages), any number of tabs. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { register } from "node:module";

register("./tab_loader.js", import.meta.url);

class Storage {
  #held = new Map();
  getItem = (key) => this.#held.get(key) ?? null;
  setItem = (key, value) => this.#held.set(key, String(value));
  removeItem = (key) => this.#held.delete(key);
  clear = () => this.#held.clear();
}

// Node's own would keep the process alive; tabs are told apart by the tests themselves.
delete globalThis.BroadcastChannel;

/** A browser profile that has never seen us. */
export function freshProfile() {
  globalThis.indexedDB = new IDBFactory();
  globalThis.sessionStorage = new Storage();
  globalThis.localStorage = new Storage();
}

/** Another tab's sessionStorage, or the one after the tab was closed for good. */
export function freshSession() {
  globalThis.sessionStorage = new Storage();
}

let tabs = 0;

/** Opens a tab: imports modules below static/js with instances of their own. */
export function openTab() {
  tabs += 1;
  const name = `t${tabs}`;
  return (path) => import(`../../static/js/${path}?tab=${name}`);
}
