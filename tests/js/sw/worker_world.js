/** The world of a service worker: caches that keep, a network that obeys the test, events that can be awaited. */

class FakeCache {
  held = new Map();
  constructor(world) {
    this.world = world;
  }
  #key(url, { ignoreSearch } = {}) {
    const found = new URL(url.url ?? url, this.world.origin);
    if (ignoreSearch) found.search = "";
    return found.href;
  }
  async match(url, options) {
    for (const [key, response] of this.held) {
      if (this.#key(key, options) === this.#key(url, options)) return response.clone();
    }
    return undefined;
  }
  async put(url, response) {
    if (this.world.full) throw new DOMException("", "QuotaExceededError");
    if (response.status === 206 || response.bodyUsed) throw new TypeError("not to be kept");
    this.held.delete(this.#key(url));
    this.held.set(this.#key(url), response);
  }
  async delete(url, options) {
    for (const key of this.held.keys()) if (this.#key(key, options) === this.#key(url, options)) this.held.delete(key);
  }
  keys = async () => [...this.held.keys()].map((url) => ({ url }));
}

/** Installs the globals of a worker at `origin`; every test begins with a world of its own. */
export function workerWorld() {
  const world = {
    origin: "http://gandan.test",
    caches: new Map(),
    /** path → function that makes the response, or throws */
    site: new Map(),
    asked: [],
    down: false,
    full: false,
    listeners: {},
    posted: [],
  };
  globalThis.caches = {
    open: async (name) => {
      if (!world.caches.has(name)) world.caches.set(name, new FakeCache(world));
      return world.caches.get(name);
    },
    has: async (name) => world.caches.has(name),
    delete: async (name) => world.caches.delete(name),
    keys: async () => [...world.caches.keys()],
    match: async (url, options) => {
      for (const cache of world.caches.values()) {
        const held = await cache.match(url, options);
        if (held) return held;
      }
      return undefined;
    },
  };
  globalThis.fetch = async (request, { signal, ...options } = {}) => {
    const url = new URL(request.url ?? request, world.origin);
    world.asked.push({ path: url.pathname + url.search, ...options });
    if (world.down === "hang") {
      await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    }
    if (world.down) throw new TypeError("Failed to fetch");
    const make = world.site.get(url.pathname);
    return make ? make(url) : new Response("không có", { status: 404 });
  };
  globalThis.self = {
    location: { origin: world.origin },
    addEventListener: (name, listener) => (world.listeners[name] = listener),
    clients: { claim: async () => world.posted.push("claimed") },
    skipWaiting: () => world.posted.push("skipped waiting"),
  };
  world.fire = async (name, event = {}) => {
    const waits = [];
    let answer;
    world.listeners[name]({
      waitUntil: (work) => waits.push(work),
      respondWith: (response) => (answer = response),
      ...event,
    });
    const response = await answer;
    await Promise.all(waits);
    return response;
  };
  /** What a page asks for; undefined when the worker leaves it to the browser. */
  world.get = (path, change = {}) => world.fire("fetch", { request: request(world, path, change) });
  world.page = (path, text, kept = "page") => {
    const headers = { "Content-Type": "text/html", ...(kept && { "GD-Kept": kept }) };
    world.site.set(path, () => new Response(text, { headers }));
  };
  /** The kept pages as the server bundles them, each as it stands in `pages` when it is asked for. */
  world.bundle = (path, pages, kept = "pages") => {
    const headers = { "Content-Type": "application/json", ...(kept && { "GD-Kept": kept }) };
    const told = { headers: { "Content-Type": "text/html", "GD-Kept": "page" }, pages };
    world.site.set(path, () => new Response(JSON.stringify(told), { headers }));
  };
  world.file = (path, text) => {
    world.site.set(path, () => new Response(text, { headers: { "Content-Type": "text/javascript" } }));
  };
  return world;
}

/** As much of a Request as routes and strategies read; Node's own knows no navigations. */
export function request(world, path, { method = "GET", mode = "navigate", headers = {}, cache = "default" } = {}) {
  return { url: new URL(path, world.origin).href, method, mode, cache, headers: new Headers(headers) };
}
