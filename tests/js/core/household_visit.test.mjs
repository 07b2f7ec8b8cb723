import assert from "node:assert/strict";
import { test } from "node:test";

import { dayAfter, matching, nameOf, sorted, visitBody } from "../../../static/js/core/household_visit.js";

const TODAY = "2026-11-20";
const text = (label, max) => ({ kind: "text", label, max, required: false, secret: true, lines: true });
/** As app/rules/household_fields.py tells the page; tests/web/test_follow_ups.py sends a body of these fields. */
const RULES = {
  fields: {
    household: { kind: "code", label: "Hộ", pattern: "[0-9A-Za-z_-]{1,36}", required: true },
    on: { kind: "day", label: "Ngày thăm", days: 31 },
    outcome: { kind: "choice", label: "Kết quả", choices: ["met", "absent", "refused", "moved"] },
    state: { kind: "code", label: "Tình trạng", pattern: "self|guided|by_proxy|unreached", required: false },
    difficulties: { kind: "choices", label: "Khó khăn", choices: ["a", "b"], max: 12 },
    note: text("Ghi chú", 300),
    next_on: { kind: "code", label: "Hẹn thăm lại", pattern: "[0-9]{4}-[0-9]{2}-[0-9]{2}", required: false },
  },
  together: [],
};
const TYPED = { outcome: "met", state: "guided", difficulties: ["b", "a"], note: "", on: "", again: "", next_on: "" };
const line = (id, building, apartment, due_on = "") => ({ id, building, apartment, initials: "N.T.H", due_on });
const ids = (lines) => lines.map(({ id }) => id).join(" ");
const body = (change) => visitBody("ho-1", { ...TYPED, ...change }, RULES, TODAY);
const codes = (change) => body(change).refusals.map(({ field, code }) => `${field}:${code}`).join(" ");

test("the list is walked corridor by corridor, other days apart, whoever was visited last", () => {
  const lines = [
    line("ten", "CT10", "101"), line("far", "CT2", "1204"), line("near", "CT2", "302", TODAY),
    line("soon", "CT1", "5", "2026-11-25"), line("tomorrow", "CT9", "1", "2026-11-21"), line("was", "CT2", "303"),
  ];
  const row = (household, state, more) => ({ state, line: { household, name: "CT3 · 9", found: "Đã gặp" }, ...more });
  const kept = [row("off", "sent"), row("was", "waiting", { entity: "second" }), row("was", "sent"),
    row("near", "void"), { line: null }, { line: { text: "N.T.H.N" }, state: "sent" }];
  const groups = sorted(lines, kept, TODAY);
  assert.equal(ids(groups.now), "near far ten");
  assert.equal(ids(groups.later), "tomorrow soon");
  // The ward has taken one off the list since: its visit is still seen for a day.
  assert.deepEqual(groups.visited.map(nameOf), ["CT3 · 9", "CT2 · 303 · N.T.H"]);
  assert.equal(groups.visited[1].kept.entity, "second");
  assert.equal(lines[0].id, "ten");
});

test("a line is found without diacritics by place and initials, whatever comes first", () => {
  const lines = [line("1", "Đơn nguyên 2", "P1204"), line("2", "CT1A", "1204"), line("3", "", "12")];
  assert.equal(ids(matching(lines, "don 1204")), "1");
  assert.equal(ids(matching(lines, "1204 ct1a")), "2");
  assert.equal(ids(matching(lines, "  ")), "1 2 3");
  assert.equal(nameOf(lines[2]), "12 · N.T.H");
});

test("what is asked of whoever was met is not kept of anybody else", () => {
  assert.deepEqual(body({ again: "7", note: " Hẹn  sáng " }), {
    body: { household: "ho-1", on: "", outcome: "met", state: "guided", difficulties: ["a", "b"], note: "Hẹn sáng",
      next_on: "2026-11-27" },
    refusals: [],
  });
  const away = body({ outcome: "absent", again: "3" }).body;
  assert.deepEqual([away.state, away.difficulties, away.next_on], ["", [], "2026-11-23"]);
  // Whoever has moved away is not visited again, whatever was chosen before.
  assert.equal(body({ outcome: "moved", again: "day" }).body.next_on, "");
  assert.equal(codes({ outcome: "moved", again: "day" }), "");
});

test("secrets, no result, and days that cannot be are refused by name", () => {
  assert.equal(codes({ outcome: "", note: "mật khẩu VNeID là Abc@12345" }), "outcome:required note:looks_secret");
  assert.equal(codes({ on: "2026-11-21" }), "on:day_future");
  assert.equal(codes({ state: "" }), "state:required");
  assert.equal(codes({ state: "", outcome: "refused" }), "");
  assert.equal(codes({ again: "day" }), "next_on:next_missing");
  assert.equal(codes({ again: "day", next_on: TODAY }), "next_on:next_passed");
  assert.equal(codes({ again: "day", next_on: dayAfter(TODAY, 366) }), "");
  assert.equal(codes({ again: "day", next_on: dayAfter(TODAY, 367) }), "next_on:next_far");
});
