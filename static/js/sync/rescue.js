/**
 * Work that cannot reach the server from here leaves in a file, signed by this device, its contents sealed to the ward;
 * and a file of another device goes on from here. The server knows every operation by its id: a file may come twice.
 */
import { encode } from "../core/base64.js";
import { timestamp } from "../core/clock.js";
import { ofParcel } from "../core/signed_text.js";
import { identity, signingKey } from "../store/identity.js";
import { unsafe } from "../store/outbox.js";
import { keepParcels, parcelDelivered, parcels } from "../store/parcels.js";
import { signedFetch } from "./signed_fetch.js";

const FORMAT = "gandan-rescue/1";
const PARCEL_ROWS = 100;
const PARCEL_LETTERS = 150_000;

/** Runs of texts that make a parcel each. */
function* parted(texts) {
  let run = [];
  let letters = 0;
  for (const text of texts) {
    if (run.length === PARCEL_ROWS || (run.length && letters + text.length > PARCEL_LETTERS)) {
      yield run;
      run = [];
      letters = 0;
    }
    run.push(text);
    letters += text.length;
  }
  if (run.length) yield run;
}

/**
 * Everything here that may not stand in a backup of the server yet.
 * @param {number} now ms
 * @returns {Promise<{name: string, text: string} | null>} null: there is nothing
 */
export async function rescueFile(now) {
  const [who, key, rows] = await Promise.all([identity(), signingKey(), unsafe()]);
  if (!who || !rows.length) return null;
  const made = { format: FORMAT, ward: who.ward.id, device: who.device.id, made_at: now, certificate: who.certificate };
  made.parcels = [];
  for (const ops of parted(rows.map((row) => row.text))) {
    const sig = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, ofParcel(ops));
    made.parcels.push({ ops, sig: encode(new Uint8Array(sig)) });
  }
  const stamp = timestamp(now).slice(0, 16).replace("T", "-").replace(":", "");
  return { name: `cuu-ho-${stamp}.gandan.json`, text: JSON.stringify(made) };
}

/**
 * Takes over another device's file, parcel by parcel, until the server has it.
 * @returns {Promise<{ok: true, count: number} | {ok: false, code: "rescue_unreadable" | "rescue_other_ward"}>}
 */
export async function carry(text) {
  let found;
  try {
    const { parcels: held, ...file } = JSON.parse(text);
    if (file.format !== FORMAT) throw new Error("another format");
    if (file.ward !== (await identity())?.ward.id) return { ok: false, code: "rescue_other_ward" };
    found = held.map((parcel) => {
      const { ops, sig } = parcel;
      return { sig: String(sig), count: ops.length, file: JSON.stringify({ ...file, parcels: [{ ops, sig }] }) };
    });
  } catch (error) {
    if (error.name === "StorageError") throw error;
    return { ok: false, code: "rescue_unreadable" };
  }
  await keepParcels(found);
  return { ok: true, count: found.reduce((sum, { count }) => sum + count, 0) };
}

/**
 * Hands in what is carried. What the server refuses stays with its reason, and is tried again when its file is opened
 * again.
 * @returns {Promise<{kind: "done"} | import("./signed_fetch.js").Answer>} done, or what stands in the way
 */
export async function deliverParcels() {
  for (const parcel of await parcels()) {
    if (parcel.refused) continue;
    const answer = await signedFetch("POST", "/sync/v1/rescue", JSON.stringify({ file: parcel.file }));
    // 401 is about this device; only "unknown", after its own certificate, is about the one whose work it carries.
    const refused = answer.kind === "problem" && (answer.status !== 401 || answer.code === "device_unknown");
    if (refused) await keepParcels([{ ...parcel, refused: answer.title || answer.code }]);
    else if (answer.kind === "answer") await parcelDelivered(parcel);
    else return answer;
  }
  return { kind: "done" };
}
