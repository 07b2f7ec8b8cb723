/** Module hook: one deliberate bug of mutants.json, named by GD_MUTANT, in the source that it names. [file, sound,
 * broken] are caught by the schedules of the simulator, those with a fourth word by that file of tests. */
import { readFileSync } from "node:fs";

const [file, sound, broken] = JSON.parse(readFileSync(new URL("mutants.json", import.meta.url)))[process.env.GD_MUTANT];

export async function load(url, context, next) {
  const loaded = await next(url, context);
  if (!new URL(url).pathname.endsWith(`/static/js/${file}`)) return loaded;
  const source = String(loaded.source);
  if (!source.includes(sound)) throw new Error(`the mutant no longer fits ${file}`);
  return { ...loaded, source: source.replace(sound, broken) };
}
