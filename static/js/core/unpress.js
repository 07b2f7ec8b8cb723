/** The other half of press.js, for whoever opens what was sealed. */
const SQUEEZED = 1;
/** More than any declaration of ours says (app/rules/declaration.py: 48,000 letters). */
const MOST_BYTES = 256 * 1024;

/**
 * @param {Uint8Array} pressed @returns {Promise<Uint8Array>}
 * @throws {Error} "too_old": this browser cannot; anything else: it is not what press() made, or too long
 */
export async function unpress(pressed) {
  if (pressed[0] !== SQUEEZED) return pressed;
  let stream;
  try {
    stream = new DecompressionStream("deflate-raw");
  } catch {
    throw new Error("too_old");
  }
  const reader = new Blob([pressed.slice(1)]).stream().pipeThrough(stream).getReader();
  const parts = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > MOST_BYTES) throw new Error("too long");
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
