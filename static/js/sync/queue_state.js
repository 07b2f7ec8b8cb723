/** How the queue stands, asked of the ward's server: of one ticket by whoever holds it, of a point by its screen. */
const OWN = "/so-thu-tu/tinh-hinh";
const SILENCE_MS = 7000;

/** @returns {Promise<any | null>} null: no network, or not our server */
async function asked(address, headers) {
  try {
    const response = await fetch(address, { headers, cache: "no-store", signal: AbortSignal.timeout(SILENCE_MS) });
    // A page of some Wi-Fi is not our server.
    return response.ok && response.headers.has("GD-Proto") ? await response.json() : null;
  } catch {
    return null;
  }
}

/** @param {string} address of the screen's question */
export const situation = (address) => asked(address, {});

/** The id goes in a header, where no log and no history keeps it. A ticket the server does not know has lapsed. */
export async function ticketSituation(id) {
  const told = await asked(OWN, { "GD-Ticket": id });
  return told && (told.ticket ?? { state: "lapsed" });
}
