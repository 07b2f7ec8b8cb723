import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import "../browser.js";
import { workerWorld } from "./worker_world.js";

const BUNDLE = "/truc/trang-giu.json";
let world;
let copies = 0;

/** A worker of a release, with module instances of its own (the circuit breaker is one). */
async function worker(release) {
  const assets = [`/r/${release}/static/js/main.js`, `/r/${release}/static/css/main.css`, "/manifest.webmanifest"];
  const pages = ["/truc", "/truc/ghi", "/truc/ngoai-tuyen"];
  for (const path of assets) world.file(path, `${path}`);
  world.kept = Object.fromEntries(pages.map((path) => [path, `${path} of ${release}`]));
  world.bundle(BUNDLE, world.kept);
  copies += 1;
  const { start } = await import(`../../../sw/worker.js?tab=w${copies}`);
  start({ release, assets, pages, bundle: BUNDLE });
}

async function installed(release) {
  await worker(release);
  await world.fire("install");
  await world.fire("activate");
  world.asked.length = 0;
}

const text = async (response) => (await response).text();
const held = (release) => [...(world.caches.get(`gandan-${release}`)?.held.keys() ?? [])].length;

beforeEach(() => {
  world = workerWorld();
});

test("install keeps all files, pages straight from the server, and does not push the old worker out", async () => {
  await worker("r1");
  await world.fire("install");
  assert.equal(held("r1"), 6);
  assert.deepEqual(world.asked.filter(({ cache }) => cache === "no-cache").map(({ path }) => path), [BUNDLE]);
  assert.deepEqual(world.posted, []);
});

const SPOILT = {
  "a missing asset": () => world.site.delete("/r/r2/static/css/main.css"),
  "an asset that is a login page": () => world.page("/r/r2/static/css/main.css", "<h1>Wi-Fi</h1>"),
  "a login page instead of the pages": () => world.page(BUNDLE, "<h1>Wi-Fi</h1>", null),
  "a page missing among the others": () => delete world.kept["/truc/ghi"],
  "pages that redirect": () => world.site.set(BUNDLE, () => {
    const response = new Response("đăng nhập", { headers: { "GD-Kept": "page" } });
    return Object.defineProperty(response, "redirected", { value: true });
  }),
  "a full phone": () => (world.full = true),
  "a dead network": () => (world.down = true),
};
for (const [name, spoil] of Object.entries(SPOILT)) {
  test(`${name} fails the whole install and the old release stays`, async () => {
    await installed("r1");
    await worker("r2");
    spoil();
    await assert.rejects(world.fire("install"));
    assert.deepEqual([...world.caches.keys()], ["gandan-r1"]);
    assert.equal(held("r1"), 6);
  });
}

test("kept pages open at once without the network, whatever stands behind the question mark", async () => {
  await installed("r1");
  world.down = true;
  assert.equal(await text(world.get("/truc/ghi?tu=bieu-tuong")), "/truc/ghi of r1");
  assert.deepEqual(world.asked, []);
});

test("files come from the cache; one that the list did not name is kept for the next time", async () => {
  await installed("r1");
  assert.equal(await text(world.get("/r/r1/static/js/main.js", { mode: "cors" })), "/r/r1/static/js/main.js");
  assert.equal(await text(world.get("/manifest.webmanifest", { mode: "cors" })), "/manifest.webmanifest");
  world.file("/r/r1/static/js/ui/scan.js", "scan");
  assert.equal(await text(world.get("/r/r1/static/js/ui/scan.js", { mode: "cors" })), "scan");
  world.down = true;
  assert.equal(await text(world.get("/r/r1/static/js/ui/scan.js", { mode: "cors" })), "scan");
  assert.deepEqual(world.asked.map(({ path }) => path), ["/r/r1/static/js/ui/scan.js"]);
});

