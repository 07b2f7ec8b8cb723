/** R16, the twin of app/rules/secret.py, which explains each part: no password, PIN or one-time code in free text. */
import { fold } from "./fold.js";

const INNOCENT =
  /(?:[0-2]?\d|3[01])([/.-])(?:0?[1-9]|1[0-2])\1(?:\d{4}|\d\d)(?!\d)|\d\.\d{6}(?!\d)|(?:\d{3}\.\d\d\.\d\d\.)?[a-y]\d\d(?:\.[\da-z]+)*-\d{6}-\d{4,7}/g;
const KEYWORD =
  "(?:o[ .-]?t[ .-]?p|mat ?khau|mat ma|mk|pass ?(?:words?|codes?|wd)?|pas+code|verification code|cv[vc]|ma (?:pin|xac (?:thuc|nhan|minh)|kich hoat|bi mat|bao mat|mo khoa))";
const BETWEEN =
  "(?:cua|vneid|bac|anh|chi|ong|ba|em|chau|co|chu|toi|minh|moi|cu|so|ma|gui|ve|dang nhap|tai khoan|may|sim|dien thoai|zalo|ngan hang|e?mail|gmail|dvc|cong|app|nay|nhan|duoc|vua|cap|tam|wifi|quy khach|khach hang|your|code|for|google|facebook|icloud)";
const END = "(?![a-z0-9])";
const GAP = `(?:[^a-z0-9,.;]+${BETWEEN}${END}){0,8}`;
const SYLLABLE =
  "(?:ngh?|kh|th|tr|ch|ph|nh|gh|gi|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?(?![a-z0-9@#$!%&*_])";
const NO_VALUE = `(?!(?:\\+?84|0)\\d(?:[ .-]?\\d){7,9}(?!\\d)|${SYLLABLE}|${BETWEEN}${END})`;
const ASSIGNED = `[^a-z0-9,.;:=]*(?:[:=]|(?:la|is)${END})(?: ?(?:la|is)${END})?[^a-z0-9,.;+]*`;
const MIXED = "(?=[a-z@#$!%&*_]*\\d)(?=\\d*[a-z@#$!%&*_])[a-z0-9@#$!%&*_]{6,}(?![a-z0-9-])";

const SECRETS = [
  `${KEYWORD}${GAP}[^a-z0-9,.;]{1,4}(?:\\d(?:[ .-]?\\d){3,7}(?![ .-]?\\d|[a-z])|${MIXED})`,
  `(?:${KEYWORD}|pin)${GAP}${ASSIGNED}${NO_VALUE}(?:[^ ,;]{6,}|(?=[^ ,;]*\\d)[^ ,;]{4,})`,
  `pin \\d{6}(?!\\d|[a-z])`,
  `\\d{4,8} (?:la|is) (?:${BETWEEN} ){0,4}(?:${KEYWORD}|pin)${END}`,
  `\\d{6} (?:ma )?otp${END}`,
].map((pattern) => new RegExp("(?:^|[^a-z0-9])" + pattern, "u"));

/** @param {string} text */
export function looksLikeSecret(text) {
  const folded = fold(text).replace(INNOCENT, "§");
  return SECRETS.some((secret) => secret.test(folded));
}
