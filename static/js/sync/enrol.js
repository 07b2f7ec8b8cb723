/** Makes this browser a device of a ward, by a one-time code of an admin. */
import { adopt, pendingKeys } from "../store/identity.js";
import { pull } from "./pull.js";
import { signedFetch } from "./signed_fetch.js";

/**
 * @param {{code: string, name: string}} asked name: what the ward calls this tablet
 * @returns {Promise<{ok: true, identity: object} | {ok: false, kind: string, code?: string, title?: string}>}
 */
export async function enrol({ code, name }) {
  const { privateKey, publicKey } = await pendingKeys();
  const body = JSON.stringify({ code, pubkey: publicKey, name });
  const answer = await signedFetch("POST", "/sync/v1/enrol", body, { signed: false });
  if (answer.kind !== "answer") return { ok: false, ...answer };
  const { ward, device, point, certificate } = answer.json;
  const { seal_key: sealKey, ...place } = ward;
  const identity = { ward: place, device, point, sealKey, certificate, enrolledAt: Date.now() };
  if (!(await adopt(identity, privateKey))) return { ok: false, kind: "problem", code: "outbox_of_other_ward" };
  await pull();
  return { ok: true, identity };
}
