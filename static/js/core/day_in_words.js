/** Days written out in words, as the forms of civil status ask. Twin: app/rules/day_in_words.py. */
const DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

/** "2005-04-15" → "Ngày mười lăm tháng tư năm hai nghìn không trăm linh năm"; a month or a day may be missing. */
export function dayInWords(day) {
  if (!day) return "";
  const [year, month, date] = day.split("-").map(Number);
  const parts = [`năm ${inWords(year)}`];
  // The fourth month has a name of its own.
  if (month) parts.unshift(`tháng ${month === 4 ? "tư" : inWords(month)}`);
  if (date) parts.unshift(`ngày ${inWords(date)}`);
  const words = parts.join(" ");
  return words[0].toUpperCase() + words.slice(1);
}

function inWords(number) {
  const [thousands, rest] = [Math.floor(number / 1000), number % 1000];
  if (!thousands) return belowThousand(rest, false);
  const words = `${DIGITS[thousands]} nghìn`;
  return rest ? `${words} ${belowThousand(rest, true)}` : words;
}

/** `whole`: it stands behind thousands, so that an empty hundred is said too. */
function belowThousand(number, whole) {
  const [hundreds, rest] = [Math.floor(number / 100), number % 100];
  if (!hundreds && !whole) return belowHundred(rest);
  const words = `${DIGITS[hundreds]} trăm`;
  if (!rest) return words;
  return rest < 10 ? `${words} linh ${DIGITS[rest]}` : `${words} ${belowHundred(rest)}`;
}

function belowHundred(number) {
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  if (!tens) return DIGITS[ones];
  const words = tens === 1 ? "mười" : `${DIGITS[tens]} mươi`;
  if (!ones) return words;
  if (ones === 5) return `${words} lăm`;
  return ones === 1 && tens > 1 ? `${words} mốt` : `${words} ${DIGITS[ones]}`;
}
