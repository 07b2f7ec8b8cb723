/**
 * Text as it is stored (clean) and as it is searched by (fold). Twin: app/rules/text.py. White space is listed by hand,
 * because \s is not the same set in Python and JavaScript.
 */
const SPACES = /[ \t\n\v\f\r\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
const DROPPED =
  /[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\u{e0000}-\u{e007f}]/gu;
/** Kept inside an emoji family, dropped elsewhere. */
const JOINER = /([\u2600-\u27bf\ufe0f\u{1f000}-\u{1faff}]\u200d(?=[\u2600-\u27bf\ufe0f\u{1f000}-\u{1faff}]))|\u200d/gu;
const squeeze = (text) => text.replace(SPACES, " ").replace(/^ | $/g, "");

/** NFC, single spaces, nothing invisible, Icelandic Ð repaired to Đ. @param {string} text @param {boolean} [lines] */
export function clean(text, lines) {
  text = text.replace(DROPPED, "").replace(/[ÐƉ]/g, "Đ").replace(/[ðɖ]/g, "đ").replace(JOINER, "$1").normalize("NFC");
  if (!lines) return squeeze(text);
  const kept = text.split(/\r\n|[\r\n\v\f\x85\u2028\u2029]/).map(squeeze).join("\n");
  return kept.replace(/\n{3,}/g, "\n\n").replace(/^\n+|\n+$/g, "");
}

const bare = (text) =>
  text.replace(/[đĐ]/g, "d").normalize("NFKD").toLowerCase().replace(/[\p{M}\p{Cf}\p{Surrogate}]/gu, "");

/** No diacritics, đ → d, lower case; lone "ly, my, ky…" as "li, mi, ki". @param {string} text */
export function fold(text) {
  const plain = bare(bare(clean(text))).normalize("NFC");
  return squeeze(plain).replace(/(^|[^a-z])([hklmstv])y(?![a-z])/g, "$1$2i");
}
