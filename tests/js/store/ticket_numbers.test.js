import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { freshProfile, openTab } from "../browser.js";

const MORNING = Date.parse("2026-11-20T01:00:00Z");
const DAY = 86_400_000;
let take;

beforeEach(async () => {
  freshProfile();
  take = (await openTab()("store/ticket_numbers.js")).takeTicketNumber;
});

test("numbers of the tablet's lane go up by one, also over two tabs that press at once", async () => {
  const other = (await openTab()("store/ticket_numbers.js")).takeTicketNumber;
  const taken = await Promise.all([take("K", MORNING), other("K", MORNING), take("K", MORNING), other("K", MORNING)]);
  assert.deepEqual(taken.map(({ number }) => number).sort(), [1, 2, 3, 4]);
});

test("a day begins with 1, never goes backwards, and knows the hour of Việt Nam", async () => {
  await take("K", MORNING);
  assert.deepEqual(await take("K", MORNING + DAY), { on: "2026-11-21", number: 1 });
  assert.deepEqual(await take("K", MORNING), { on: "2026-11-21", number: 2 });
  // 17:30 in London is past midnight here.
  assert.deepEqual(await take("K", Date.parse("2026-11-21T17:30:00Z")), { on: "2026-11-22", number: 1 });
});

test("letters of an earlier enrolment have numbers of their own, and a full day says so", async () => {
  await take("K", MORNING);
  assert.deepEqual(await take("L", MORNING), { on: "2026-11-20", number: 1 });
  for (let count = 2; count <= 999; count++) await take("L", MORNING);
  assert.equal(await take("L", MORNING), null);
});
