/**
 * When a dossier is due, and what follows from it. Twin of app/rules/due.py, which names the articles; held to it by
 * tests/cases/calendar.json. Moments in milliseconds, days "YYYY-MM-DD" in Việt Nam.
 */

import {
  HOUR, afterCutoff, afterWorkingTime, dayNumbered, moment, moved, nextWorkingNumber, numberAt, openMoment,
  works, workingDaysBetween,
} from "./calendar.js";

const [WORKING_DAY, DAY, CLOCK_HOUR, WORKING_HOUR, MONTH] = ["ngày làm việc", "ngày", "giờ", "giờ làm việc", "tháng"];
const UNITS = [WORKING_DAY, DAY, CLOCK_HOUR, WORKING_HOUR, MONTH];
const HALF_DAY = 4 * HOUR;

/** [whole part, and a half], or null for what is no time limit. */
function read(value, unit) {
  const match = /^([0-9]{1,3})(\.5)?$/.exec(value);
  if (!match || !UNITS.includes(unit)) return null;
  const [whole, half] = [Number(match[1]), match[2] !== undefined];
  if (unit === MONTH && (half || !whole)) return null;
  return (unit === CLOCK_HOUR || unit === WORKING_HOUR) && !whole && !half ? null : [whole, half];
}

/** @param {string} value @param {string} unit */
export const isLimit = (value, unit) => read(value, unit) !== null;

/**
 * The last moment in time. Throws RangeError for what is no time limit.
 * @param {import("./calendar.js").Calendar} calendar @param {number} start @param {string} value @param {string} unit
 * @param {boolean} [cutoff15h]
 */
export function dueAt(calendar, start, value, unit, cutoff15h = false) {
  const limit = read(value, unit);
  if (!limit) throw new RangeError("no time limit");
  const [whole, half] = limit;
  const hours = whole * HOUR + (half ? HOUR / 2 : 0);
  if (unit === CLOCK_HOUR) return openMoment(calendar, start + hours);
  if (unit === WORKING_HOUR) return afterWorkingTime(calendar, start, hours);
  if (half && !whole) return afterWorkingTime(calendar, start, HALF_DAY);
  const number = numberAt(start);
  if (unit === MONTH) return close(calendar, monthsAfter(number, whole));
  if (!whole) return sameDay(calendar, start, cutoff15h);
  if (unit === WORKING_DAY) {
    const closing = close(calendar, moved(calendar, number, whole));
    return half ? afterWorkingTime(calendar, closing, HALF_DAY) : closing;
  }
  const closing = close(calendar, number + whole);
  return half ? Math.max(closing, afterWorkingTime(calendar, moment(number + whole + 1, 0), HALF_DAY)) : closing;
}

/** Close of business of a day, or of the next working day when it is none. */
function close(calendar, number) {
  return moment(works(calendar, number) ? number : nextWorkingNumber(calendar, number), calendar.afternoon[1]);
}

function sameDay(calendar, start, cutoff15h) {
  const number = numberAt(start);
  const over = start > moment(number, calendar.afternoon[1]) || (cutoff15h && afterCutoff(calendar, start));
  return close(calendar, works(calendar, number) && over ? number + 1 : number);
}

/** The same day of a later month, or that month's last day. */
function monthsAfter(number, months) {
  const [year, month, day] = dayNumbered(number).split("-").map(Number);
  const first = (count) => Date.UTC(Math.floor(count / 12), count % 12, 1) / (24 * HOUR);
  const total = year * 12 + month - 1 + months;
  return Math.min(first(total) + day - 1, first(total + 1) - 1);
}

/** When what was received is to be with the next desk. */
export function handOverDue(calendar, at) {
  const number = numberAt(at);
  const closing = moment(number, calendar.afternoon[1]);
  if (works(calendar, number) && !afterCutoff(calendar, at) && at <= closing) return closing;
  return moment(nextWorkingNumber(calendar, number), calendar.morning[0]);
}

/** Until when a supplement may be asked for. */
export const supplementNoticeDue = (calendar, received) => dueAt(calendar, received, "3", WORKING_DAY);

/** [the day before the due day, the last working day before it], or null when the start lies on the due day. */
export function latestApologyOn(calendar, due, start = null) {
  const number = numberAt(due);
  const working = moved(calendar, number, -1);
  if (start === null) return [dayNumbered(number - 1), dayNumbered(working)];
  const begun = numberAt(start);
  return begun >= number ? null : [dayNumbered(number - 1), dayNumbered(Math.max(working, begun))];
}

/** Working days from today to the due day, negative behind it. */
export function daysLeft(calendar, now, due) {
  return workingDaysBetween(calendar, dayNumbered(numberAt(now)), dayNumbered(numberAt(due)));
}

/** The days from which on a dossier warns and presses. */
export function alarmDays(calendar, due) {
  return [-3, -1].map((count) => dayNumbered(moved(calendar, numberAt(due), count)));
}

/** late | today | pressing | near | ahead */
export function remaining(calendar, now, due) {
  if (now > due) return "late";
  if (numberAt(now) === numberAt(due)) return "today";
  const left = daysLeft(calendar, now, due);
  return left <= 1 ? "pressing" : left <= 3 ? "near" : "ahead";
}
