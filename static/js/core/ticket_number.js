/** The number on a ticket: `A-037`. Twin: app/rules/ticket_number.py, with the reasons. */
const TABLET_LETTERS = "KLMNPRSTVXYZ";
const FIRST_TABLET = 2;
export const NUMBER_MAX = 999;

/** The letters of the tablet in this lane: 2 → "K", 14 → "KK". @param {number} lane */
export function tabletLane(lane) {
  let left = lane - FIRST_TABLET;
  if (!Number.isInteger(left) || left < 0) throw new RangeError("no tablet has this lane");
  let letters = "";
  while (left >= 0) {
    letters = TABLET_LETTERS[left % TABLET_LETTERS.length] + letters;
    left = Math.floor(left / TABLET_LETTERS.length) - 1;
  }
  return letters;
}

/** ("A", 37) → "A-037" */
export const written = (lane, number) => `${lane}-${String(number).padStart(3, "0")}`;

/**
 * The number after the last one this tablet gave: a new day begins with 1, and the day never goes backwards.
 * @param {{on: string, number: number} | undefined} last @param {string} today "YYYY-MM-DD"
 * @returns {{on: string, number: number} | null} null when the day's numbers are used up
 */
export function nextNumber(last, today) {
  const next = last && last.on >= today ? { on: last.on, number: last.number + 1 } : { on: today, number: 1 };
  return next.number > NUMBER_MAX ? null : next;
}
