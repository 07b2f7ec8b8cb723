/** Operations as a device makes them, with ids that tests can read. */
import { randomUUID } from "node:crypto";

/** @param {object} [change] wire fields that differ */
export function operation(change = {}) {
  return {
    op: randomUUID(), t: "assistance.record/1", e: randomUUID(), b: 0, w: 4, dev: "dev-1", u: "nv-lan", sh: "ca-1",
    at: "2026-11-21T08:41:07.120+07:00", co: 0, app: "r1", c: "cam-ket", x: "a".repeat(600), ...change,
  };
}
