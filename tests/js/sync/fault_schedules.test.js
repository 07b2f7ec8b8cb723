/**
 * The real store and push code in seeded schedules of savers, tabs, drains and faults; after each schedule the network
 * heals and everything must have arrived once. A failing seed is in the name of the assertion.
 */
import assert from "node:assert/strict";
import { test } from "node:test";

import { conserved, delivered, device, tabOf } from "./device.js";

const SEEDS = Number(process.env.GANDAN_SEEDS ?? 40);
const FAULTS = [
  "drop_before", "drop_after", "html", "redirect", "no_content", "bare_json", "truncate", null, null, null, null,
  ...[400, 401, 403, 404, 413, 429, 500, 502].map((status) => ({ status, code: "fault" })),
  ...[302, 404, 413, 502].map((status) => ({ status })),
];

function randomOf(seed) {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

for (let seed = 1; seed <= SEEDS; seed++) {
  test(`schedule ${seed}`, async (t) => {
    const me = await device(t);
    const random = randomOf(seed * 7919);
    const tabs = [me.tab, await tabOf()];
    me.server.decide = () => ({ status: ["ok", "ok", "ok", "merged", "rejected", "parked", "conflict"][random(7)] });
    const going = [];
    for (let step = 0; step < 25; step++) {
      const tab = tabs[random(tabs.length)];
      const what = random(10);
      if (what < 4) going.push(me.save(1 + random(8), random(12) ? {} : { poison: true }, tab));
      else if (what < 8) {
        me.server.faults = Array.from({ length: random(4) }, () => FAULTS[random(FAULTS.length)]);
        going.push(tab.push.drain());
      } else if (what < 9) await Promise.all(going.splice(0));
      else tabs[1] = await tabOf();
      if (random(3) === 0) await Promise.all(going.splice(0)).then(() => conserved(me));
    }
    await Promise.all(going);
    me.server.faults = [];
    assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
    await delivered(me);
  });
}
