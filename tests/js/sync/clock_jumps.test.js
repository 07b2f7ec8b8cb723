/** F62: what was sent is kept for thirty days of the server's time, whatever the clock of the device does meanwhile. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { delivered, device } from "./device.js";

const YEAR = 366 * 86_400_000;

for (const [name, first, then] of [
  ["jumps a year ahead", 0, YEAR],
  ["jumps a year back", 0, -YEAR],
  ["was a year ahead and is put right", YEAR, 0],
  ["was a year behind and is put right", -YEAR, 0],
]) {
  test(`a clock that ${name} takes nothing of what a restored server would need`, async (t) => {
    const me = await device(t);
    me.server.clockOffset = first;
    await me.save(2);
    assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
    const { length } = await me.tab.outbox.unsafe();
    // The server is in this process: its time goes on, the device's jumps.
    t.mock.timers.enable({ apis: ["Date"], now: Date.now() + then - first });
    me.server.clockOffset = then;
    await me.save(1);
    assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
    await me.tab.outbox.prune(Date.now(), await me.tab.server_contact.clockOffset());
    assert.equal((await me.tab.outbox.unsafe()).length, length + 1);
    await delivered(me);
  });
}

test("a request that the browser itself sent twice is signed anew and not shown to anybody as a problem", async (t) => {
  const me = await device(t);
  await me.save(2);
  me.server.faults = [{ status: 401, code: "request_replayed" }];
  assert.deepEqual(await me.tab.push.drain(), { kind: "done" });
  await delivered(me);
});