test("an update keeps the release before and lets older ones go", async () => {
  for (const release of ["r1", "r2", "r3"]) await installed(release);
  assert.deepEqual([...world.caches.keys()], ["gandan-r2", "gandan-r3"]);
  world.down = true;
  assert.equal(await text(world.get("/r/r2/static/js/main.js", { mode: "cors" })), "/r/r2/static/js/main.js");
  assert.equal(await text(world.get("/truc")), "/truc of r3");
  assert.equal(await text(world.get("/r/r1/static/js/main.js", { mode: "cors" })), "/r/r3/static/js/main.js");
});

test("a worker whose own release is held still answers from it while a newer one waits", async () => {
  await installed("r1");
  const old = { ...world.listeners };
  await worker("r2");
  await world.fire("install");
  world.listeners = old;
  assert.equal(await text(world.get("/truc")), "/truc of r1");
});

const NOT_OURS = {
  "a POST": ["/truc/ghi", { method: "POST" }],
  "a HEAD": ["/truc/ghi", { method: "HEAD" }],
  "another origin": ["https://example.org/truc", {}],
  "a fragment": ["/luot-ho-tro?trang=2", { mode: "cors", headers: { "HX-Request": "true" } }],
  "a fragment of a kept page": ["/truc", { headers: { "HX-Request": "true" } }],
  "the wire": ["/sync/v1/push", { mode: "cors" }],
  "a PDF": ["/luot-ho-tro/1/phieu.pdf", {}],
  "the worker itself": ["/sw.js", { mode: "same-origin" }],
  "a part of a file": ["/r/r1/static/js/main.js", { mode: "cors", headers: { Range: "bytes=0-1" } }],
};
for (const [name, [path, change]] of Object.entries(NOT_OURS)) {
  test(`${name} is left to the browser`, async () => {
    await installed("r1");
    assert.equal(await world.get(path, change), undefined);
    assert.deepEqual(world.asked, []);
  });
}

test("what a sheet's QR code opens is kept under both its addresses once it was visited", async () => {
  await installed("r1");
  for (const path of ["/xac-minh", "/X"]) {
    world.page(path, "thật hay giả", "public");
    await world.get(path);
  }
  world.down = true;
  for (const path of ["/xac-minh", "/X"]) assert.equal(await text(world.get(path)), "thật hay giả");
  assert.equal(await text(world.get("/tra-cuu")), "/truc/ngoai-tuyen of r1");
});

test("personal pages come from the network, are kept nowhere, and offline the page says so", async () => {
  await installed("r1");
  world.page("/luot-ho-tro", "Bà Hồng", null);
  assert.equal(await text(world.get("/luot-ho-tro")), "Bà Hồng");
  world.down = true;
  assert.equal(await text(world.get("/luot-ho-tro")), "/truc/ngoai-tuyen of r1");
  assert.deepEqual([...world.caches.keys()], ["gandan-r1"]);
});

test("a procedure that was read opens offline; one with a person in its page is not kept", async () => {
  await installed("r1");
  world.page("/thu-tuc/1.001193", "khai sinh", "public");
  world.page("/thu-tuc/2.000001", "khai sinh · chị Lan", null);
  world.page("/thu-tuc", "tìm", "public");
  await world.get("/thu-tuc/1.001193");
  await world.get("/thu-tuc/2.000001");
  await world.get("/thu-tuc?q=khai+tu");
  world.down = true;
  assert.equal(await text(world.get("/thu-tuc/1.001193?in=1")), "khai sinh");
  assert.equal(await text(world.get("/thu-tuc/2.000001")), "/truc/ngoai-tuyen of r1");
  assert.equal(await text(world.get("/thu-tuc")), "/truc/ngoai-tuyen of r1");
});

test("visited procedures survive updates, and only the last forty are kept", async () => {
  await installed("r1");
  for (let i = 0; i < 45; i++) {
    world.page(`/thu-tuc/${i}`, `thủ tục ${i}`, "public");
    await world.get(`/thu-tuc/${i}`);
  }
  await installed("r2");
  await installed("r3");
  world.down = true;
  assert.equal(await text(world.get("/thu-tuc/44")), "thủ tục 44");
  assert.equal(await text(world.get("/thu-tuc/4")), "/truc/ngoai-tuyen of r3");
});

