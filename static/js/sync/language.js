/** The language of the screen is the server's cookie; what this phone keeps follows it. */
import { refreshKeptPages } from "./worker_registration.js";

/**
 * @param {string} address where the choice is posted
 * @param {string} language "vi" or "en"
 * @returns {Promise<boolean>} false: no network, nothing has changed
 */
export async function changeLanguage(address, language) {
  try {
    const body = new URLSearchParams({ lang: language });
    // The answer is a redirect with the cookie; following it would only load a page for nothing.
    const answer = await fetch(address, { method: "POST", body, redirect: "manual" });
    return answer.type === "opaqueredirect" && (await refreshKeptPages());
  } catch {
    return false;
  }
}
