/** Keeps a device on duty able to open declarations that phones show as codes: its ward's keys of three months. */
import { decode } from "../core/base64.js";
import { forgetScanKeys, keepScanKeys } from "../store/scan_keys.js";
import { signedFetch } from "./signed_fetch.js";

const P256 = { name: "ECDH", namedCurve: "P-256" };
/** Answers after which this device opens nothing any more. */
const NOT_OURS = ["device_draining", "device_revoked", "not_enrolled"];

/** @returns {Promise<boolean>} whether the server told them now */
export async function pullScanKeys() {
  const answer = await signedFetch("GET", "/sync/v1/scan-keys");
  if (NOT_OURS.includes(answer.code)) await forgetScanKeys();
  if (answer.kind !== "answer" || !Array.isArray(answer.json?.keys)) return false;
  const keys = await Promise.all(
    answer.json.keys.map(async ({ key, public: point, private: pkcs8 }) => ({
      key,
      point: decode(point),
      privateKey: await crypto.subtle.importKey("pkcs8", decode(pkcs8), P256, false, ["deriveBits"]),
    })),
  );
  await keepScanKeys({ mark: answer.json.mark, keys }, Date.now());
  return true;
}
