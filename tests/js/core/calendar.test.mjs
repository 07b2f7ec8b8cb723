import assert from "node:assert/strict";
import { test } from "node:test";
import * as calendar from "../../../static/js/core/calendar.js";
import * as due from "../../../static/js/core/due.js";
import { cases } from "./cases.mjs";

const told = cases("calendar");
const HANOI = told.calendars.hanoi;
const at = (text) => Date.parse(text.replace(" ", "T") + (text.split(":").length === 2 ? ":00" : "") + "+07:00");
const written = (ms) => new Date(ms + 7 * 3600000).toISOString().slice(0, 16).replace("T", " ");

for (const one of [...told.examples, ...told.due]) {
  test(`${one.start} + ${one.value} ${one.unit}: ${one.note}`, () => {
    const moment = due.dueAt(told.calendars[one.calendar ?? "hanoi"], at(one.start), one.value, one.unit, one.cutoff);
    assert.equal(written(moment), one.due);
    if ("apology" in one) assert.deepEqual(due.latestApologyOn(HANOI, moment, at(one.start)), one.apology);
  });
}

test("what is no time limit is refused", () => {
  for (const [value, unit] of told.no_limit) {
    assert(!due.isLimit(value, unit), value + unit);
    assert.throws(() => due.dueAt(HANOI, 0, value, unit), RangeError);
  }
});

test("working days", () => {
  for (const [day, working] of told.is_working) assert.equal(calendar.isWorking(HANOI, day), working, day);
  for (const [day, after] of told.next_working) assert.equal(calendar.nextWorking(HANOI, day), after, day);
  for (const [day, count, after] of told.add_working_days) {
    assert.equal(calendar.addWorkingDays(HANOI, day, count), after, day);
  }
  for (const [first, last, days] of told.working_days_between) {
    assert.equal(calendar.workingDaysBetween(HANOI, first, last), days, `${first} – ${last}`);
  }
});

test("moments that follow from a due date or a receipt", () => {
  for (const [moment, opens] of told.working_moment) {
    assert.equal(written(calendar.workingMoment(HANOI, at(moment))), opens, moment);
  }
  for (const [received, until] of told.hand_over_due) {
    assert.equal(written(due.handOverDue(HANOI, at(received))), until, received);
  }
  for (const [received, until] of told.supplement_notice_due) {
    assert.equal(written(due.supplementNoticeDue(HANOI, at(received))), until, received);
  }
  for (const [moment, start, latest] of told.latest_apology_on) {
    assert.deepEqual(due.latestApologyOn(HANOI, at(moment), start && at(start)), latest, moment);
  }
  for (const [moment, days] of told.alarm_days) assert.deepEqual(due.alarmDays(HANOI, at(moment)), days, moment);
  assert.equal(written(calendar.opensAt(HANOI, "2026-11-20")), "2026-11-20 08:00");
  assert.equal(written(calendar.closesAt(HANOI, "2026-11-20")), "2026-11-20 17:00");
});

test("the colours of a queue", () => {
  for (const [now, moment, colour, days] of told.remaining) {
    assert.equal(due.remaining(HANOI, at(now), at(moment)), colour, now);
    assert.equal(due.daysLeft(HANOI, at(now), at(moment)), days, now);
  }
});
