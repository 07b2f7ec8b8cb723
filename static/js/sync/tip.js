/** What tip pages say to the server: no cookie, nothing kept by the browser, and an answer that is certainly ours. */

/**
 * @param {"" | "-reply" | "-answer"} what @param {object} body JSON @param {boolean} [signedIn] the key holder's own page
 * @returns {Promise<{ok: boolean, code: string, title: string, body: any} | null>} null: no network, or not our server
 */
export async function tell(what, body, signedIn = false) {
  try {
    const response = await fetch(`/sync/v1/tip${what}`, {
      method: "POST",
      credentials: signedIn ? "same-origin" : "omit",
      referrerPolicy: "no-referrer",
      redirect: "error",
      cache: "no-store",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    const told = await response.json();
    return { ok: response.ok, code: told.code ?? "", title: told.title ?? "", body: told };
  } catch {
    return null;
  }
}

/** @returns {Promise<boolean>} whether the ward has taken the new public key, sent with the form's own identity */
export async function putKey(form) {
  try {
    const response = await fetch("/tin-bao/khoa", { method: "POST", body: new URLSearchParams(form), redirect: "error" });
    return response.ok;
  } catch {
    return false;
  }
}
