import assert from "node:assert/strict";
import { test } from "node:test";

import { changeLanguage } from "../../../static/js/sync/language.js";

/** A page whose worker answers `refreshed`; what is fetched and posted is noted. */
function page(answer, refreshed) {
  const seen = [];
  const controller = {
    postMessage({ type }, [port]) {
      seen.push(type);
      port.postMessage(refreshed);
      port.close();
    },
  };
  Object.defineProperty(globalThis, "navigator", { value: { serviceWorker: { controller } }, configurable: true });
  globalThis.fetch = async (address, { method, body, redirect }) => {
    seen.push(`${method} ${address} ${body} ${redirect}`);
    return answer();
  };
  return seen;
}

const POSTED = "POST /-/ngon-ngu lang=en manual";

test("the choice is told to the server first, then the kept pages are fetched again", async () => {
  const seen = page(() => ({ type: "opaqueredirect" }), true);
  assert.equal(await changeLanguage("/-/ngon-ngu", "en"), true);
  assert.deepEqual(seen, [POSTED, "refresh-pages"]);
});

test("kept pages that could not be fetched are said so", async () => {
  page(() => ({ type: "opaqueredirect" }), false);
  assert.equal(await changeLanguage("/-/ngon-ngu", "en"), false);
});

test("without a network, or in front of a login page, the kept pages stay as they are", async () => {
  const lost = page(() => Promise.reject(new TypeError("network")), true);
  assert.equal(await changeLanguage("/-/ngon-ngu", "en"), false);
  const captive = page(() => ({ type: "basic" }), true);
  assert.equal(await changeLanguage("/-/ngon-ngu", "en"), false);
  assert.deepEqual([lost, captive], [[POSTED], [POSTED]]);
});
