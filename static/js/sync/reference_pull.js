/** Fetches the ward's lists when they have changed. */
import { referenceCheck, referenceUnchanged, saveReference } from "../store/reference.js";
import { signedFetch } from "./signed_fetch.js";

/** @returns {Promise<{ok: true, changed: boolean} | {ok: false, kind: string, code?: string, title?: string}>} */
export async function pullReference() {
  const { etag } = await referenceCheck();
  const headers = etag ? { "If-None-Match": etag } : {};
  const answer = await signedFetch("GET", "/sync/v1/reference", null, { headers });
  if (answer.kind !== "answer") return { ok: false, ...answer };
  if (answer.status === 304) {
    await referenceUnchanged(Date.now());
    return { ok: true, changed: false };
  }
  await saveReference(answer.json, answer.etag, Date.now());
  return { ok: true, changed: true };
}
