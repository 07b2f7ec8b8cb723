/**
 * Squeezes a body before it is sealed: what is sealed no longer compresses, and a lobby's uplink is narrow. A browser
 * without CompressionStream sends it as it is; the first byte tells the server which: "{" or 1.
 */
const SQUEEZED = 1;

/** @param {Uint8Array} plain @returns {Promise<Uint8Array>} the shorter of the two forms */
export async function press(plain) {
  if (typeof CompressionStream === "undefined") return plain;
  let stream;
  try {
    stream = new CompressionStream("deflate-raw");
  } catch {
    return plain; // Chromium before 103 knows only the older formats
  }
  const squeezed = new Uint8Array(await new Response(new Blob([plain]).stream().pipeThrough(stream)).arrayBuffer());
  if (squeezed.length + 1 >= plain.length) return plain;
  const marked = new Uint8Array(squeezed.length + 1);
  marked[0] = SQUEEZED;
  marked.set(squeezed, 1);
  return marked;
}
