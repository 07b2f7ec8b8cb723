import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { freshProfile, openTab } from "../browser.js";

const DAY = 86_400_000;
const NOW = Date.parse("2026-11-20T03:00:00Z");
const SHIFT = { id: "ca-1", staff: "nv-lan", name: "Cô Lan", role: "volunteer", expiresAtMs: NOW + 3 * DAY, ticket: "ve" };
const who = (id) => ({ ward: { id: 4, name: "Hà Đông" }, device: { id, name: "Máy 1", lane: "A" }, sealKey: "k" });
const TOLD = { mark: "ABCD", keys: [{ key: "2611WXYZ", point: new Uint8Array(65), privateKey: "key" }] };
let store;
let device;

beforeEach(async () => {
  freshProfile();
  const tab = openTab();
  [store, device] = await Promise.all([tab("store/scan_keys.js"), tab("store/identity.js")]);
  await device.adopt(who("dev-1"), "key");
  await device.beginShift(SHIFT);
});

test("keys of codes outlive the shift and go a week after they were told", async () => {
  await store.keepScanKeys(TOLD, NOW);
  await device.endShift();
  const held = await store.scanKeys(NOW + 7 * DAY);
  assert.deepEqual([held.mark, held.keys[0].key], ["ABCD", "2611WXYZ"]);
  assert.equal(await store.scanKeys(NOW + 7 * DAY + 1), null);
  // Gone for good, also when the clock is set back.
  assert.equal(await store.scanKeys(NOW), null);
});

test("an answer that comes after the shift is not kept", async () => {
  await device.endShift();
  await store.keepScanKeys(TOLD, NOW);
  assert.equal(await store.scanKeys(NOW), null);
});

test("another enrolment opens nothing with them", async () => {
  await store.keepScanKeys(TOLD, NOW);
  await device.adopt(who("dev-2"), "key");
  assert.equal(await store.scanKeys(NOW), null);
});
