import assert from "node:assert/strict";
import { test } from "node:test";
import { nextNumber, tabletLane, written } from "../../../static/js/core/ticket_number.js";
import { fairOrder, nextUp, ordinaryBefore, peopleAhead } from "../../../static/js/core/ticket_order.js";
import { cases } from "./cases.mjs";

const numbers = cases("ticket_number");

test("every tablet has letters of its own, and a number is written one way", () => {
  for (const each of numbers.lanes) assert.equal(tabletLane(each.lane), each.letters);
  for (const lane of [0, 1, -3, 2.5, undefined]) assert.throws(() => tabletLane(lane), RangeError);
  for (const each of numbers.written) assert.equal(written(each.lane, each.number), each.written);
});

test("a day begins with 1 and never goes backwards", () => {
  for (const each of numbers.next) assert.deepEqual(nextNumber(each.last ?? undefined, each.today), each.next);
});

test("the order of a queue is the server's", () => {
  for (const { waiting, counters, called, every, before, order, next, ahead } of cases("ticket_order")) {
    assert.equal(ordinaryBefore(called), before);
    assert.deepEqual(fairOrder(waiting, before, every).map((each) => each.id), order);
    assert.deepEqual(counters.map((counter) => nextUp(waiting, counter, before, every)?.id ?? null), next);
    for (const id of Object.keys(ahead)) assert.equal(peopleAhead(waiting, id, counters, before, every), ahead[id]);
  }
});
