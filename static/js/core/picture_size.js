/**
 * What kind of picture a file is and how large, from its first bytes: before anything is unpacked that would fill a cheap
 * phone's memory. Lengths in pixels; 0 where the bytes do not say.
 */
const START_OF_FRAME = (mark) => mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark);
const two = (bytes, at) => (bytes[at] << 8) | bytes[at + 1];
const letters = (bytes, from, to) => String.fromCharCode(...bytes.subarray(from, to));

/**
 * @param {Uint8Array} bytes the beginning of a file; a JPEG may hold 64 kB of metadata before its size
 * @returns {{kind: "jpeg"|"png"|"webp"|"heic"|"", width: number, height: number}}
 */
export function pictureSize(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return { kind: "jpeg", ...jpegSize(bytes) };
  if (letters(bytes, 1, 4) === "PNG") {
    return { kind: "png", width: two(bytes, 16) * 65_536 + two(bytes, 18), height: two(bytes, 20) * 65_536 + two(bytes, 22) };
  }
  if (letters(bytes, 0, 4) === "RIFF" && letters(bytes, 8, 12) === "WEBP") return { kind: "webp", width: 0, height: 0 };
  const heic = letters(bytes, 4, 8) === "ftyp" && /^(hei|hev|mif|msf)/.test(letters(bytes, 8, 12));
  return { kind: heic ? "heic" : "", width: 0, height: 0 };
}

function jpegSize(bytes) {
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    if (START_OF_FRAME(bytes[at + 1])) return { width: two(bytes, at + 7), height: two(bytes, at + 5) };
    at += 2 + two(bytes, at + 2);
  }
  return { width: 0, height: 0 };
}
