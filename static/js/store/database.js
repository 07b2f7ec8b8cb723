/**
 * The one door to IndexedDB. A transaction is "done" only in `oncomplete` and with strict durability: a phone that
 * dies right after "Đã lưu trên máy" still has the record (Chrome's default since 121 is relaxed).
 */
const NAME = "gandan";
const VERSION = 1;
const OPEN_MS = 10_000;

/** Nothing was written when this is thrown. `code`: storage_unavailable | storage_full | storage_corrupt */
export class StorageError extends Error {
  constructor(code, cause) {
    super(code, { cause });
    this.name = "StorageError";
    this.code = code;
  }
}

const CODES = { QuotaExceededError: "storage_full", UnknownError: "storage_corrupt", NotFoundError: "storage_corrupt" };
const toStorageError = (error) =>
  error instanceof StorageError ? error : new StorageError(CODES[error?.name] ?? "storage_unavailable", error);

/** @type {Promise<IDBDatabase> | null} */
let connection = null;
/** @type {IDBDatabase | null} */
let current = null;

function forget(db) {
  if (current === db) connection = current = null;
}

function upgrade(db) {
  db.createObjectStore("meta");
  db.createObjectStore("reference");
  db.createObjectStore("lanes");
  const outbox = db.createObjectStore("outbox", { keyPath: "q" });
  outbox.createIndex("op", "op", { unique: true });
  outbox.createIndex("slip", "slip");
  db.createObjectStore("sent", { keyPath: "op" }).createIndex("q", "q");
  db.createObjectStore("results", { keyPath: "op" }).createIndex("review", "review");
  const rows = db.createObjectStore("rows", { keyPath: "entity" });
  rows.createIndex("u", "u");
  rows.createIndex("savedAt", "savedAt");
}

function connect() {
  let timer;
  const opened = new Promise((resolve, reject) => {
    // Safari has answered the first open of a session with silence.
    timer = setTimeout(reject, OPEN_MS);
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => upgrade(request.result);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const db = request.result;
      db.onclose = () => forget(db);
      db.onversionchange = () => {
        db.close();
        forget(db);
      };
      current = db;
      resolve(db);
    };
  });
  return opened.finally(() => clearTimeout(timer));
}

/** Opens the database, or joins the open connection. Rejects with StorageError. */
export function open() {
  if (!connection) {
    const opening = connect().catch((error) => {
      if (connection === opening) connection = null;
      throw toStorageError(error);
    });
    connection = opening;
  }
  return connection;
}

/**
 * WebKit freezes a page that is left with its transactions open, and they block every later page for ever. So a page
 * that is left gives up what is under way and begins nothing; when Back brings it out of memory, the work is done.
 * @type {Set<IDBTransaction>}
 */
const underWay = new Set();
let away = false;
let here = Promise.resolve();
let comeBack = () => {};

globalThis.addEventListener?.("pagehide", () => {
  away = true;
  here = new Promise((resolve) => {
    comeBack = resolve;
  });
  for (const transaction of underWay) stop(transaction);
  current?.close();
  forget(current);
});
globalThis.addEventListener?.("pageshow", () => {
  away = false;
  comeBack();
});

function stop(transaction) {
  try {
    transaction.abort();
  } catch {
    // It has just come to its end by itself.
  }
}

/** @returns {Promise<{ok: true} | {ok: false, code: string}>} never rejects; a private window is told before typing */
export async function probe() {
  try {
    await transact(["lanes"], "readwrite", (t) => t.put("lanes", 1, "probe").then(() => t.delete("lanes", "probe")));
    return { ok: true };
  } catch (error) {
    return { ok: false, code: error.code };
  }
}

function settled(request) {
  const answer = new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  // When the work gives up beside it, the transaction says so; nobody waits for this request any more.
  answer.catch(() => {});
  return answer;
}

/** The verbs inside a transaction. `index` and `range` are optional; each returns a promise of the request's result. */
const verbs = (transaction) => {
  const at = (store, index) => {
    const held = transaction.objectStore(store);
    return index ? held.index(index) : held;
  };
  return {
    get: (store, key, index) => settled(at(store, index).get(key)),
    all: (store, range, count, index) => settled(at(store, index).getAll(range, count)),
    keys: (store, range) => settled(at(store).getAllKeys(range)),
    count: (store, range, index) => settled(at(store, index).count(range)),
    add: (store, value) => settled(at(store).add(value)),
    put: (store, value, key) => settled(at(store).put(value, key)),
    delete: (store, key) => settled(at(store).delete(key)),
    clear: (store) => settled(at(store).clear()),
  };
};

function attempt(db, stores, mode, work) {
  const transaction = db.transaction(stores, mode, { durability: "strict" });
  underWay.add(transaction);
  for (const end of ["complete", "abort"]) transaction.addEventListener(end, () => underWay.delete(transaction));
  return new Promise((resolve, reject) => {
    let failure = null;
    // Also work that throws at once is taken back.
    const worked = new Promise((done) => done(work(verbs(transaction)))).catch((error) => {
      failure = error;
      try {
        transaction.abort();
      } catch {
        reject(error);
      }
    });
    transaction.oncomplete = () => worked.then((value) => (failure ? reject(failure) : resolve(value)));
    transaction.onabort = () => reject(failure ?? transaction.error ?? new DOMException("", "InvalidStateError"));
  });
}

/**
 * Runs `work(verbs)` in one transaction and resolves with its value after `oncomplete`. `work` may await the verbs,
 * nothing else. A dead connection (iOS, "clear site data") is opened again and the work is done again once, so the
 * work must come to the same end when it is repeated.
 * @param {string[]} stores
 * @param {"readonly" | "readwrite"} mode
 */
export async function transact(stores, mode, work) {
  for (let again = true; ; ) {
    await here;
    const db = await open();
    if (away) continue;
    try {
      return await attempt(db, stores, mode, work);
    } catch (error) {
      if (away) continue;
      const dead = ["InvalidStateError", "UnknownError", "AbortError"].includes(error?.name);
      if (dead) {
        db.close();
        forget(db);
      }
      if (!dead || !again) throw error instanceof DOMException || !error ? toStorageError(error) : error;
      again = false;
    }
  }
}

/**
 * Empties the device for good, unless something was saved just now.
 * @returns {Promise<boolean>} false: something waits in the outbox, nothing was touched
 */
export async function erase() {
  const db = await open();
  const emptied = await transact([...db.objectStoreNames], "readwrite", async (at) => {
    if (await at.count("outbox")) return false;
    for (const store of db.objectStoreNames) await at.clear(store);
    return true;
  });
  if (!emptied) return false;
  db.close();
  forget(db);
  await settled(indexedDB.deleteDatabase(NAME));
  return true;
}
