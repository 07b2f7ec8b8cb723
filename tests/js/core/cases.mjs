/** The cases that Python and JavaScript must agree on: tests/cases/<name>.json, read by both. */
import { readFileSync } from "node:fs";

export const cases = (name) => JSON.parse(readFileSync(new URL(`../../cases/${name}.json`, import.meta.url), "utf8"));
