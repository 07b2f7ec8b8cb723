/**
 * Keeps a clerk's machine ready for the hour when the server is away: what it receives dossiers with, and a block of
 * numbers to print. Numbers are asked for through the outbox, like everything else, and come back with the pack.
 */
import { makeOperation } from "../core/operation.js";
import { uuid7 } from "../core/uuid.js";
import { keepPack, leaseAsked, numbersLeft, packVersions } from "../store/counter.js";
import { forgetCounter } from "../store/counter_life.js";
import { identity, shift } from "../store/identity.js";
import { put, waiting } from "../store/outbox.js";
import { clockOffset } from "../store/server_contact.js";
import { release } from "./release.js";
import { signedFetch } from "./signed_fetch.js";

const FEW = 10;
const BLOCK = 20;
/** Answers after which this machine has nothing of the counter any more. */
const NOT_OURS = ["counter_for_clerks", "device_draining", "device_revoked", "not_enrolled"];
const LEASE = "register.lease/1";

/**
 * @returns {Promise<{ok: true, changed: boolean} | {ok: false, kind: string, code?: string, title?: string}>}
 */
export async function pullCounter() {
  const versions = await packVersions();
  // Which leases the server cannot know of yet, before it is asked.
  const leases = (await waiting()).filter(({ t }) => t === LEASE).map(({ e }) => e);
  const query = new URLSearchParams(versions);
  const answer = await signedFetch("GET", `/sync/v1/counter?${query}`);
  if (NOT_OURS.includes(answer.code)) await forgetCounter();
  if (answer.kind !== "answer") return { ok: false, ...answer };
  const told = answer.json;
  await keepPack(told, { ...versions, waiting: leases }, Date.now());
  return { ok: true, changed: Boolean(told.lists || told.desk) };
}

/** Asks for a block of numbers when few are left and none is on its way. @returns {Promise<boolean>} whoever asked sends it */
export async function askForNumbers() {
  const [device, current, offset, { left, asked }] = await Promise.all([
    identity(),
    shift(),
    clockOffset(),
    numbersLeft(),
  ]);
  if (!device || !current || current.locked || left >= FEW || asked) return false;
  const now = Date.now();
  const lease = uuid7(now);
  await leaseAsked(lease);
  const body = { register: "tnhs", count: BLOCK };
  const what = { type: LEASE, entity: lease, body, identity: device, shift: current, now, clockOffset: offset };
  await put(await makeOperation({ ...what, app: release, sealKey: null }), null);
  return true;
}
