/**
 * What a clerk's machine receives dossiers with while the server is away: lists that name no citizen, the open dossiers
 * of the desk and the receipts it has made itself (AES-GCM, with a key that scripts cannot export), and the numbers it
 * holds on lease. Life and end: counter_life.js.
 */
import { transact } from "./database.js";
import { COUNTER_LIFE_MS, sweepCounter } from "./counter_life.js";

const NO_NUMBERS = { leases: [], used: [], asked: [] };
const RECEIPT = "counter_receipt:";
const RECEIPTS = () => IDBKeyRange.bound(RECEIPT, "counter_receipt;");
const AES = { name: "AES-GCM", length: 256 };
const named = (year, number) => `${year}#${number}`;
/** The year on the wall: numbers begin anew on 1 January in Việt Nam. */
export const yearOf = (now) => new Date(now + 7 * 3_600_000).getUTCFullYear();

/** The key of this machine's desk; two tabs that make one at once agree on the first. */
async function deskKey() {
  const fresh = await crypto.subtle.generateKey(AES, false, ["encrypt", "decrypt"]);
  return transact(["meta"], "readwrite", async (at) => {
    const held = await at.get("meta", "counter_key");
    if (!held) await at.put("meta", fresh, "counter_key");
    return held ?? fresh;
  });
}

async function sealed(value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await deskKey(), plain) };
}

async function opened(row, key) {
  if (!row || !key) return null;
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, key, row.sealed);
  return JSON.parse(new TextDecoder().decode(plain));
}

/**
 * Keeps what the server told at `now`; a part that is null has not changed. Not when another answer has come since it was
 * asked: the older one would call numbers free that were printed meanwhile.
 * @param {{lists: object | null, desk: object | null, versions: {lists: string, desk: string}}} told
 * @param {{lists: string, desk: string, waiting: string[]}} asked the versions that were held when the server was asked,
 *   and the ids of leases whose operation had not left this machine
 */
export async function keepPack(told, { waiting, ...asked }, now) {
  const desk = told.desk && (await sealed(told.desk));
  await transact(["meta"], "readwrite", async (at) => {
    const [shift, key, lists, before, numbers = NO_NUMBERS] = await Promise.all(
      ["shift", "counter_key", "counter_lists", "counter_desk", "counter_numbers"].map((name) => at.get("meta", name)),
    );
    // Handed over or locked while the answer was on its way: nobody asked for this any more.
    if (!shift || shift.locked) return;
    if (asked.lists !== (lists?.version ?? "") || asked.desk !== (before?.version ?? "")) return;
    const { versions } = told;
    if (told.lists ?? lists) {
      await at.put("meta", { ...(told.lists ? { lists: told.lists, version: versions.lists } : lists), keptAt: now }, "counter_lists");
    }
    if (key && (desk ?? before)) {
      await at.put("meta", { ...(desk ? { ...desk, version: versions.desk } : before), keptAt: now }, "counter_desk");
    }
    const leases = told.desk?.leases ?? numbers.leases;
    const left = new Set(leases.flatMap(({ year, numbers }) => numbers.map((number) => named(year, number))));
    const leased = numbers.asked.filter((id) => waiting.includes(id) && !leases.some((lease) => lease.id === id));
    await at.put("meta", { leases, used: numbers.used.filter((one) => left.has(one)), asked: leased }, "counter_numbers");
  });
}

/** @returns {Promise<{lists: string, desk: string}>} versions of what is held, "" for nothing */
export function packVersions() {
  return transact(["meta"], "readonly", async (at) => {
    const [lists, desk] = [await at.get("meta", "counter_lists"), await at.get("meta", "counter_desk")];
    return { lists: lists?.version ?? "", desk: desk?.version ?? "" };
  });
}

/**
 * @returns {Promise<{lists: object, desk: object | null, keptAt: number} | null>} null: this machine holds nothing
 *   (never loaded, or 72 hours without the server); desk null: forgotten with the screen lock
 */
export async function counter(now = Date.now()) {
  await sweepCounter(now);
  const [lists, desk, key] = await transact(["meta"], "readonly", (at) =>
    Promise.all(["counter_lists", "counter_desk", "counter_key"].map((name) => at.get("meta", name))),
  );
  return lists ? { lists: lists.lists, desk: await opened(desk, key), keptAt: lists.keptAt } : null;
}

const numbers = () => transact(["meta"], "readonly", (at) => at.get("meta", "counter_numbers"));

/** Leased numbers of this year that nothing was printed with yet. */
const free = ({ leases, used }, year) =>
  leases
    .filter((lease) => lease.register === "tnhs" && lease.year === year)
    .flatMap((lease) => lease.numbers)
    .filter((number) => !used.includes(named(year, number)));

/** @returns {Promise<{left: number, asked: number}>} numbers left this year; leases asked for and not yet told */
export async function numbersLeft(now = Date.now()) {
  const held = (await numbers()) ?? NO_NUMBERS;
  return { left: free(held, yearOf(now)).length, asked: held.asked.length };
}

/**
 * The next number, taken from now on whatever happens: two tabs never take one. 0 when none is left.
 * @returns {Promise<number>}
 */
export function takeNumber(now = Date.now()) {
  return transact(["meta"], "readwrite", async (at) => {
    const held = (await at.get("meta", "counter_numbers")) ?? NO_NUMBERS;
    const year = yearOf(now);
    const [number = 0] = free(held, year);
    if (number) await at.put("meta", { ...held, used: [...held.used, named(year, number)] }, "counter_numbers");
    return number;
  });
}

/** The dossier could not be saved, so nothing was printed: the number is free again. */
export function returnNumber(number, now) {
  return transact(["meta"], "readwrite", async (at) => {
    const held = (await at.get("meta", "counter_numbers")) ?? NO_NUMBERS;
    const used = held.used.filter((one) => one !== named(yearOf(now), number));
    await at.put("meta", { ...held, used }, "counter_numbers");
  });
}

/** A lease was asked for through the outbox. @param {string} id of the lease */
export function leaseAsked(id) {
  return transact(["meta"], "readwrite", async (at) => {
    const held = (await at.get("meta", "counter_numbers")) ?? NO_NUMBERS;
    await at.put("meta", { ...held, asked: [...held.asked, id] }, "counter_numbers");
  });
}

/** What the sheet of a dossier says, kept so that it can be printed again. @param {{entity: string, at: number}} receipt */
export async function keepReceipt(receipt) {
  const row = { ...(await sealed(receipt)), savedAt: receipt.at };
  await transact(["meta"], "readwrite", async (at) => {
    // Locked in the meantime: the key is gone, and the receipt must be.
    if (await at.get("meta", "counter_key")) await at.put("meta", row, RECEIPT + receipt.entity);
  });
}

/** Receipts made on this machine, newest first, those of the last 72 hours. @returns {Promise<object[]>} */
export async function receipts(now = Date.now()) {
  const [rows, key] = await transact(["meta"], "readwrite", async (at) => {
    const [names, all] = [await at.keys("meta", RECEIPTS()), await at.all("meta", RECEIPTS())];
    const old = (row) => Math.abs(now - row.savedAt) > COUNTER_LIFE_MS;
    for (const [place, row] of all.entries()) if (old(row)) await at.delete("meta", names[place]);
    return [all.filter((row) => !old(row)), await at.get("meta", "counter_key")];
  });
  const found = await Promise.all(rows.map((row) => opened(row, key)));
  return found.filter(Boolean).sort((one, other) => other.at - one.at);
}
