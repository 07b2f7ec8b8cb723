/** What the server would show for a form as it is filled in right now; nothing is stored by asking. */

/**
 * @param {string} address where the form asks
 * @param {HTMLFormElement} form
 * @returns {Promise<Document | null>} null: no network, or the server refused; what stands on the page stays
 */
export async function askParts(address, form) {
  try {
    const response = await fetch(address, {
      method: "POST",
      body: new URLSearchParams(/** @type {any} */ ([...new FormData(form)])),
      headers: { "HX-Request": "true", "HX-Request-Type": "partial" },
    });
    if (!response.ok) return null;
    return new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    return null;
  }
}
