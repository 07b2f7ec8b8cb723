/**
 * node measure.mjs CHROMIUM ORIGIN < pages: [{path, skipped}] as JSON; a line of JSON for each:
 * {path, scores: {category: 0…100}, wrong: ["category audit"]}. One browser, the usual phone of Lighthouse.
 */
import { readFileSync } from "node:fs";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const CATEGORIES = ["accessibility", "best-practices", "seo"];
const [chromePath, origin] = process.argv.slice(2);
const browser = await launch({ chromePath, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-sync"] });
try {
  for (const { path, skipped } of JSON.parse(readFileSync(0, "utf8"))) {
    const options = { port: browser.port, onlyCategories: CATEGORIES, skipAudits: skipped, throttlingMethod: "provided" };
    const { lhr } = await lighthouse(origin + path, { ...options, logLevel: "error" });
    const scores = {};
    const wrong = [];
    for (const id of CATEGORIES) {
      const { score, auditRefs } = lhr.categories[id];
      scores[id] = Math.round(score * 100);
      for (const { id: audit, weight } of auditRefs) {
        if (weight && lhr.audits[audit]?.score !== null && lhr.audits[audit]?.score < 1) wrong.push(`${id} ${audit}`);
      }
    }
    console.log(JSON.stringify({ path, scores, wrong, failed: lhr.runtimeError?.code ?? "" }));
  }
} finally {
  await browser.kill();
}
