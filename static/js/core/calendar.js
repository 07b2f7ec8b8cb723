/**
 * Working days and office hours of a ward. Twin of app/rules/calendar.py, which names the articles; held to it by
 * tests/cases/calendar.json. Days are "YYYY-MM-DD" in Việt Nam (UTC+7), moments milliseconds, hours minutes of the day.
 * @typedef {{exceptions: Record<string, boolean>, morning: number[], afternoon: number[], cutoff: number}} Calendar
 */

export const MINUTE = 60000;
export const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const OFFSET = 7 * HOUR;

/** Days since 1970-01-01. @param {string} day */
export const numberOf = (day) => Date.parse(day + "T00:00:00Z") / DAY;
/** @param {number} number */
export const dayNumbered = (number) => new Date(number * DAY).toISOString().slice(0, 10);
/** The number of the day in Việt Nam of a moment. @param {number} at */
export const numberAt = (at) => Math.floor((at + OFFSET) / DAY);
/** Milliseconds after midnight in Việt Nam. @param {number} at */
export const timeOf = (at) => at + OFFSET - numberAt(at) * DAY;
/** @param {number} number @param {number} minutes */
export const moment = (number, minutes) => number * DAY - OFFSET + minutes * MINUTE;

/** Monday to Friday, but for the exceptions; number 0 was a Thursday. @param {Calendar} calendar @param {number} number */
export function works(calendar, number) {
  return calendar.exceptions[dayNumbered(number)] ?? (number + 3) % 7 < 5;
}

/** @param {Calendar} calendar @param {number} number */
export function nextWorkingNumber(calendar, number) {
  do number += 1; while (!works(calendar, number));
  return number;
}

/** The `count`-th working day after a day, before it when negative; the day itself for 0. */
export function moved(calendar, number, count) {
  for (let left = Math.abs(count); left > 0; ) {
    number += Math.sign(count);
    if (works(calendar, number)) left -= 1;
  }
  return number;
}

export const isWorking = (calendar, day) => works(calendar, numberOf(day));
export const nextWorking = (calendar, day) => dayNumbered(nextWorkingNumber(calendar, numberOf(day)));
export const addWorkingDays = (calendar, day, count) => dayNumbered(moved(calendar, numberOf(day), count));

/** Working days after `first` up to and including `last`; negative when `last` lies before. */
export function workingDaysBetween(calendar, first, last) {
  const start = numberOf(first);
  const end = numberOf(last);
  let days = 0;
  for (let number = Math.min(start, end) + 1; number <= Math.max(start, end); number += 1) {
    if (works(calendar, number)) days += 1;
  }
  return end < start ? 0 - days : days;
}

export const opensAt = (calendar, day) => moment(numberOf(day), calendar.morning[0]);
export const closesAt = (calendar, day) => moment(numberOf(day), calendar.afternoon[1]);
/** "Sau 15 giờ": 15:00:00 is still in time. */
export const afterCutoff = (calendar, at) => Math.floor(timeOf(at) / 1000) > calendar.cutoff * 60;

/** The moment itself when the office is open, or the next at which it opens. */
export function workingMoment(calendar, at) {
  const number = numberAt(at);
  const minutes = timeOf(at) / MINUTE;
  if (!works(calendar, number) || minutes >= calendar.afternoon[1]) {
    return moment(nextWorkingNumber(calendar, number), calendar.morning[0]);
  }
  const [opening] = minutes < calendar.morning[1] ? calendar.morning : calendar.afternoon;
  return minutes >= opening ? at : moment(number, opening);
}

/** The same, but closing time itself is still in time. */
export function openMoment(calendar, at) {
  const minutes = timeOf(at) / MINUTE;
  const closing = minutes === calendar.morning[1] || minutes === calendar.afternoon[1];
  return closing && works(calendar, numberAt(at)) ? at : workingMoment(calendar, at);
}

/** When so many milliseconds of office time have passed since a moment. */
export function afterWorkingTime(calendar, at, milliseconds) {
  at = workingMoment(calendar, at);
  for (;;) {
    const period = timeOf(at) < calendar.morning[1] * MINUTE ? calendar.morning : calendar.afternoon;
    const closing = moment(numberAt(at), period[1]);
    if (at + milliseconds <= closing) return at + milliseconds;
    milliseconds -= closing - at;
    at = workingMoment(calendar, closing);
  }
}
