/**
 * Leftovers of a keyboard that was switched off: "Nguyeenx" (Telex) or "Nguye64n" (VNI) for "Nguyễn". Only ever an
 * offer. Twin: app/rules/telex.py, which says how it thinks; cases: tests/cases/telex.json.
 */
const INITIALS = "ngh ng nh gh gi kh th tr ch ph qu b c d đ g h k l m n p q r s t v x".split(" ");
const RHYMES = new Set(
  (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây " +
    "e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu " +
    "i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu " +
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc " +
    "oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt " +
    "u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt " +
    "uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu"
  ).split(" "),
);
const VOWELS = "aăâeêioôơuưy";
const TELEX_TONES = { s: "\u0301", f: "\u0300", r: "\u0309", x: "\u0303", j: "\u0323" };
const VNI_TONES = { 1: "\u0301", 2: "\u0300", 3: "\u0309", 4: "\u0303", 5: "\u0323" };
const TELEX_PAIRS = { dd: "đ", aa: "â", ee: "ê", oo: "ô", uow: "ươ", aw: "ă", ow: "ơ", uw: "ư" };
const VNI_SHAPES = { 6: ["aeo", "âêô"], 7: ["ou", "ơư"], 8: ["a", "ă"], 9: ["d", "đ"] };

/** `text` with every suspected word replaced: what the offer would write. @param {string} text */
export const repairTelex = (text) => text.replace(/[\p{L}\p{N}]+/gu, (word) => meant(word) ?? word);

function meant(word) {
  const keys = word.normalize("NFC").toLowerCase();
  // Three keys and two letters at least: "A12" is a flat, "is" is English.
  if (keys.length < 3 || !/^\p{L}.*\p{L}/u.test(keys) || isSyllable(keys, "")) return null;
  for (const read of [readTelex, readVni]) {
    const [plain, tone] = read(keys);
    if (plain !== keys && isSyllable(plain, tone)) return cased(word, withTone(plain, tone));
  }
  return null;
}

function cased(word, text) {
  if (word === word.toUpperCase()) return text.toUpperCase();
  return word[0] === word[0].toUpperCase() ? text[0].toUpperCase() + text.slice(1) : text;
}

const joinHorn = (plain) => (/uơ[cimnptu]/.test(plain) ? plain.replaceAll("uơ", "ươ") : plain);

function readTelex(keys) {
  const firstVowel = [...keys].findIndex((letter) => VOWELS.includes(letter));
  let tone = "";
  for (let at = keys.length - 1; firstVowel >= 0 && at > firstVowel && !tone; at--) {
    tone = TELEX_TONES[keys[at]] ?? "";
    if (tone) keys = keys.slice(0, at) + keys.slice(at + 1);
  }
  for (const [pair, letter] of Object.entries(TELEX_PAIRS)) keys = keys.replaceAll(pair, letter);
  return [joinHorn(keys), tone];
}

function readVni(keys) {
  const letters = [];
  let tone = "";
  for (const key of keys) {
    if (VNI_TONES[key]) tone = VNI_TONES[key];
    else if (VNI_SHAPES[key]) shapeLast(letters, ...VNI_SHAPES[key]);
    else letters.push(key);
  }
  return [joinHorn(letters.join("")), tone];
}

function shapeLast(letters, plain, shaped) {
  const at = letters.findLastIndex((letter) => plain.includes(letter));
  if (at >= 0) letters[at] = shaped[plain.indexOf(letters[at])];
}

/** [initial, rhyme] of a syllable without its tone, or undefined. */
function split(plain) {
  const initial = [...INITIALS, ""].find((each) => plain.startsWith(each) && RHYMES.has(plain.slice(each.length)));
  return initial === undefined ? undefined : [initial, plain.slice(initial.length)];
}

function isSyllable(plain, tone) {
  const parts = split(plain);
  if (!parts) return false;
  return !(tone && /(?:ch|[cpt])$/.test(parts[1])) || tone === "\u0301" || tone === "\u0323";
}

/** The tone where most people write it ("hòa", "thủy", "người", "Nguyễn"). */
function withTone(plain, tone) {
  if (!tone) return plain;
  const [initial, rhyme] = split(plain);
  const places = (set) => [...rhyme].flatMap((letter, at) => (set.includes(letter) ? [at] : []));
  const shaped = places("ăâêôơư");
  const vowels = places(VOWELS);
  const beforeEnd = vowels.length === 1 || (vowels.length === 2 && vowels[1] === rhyme.length - 1);
  const at = shaped.length ? shaped.at(-1) : vowels[beforeEnd ? 0 : 1];
  return (initial + rhyme.slice(0, at + 1) + tone + rhyme.slice(at + 1)).normalize("NFC");
}