test("a gateway's error counts as no network; our own refusals are shown", async () => {
  await installed("r1");
  world.site.set("/luot-ho-tro", () => new Response("bad gateway", { status: 502 }));
  assert.equal(await text(world.get("/luot-ho-tro")), "/truc/ngoai-tuyen of r1");
  world.site.set("/can-xem-lai", () => new Response("chưa được phép", { status: 403 }));
  assert.equal(await text(world.get("/can-xem-lai", { cache: "no-cache" })), "chưa được phép");
});

test("a black hole costs four seconds once; a reload by hand asks again", async (t) => {
  await installed("r1");
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  world.down = "hang";
  const first = world.get("/luot-ho-tro");
  t.mock.timers.tick(4000);
  assert.equal(await text(first), "/truc/ngoai-tuyen of r1");
  assert.equal(await text(world.get("/can-xem-lai")), "/truc/ngoai-tuyen of r1");
  assert.deepEqual(world.asked.map(({ path }) => path), ["/luot-ho-tro"]);
  world.down = false;
  world.page("/can-xem-lai", "danh sách", null);
  assert.equal(await text(world.get("/can-xem-lai", { cache: "no-cache" })), "danh sách");
  assert.equal(await text(world.get("/can-xem-lai")), "danh sách");
});

test("one that was asked before the network came back does not shut it out when it gives up", async (t) => {
  await installed("r1");
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  world.down = "hang";
  const early = world.get("/luot-ho-tro");
  world.down = false;
  world.page("/can-xem-lai", "danh sách", null);
  assert.equal(await text(world.get("/can-xem-lai")), "danh sách");
  t.mock.timers.tick(4000);
  assert.equal(await text(early), "/truc/ngoai-tuyen of r1");
  assert.equal(await text(world.get("/can-xem-lai")), "danh sách");
});

test("after fifteen seconds the network is asked again", async (t) => {
  await installed("r1");
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  world.down = true;
  await world.get("/luot-ho-tro");
  world.down = false;
  world.page("/luot-ho-tro", "danh sách", null);
  t.mock.timers.tick(14_999);
  assert.equal(await text(world.get("/luot-ho-tro")), "/truc/ngoai-tuyen of r1");
  t.mock.timers.tick(1);
  assert.equal(await text(world.get("/luot-ho-tro")), "danh sách");
});

test("the new worker comes in only when a page asks", async () => {
  await worker("r1");
  await world.fire("install");
  await world.fire("message", { data: { type: "something else" }, ports: [] });
  assert.deepEqual(world.posted, []);
  await world.fire("message", { data: { type: "activate" }, ports: [] });
  assert.deepEqual(world.posted, ["skipped waiting"]);
});

test("after a change of language the kept pages are fetched again, all or none", async () => {
  await installed("r1");
  const told = [];
  const refresh = () => world.fire("message", {
    data: { type: "refresh-pages" }, ports: [{ postMessage: (done) => told.push(done) }],
  });
  world.page(BUNDLE, "<h1>Wi-Fi</h1>", null);
  await refresh();
  assert.equal(await text(world.get("/truc")), "/truc of r1");
  world.bundle(BUNDLE, { ...world.kept, "/truc": "duty desk" });
  await refresh();
  assert.equal(await text(world.get("/truc")), "duty desk");
  assert.deepEqual(told, [false, true]);
});

test("a background sync that could not deliver is asked for again by the browser", async () => {
  const { freshProfile } = await import("../browser.js");
  const { operation } = await import("../operations.js");
  freshProfile();
  globalThis.location = self.location;
  await installed("r1");
  await world.fire("sync", { tag: "gandan-push" });
  const { adopt } = await import("../../../static/js/store/identity.js?tab=page");
  const { put } = await import("../../../static/js/store/outbox.js?tab=page");
  await adopt({ ward: { id: 4 }, device: { id: "dev-1" } }, "key");
  await put(operation(), null);
  await assert.rejects(world.fire("sync", { tag: "gandan-push" }));
});
