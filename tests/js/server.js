/**
 * A model of our server in one process: the ledger's promises (ids once, sequence without holes) in a few lines that
 * share nothing with the real one, behind a wire that breaks as told.
 */
import { createHash, webcrypto } from "node:crypto";
import { createServer } from "node:http";
import { gunzipSync } from "node:zlib";

const b64 = (bytes) => Buffer.from(bytes).toString("base64url");
const P256 = { name: "ECDSA", namedCurve: "P-256" };

/** Told by hand, and nothing of the device's own code: keys sorted, no spaces. Its rows have no Unicode to fold. */
const spelled = (row) => `{${Object.keys(row).sort().map((key) => `${JSON.stringify(key)}:${JSON.stringify(row[key])}`)}}`;
const short = (text) => createHash("sha256").update(text).digest("base64url").slice(0, 16);
const summed = (rows) => [rows.length, short(rows.sort((a, b) => (a.id < b.id ? -1 : 1)).map(spelled).join("\n"))];
const KINDS = ["ward", "point", "neighbourhood", "building", "procedure", "staff"];
const DAY = 86_400_000;

export class ModelServer {
  /** op id → result */
  ledger = new Map();
  /** what the ledger holds, in order: {dev, q, op} */
  order = [];
  /** every position of the ledger: its hash and what it changed, [kind, id, row or null, device of a line] */
  log = [{ h: "h0", changes: [] }];
  pageRows = 500;
  /** what a pull says instead of the truth, by kind: [count, checksum] */
  spoiltSums = {};
  beats = [];
  rescued = [];
  wiped = null;
  directive = "";
  deadLetters = [];
  devices = new Map();
  /** faults of the next requests, first come first served; a string or {status, headers, body, code} */
  faults = [];
  requests = [];
  /** Told apart in certificates: a page of the test before must not find a home here. */
  name = webcrypto.randomUUID();
  incarnation = "i1";
  clockOffset = 0;
  skewLimit = 300_000;
  maxBytes = Infinity;
  decide = () => ({ status: "ok", code: "" });
  durableQ = 0;

  async listen() {
    this.http = createServer((request, response) => this.#serve(request, response).catch((error) => {
      response.destroy(error);
    }));
    await new Promise((resolve) => this.http.listen(0, "127.0.0.1", resolve));
    this.origin = `http://127.0.0.1:${this.http.address().port}`;
    globalThis.location = { origin: this.origin };
  }

  close() {
    this.http.closeAllConnections();
    return new Promise((resolve) => this.http.close(resolve));
  }

  now = () => Date.now() - this.clockOffset;

  #answer(response, status, body, headers = {}) {
    const type = status >= 400 ? "application/problem+json" : "application/json";
    response.writeHead(status, {
      "GD-Proto": "1", "GD-Time": String(this.now()), "GD-Inc": this.incarnation, "Content-Type": type,
      ...this.#orders(), ...headers,
    });
    response.end(status === 304 ? undefined : JSON.stringify(body));
  }

  #refuse(response, status, code, headers) {
    this.#answer(response, status, { type: "about:blank", title: `câu của ${code}`, status, code }, headers);
  }

  async #serve(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const wire = Buffer.concat(chunks);
    const fault = this.faults.shift();
    this.requests.push({ method: request.method, path: request.url, headers: request.headers, bytes: wire.length });
    if (fault === "drop_before") return response.destroy();
    if (fault === "hang") return undefined;
    if (fault === "html") return void response.writeHead(200, { "Content-Type": "text/html" }).end("<h1>Wi-Fi</h1>");
    if (fault === "redirect") return void response.writeHead(302, { Location: "http://login.invalid/" }).end();
    if (fault === "no_content") return void response.writeHead(204).end();
    if (fault === "bare_json") return void response.writeHead(200).end('{"results":[]}');
    if (fault?.status && !fault.code) return void response.writeHead(fault.status, fault.headers).end("<h1>proxy</h1>");
    if (fault?.status) return this.#refuse(response, fault.status, fault.code, fault.headers);
    if (fault === "drop_after" || fault === "silent_after" || fault === "truncate") {
      const [status, body] = await this.#work(request, wire);
      if (fault === "truncate" && status === 200) {
        response.writeHead(200, { "GD-Proto": "1", "Content-Type": "application/json" });
        return void response.end(JSON.stringify(body).slice(0, -4));
      }
      return fault === "silent_after" ? undefined : response.destroy();
    }
    const [status, body, headers] = await this.#work(request, wire);
    if (headers?.lines) return this.#lines(response, body);
    return typeof body === "string" ? this.#refuse(response, status, body, headers)
      : this.#answer(response, status, body, headers);
  }

  #lines(response, text) {
    const headers = { "GD-Proto": "1", "GD-Time": String(this.now()), "GD-Inc": this.incarnation, ...this.#orders() };
    response.writeHead(200, { ...headers, "Content-Type": "application/x-ndjson" }).end(text);
  }

  #orders = () => (this.directive ? { "GD-Do": this.directive } : {});

  /** One position of the ledger. @param {[string, string, object | null, string?][]} changes */
  change(...changes) {
    const v = this.log.length;
    this.log.push({ h: short(`${this.log[v - 1].h} ${this.incarnation} ${JSON.stringify(changes)}`), changes });
    return v;
  }

  put = (kind, row, dev) => this.change([kind, row.id, row, dev]);
  drop = (kind, id) => this.change([kind, id, null]);

  /** {kind: Map of id → row} as a device should hold them at position `v` */
  scope(device, v, now) {
    const held = Object.fromEntries([...KINDS, "line"].map((kind) => [kind, new Map()]));
    for (const { changes } of this.log.slice(0, v + 1)) {
      for (const [kind, id, row, dev] of changes) {
        if (kind === "line" && (dev !== device.id || row.at <= now - DAY)) continue;
        if (row) held[kind].set(id, row);
        else held[kind].delete(id);
      }
    }
    return held;
  }

  #head = (device, v, now) => ({ v, h: this.log[v].h, inc: this.incarnation, since: now - DAY,
    next_q: device.lastQ + 1, durable_q: this.durableQ });

  #pull(device, query) {
    const [asked, h, now] = [Number(query.get("v")), query.get("h"), this.now()];
    if (asked > 0 && this.log[asked]?.h !== h) return [409, "diverged"];
    let v = asked;
    for (let rows = 0; v < this.log.length - 1; v++) {
      rows += this.log[v + 1].changes.length;
      if (rows > this.pageRows && v > asked) break;
    }
    const more = v < this.log.length - 1;
    const [before, after] = [this.scope(device, asked, now), this.scope(device, v, now)];
    const [rows, gone, sums] = [{}, {}, {}];
    for (const [kind, held] of Object.entries(after)) {
      rows[kind] = [...held].filter(([id, row]) => before[kind].get(id) !== row).map(([, row]) => row);
      gone[kind] = [...before[kind].keys()].filter((id) => !held.has(id));
      if (!more) sums[kind] = summed([...held.values()]);
    }
    return [200, { ...this.#head(device, v, now), rows, gone, sums: more ? {} : { ...sums, ...this.spoiltSums }, more }];
  }

  #snapshot(device) {
    const [now, v] = [this.now(), this.log.length - 1];
    const lines = [JSON.stringify({ head: this.#head(device, v, now) })];
    for (const [k, held] of Object.entries(this.scope(device, v, now))) {
      for (const r of held.values()) lines.push(JSON.stringify({ k, r }));
    }
    return `${[...lines, JSON.stringify({ end: lines.length - 1, sum: short(lines.join("\n")) })].join("\n")}\n`;
  }

  /** The disk is lost; a copy from when the ledger had `v` positions comes back as another life of the database. */
  restore(v, lastQs = {}) {
    this.log.length = v + 1;
    const kept = new Set(this.log.flatMap(({ ops = [] }) => ops));
    for (const op of this.ledger.keys()) if (!kept.has(op)) this.ledger.delete(op);
    this.order = this.order.filter(({ op }) => kept.has(op));
    for (const device of this.devices.values()) {
      const own = this.order.filter(({ dev }) => dev === device.id).map(({ q }) => q);
      device.lastQ = lastQs[device.id] ?? Math.max(0, ...own);
    }
    this.incarnation += "'";
  }

  #readmit(device, { certificate }) {
    const { id, pubkey, ward } = JSON.parse(certificate);
    if (ward !== this.name) return [403, "certificate_invalid"];
    const known = this.devices.get(id) ?? { id, pubkey, lastQ: 0, name: "nhận lại" };
    this.devices.set(id, known);
    return [200, { device: { id, name: known.name, lane: "B" }, next_q: known.lastQ + 1 }];
  }

  #rescue({ file }) {
    const { format, device, parcels } = JSON.parse(file);
    if (format !== "gandan-rescue/1" || !this.devices.has(device)) return [422, "rescue_unreadable"];
    this.rescued.push(...parcels);
    return [200, { operations: parcels.flatMap(({ ops }) => ops).length, new: 0 }];
  }

  async #work(request, wire) {
    const url = new URL(request.url, this.origin);
    if (url.pathname === "/sync/v1/hello") {
      return [200, { n: url.searchParams.get("n"), time_ms: this.now(), inc: this.incarnation, proto: 1 }];
    }
    const plain = request.headers["content-encoding"] === "gzip" ? gunzipSync(wire) : wire;
    if (plain.length > this.maxBytes) return [413, "too_large"];
    if (url.pathname === "/sync/v1/enrol") return this.#enrol(JSON.parse(plain));
    const certificate = url.pathname === "/sync/v1/readmit" && JSON.parse(plain).certificate;
    const refusal = await this.#unsigned(request, wire, certificate && JSON.parse(certificate));
    if (refusal) return refusal;
    if (certificate) return this.#readmit(null, JSON.parse(plain));
    const device = this.devices.get(request.headers["gd-device"].split(".")[1]);
    if (url.pathname === "/sync/v1/push") return this.#push(device, plain.toString());
    if (url.pathname === "/sync/v1/dead-letter") return this.#deadLetter(device, JSON.parse(plain));
    if (url.pathname === "/sync/v1/shift") return this.#shift(JSON.parse(plain));
    if (url.pathname === "/sync/v1/pull") return this.#pull(device, url.searchParams);
    if (url.pathname === "/sync/v1/snapshot") return [200, this.#snapshot(device), { lines: true }];
    if (url.pathname === "/sync/v1/rescue") return this.#rescue(JSON.parse(plain));
    if (url.pathname === "/sync/v1/counter") return this.#counter(url.searchParams);
    if (url.pathname === "/sync/v1/follow-ups") return this.followUps ? [200, this.followUps] : [403, "visits_for_leads"];
    if (url.pathname === "/sync/v1/heartbeat") {
      this.beats.push(JSON.parse(plain));
      return [200, { next_q: device.lastQ + 1, durable_q: this.durableQ }];
    }
    if (url.pathname === "/sync/v1/wiped") {
      this.wiped = JSON.parse(plain);
      device.revoked = true;
      return [200, {}];
    }
    return [404, "not_found"];
  }

  /** What a clerk's machine holds; null: its shift is no clerk's. */
  counter = null;
  /** of whoever signs in */
  role = "volunteer";
  /** What a lead on duty is told; null: the shift is no lead's. */
  followUps = null;

  #counter(query) {
    if (!this.counter) return [403, "counter_for_clerks"];
    const versions = { lists: short(JSON.stringify(this.counter.lists)), desk: short(JSON.stringify(this.counter.desk)) };
    const told = (name) => (query.get(name) === versions[name] ? null : this.counter[name]);
    return [200, { lists: told("lists"), desk: told("desk"), versions }];
  }

  async #unsigned({ method, url, headers }, wire, certified) {
    const device = certified || this.devices.get(headers["gd-device"]?.split(".")[1]);
    if (!device) return [401, "device_unknown"];
    if (device.revoked) return [401, "device_revoked"];
    if (Math.abs(Number(headers["gd-at"]) - this.now()) > this.skewLimit) return [401, "clock_skew"];
    const hash = createHash("sha256").update(wire).digest("base64url");
    const signed = [method, url, hash, headers["gd-at"], headers["gd-nonce"]].join("\n");
    const point = Buffer.from(device.pubkey, "base64url");
    const key = await webcrypto.subtle.importKey("raw", point, P256, false, ["verify"]);
    const signature = Buffer.from(headers["gd-signature"], "base64url");
    const how = { name: "ECDSA", hash: "SHA-256" };
    const good = await webcrypto.subtle.verify(how, key, signature, Buffer.from(signed));
    return good ? null : [401, "signature_invalid"];
  }

  #enrol({ code, pubkey, name }) {
    if (code !== "MA-DUNG") return [403, "enrol_code_invalid"];
    const known = [...this.devices.values()].find((device) => device.pubkey === pubkey);
    const id = known?.id ?? webcrypto.randomUUID();
    if (!known) this.devices.set(id, { id, pubkey, lastQ: 0, name });
    const sealKey = b64(new Uint8Array(65));
    const ward = { id: 4, name: "Hà Đông", slug: "ha-dong", demo: true, seal_key: sealKey };
    const certificate = JSON.stringify({ id, pubkey, ward: this.name });
    return [200, { ward, device: { id, name, lane: "A" }, point: null, certificate }];
  }

  #shift({ login, password, point }) {
    if (password !== "dung") return [403, "sign_in_failed"];
    const shift = { id: webcrypto.randomUUID(), staff: `nv-${login}`, name: `Chị ${login}`, role: this.role, point,
      point_name: "CT1A", expires_at_ms: this.now() + 72 * 3_600_000 };
    return [200, { ticket: `ve.${shift.id}`, shift }];
  }

  #push(device, text) {
    let ops;
    try {
      ({ ops } = JSON.parse(text));
    } catch {
      return [400, "unreadable"];
    }
    if (ops.length > 100) return [413, "too_many"];
    if (ops.some((operation) => operation.poison)) return [400, "unreadable"];
    const results = [];
    for (const operation of ops) {
      const known = this.ledger.get(operation.op);
      if (!known) {
        if (operation.q <= device.lastQ) return [409, "device_forked"];
        if (operation.q > device.lastQ + 1) break;
        const v = this.change(...this.#effects(device, operation));
        this.log[v].ops = [operation.op];
        this.ledger.set(operation.op, { op: operation.op, v, ...this.decide(operation) });
        this.order.push({ dev: device.id, q: operation.q, op: operation.op, u: operation.u });
        device.lastQ += 1;
      }
      results.push(this.ledger.get(operation.op));
    }
    return [200, { results, next_q: device.lastQ + 1, head: this.log.length - 1, durable_q: this.durableQ }];
  }

  /** A record makes a line; the operations of a shift change nothing that a tablet holds. */
  #effects({ id: dev }, { t, e, op, u, at }) {
    if (t !== "assistance.record/1") return [];
    const line = { id: e, op, u, at: this.now(), text: `che ${at}`, tracking: "", void: false, choose: false };
    return [["line", e, line, dev]];
  }

  #deadLetter(device, { q, raw }) {
    if (q <= device.lastQ && !this.deadLetters.some((letter) => letter.q === q && letter.raw === raw)) {
      return [409, "device_forked"];
    }
    if (q === device.lastQ + 1) {
      device.lastQ = q;
      this.deadLetters.push({ dev: device.id, q, raw });
    }
    const known = this.deadLetters.some((letter) => letter.q === q && letter.raw === raw);
    const results = known ? [{ op: `letter-${q}`, status: "parked", code: "unreadable" }] : [];
    return [200, { results, next_q: device.lastQ + 1, head: this.log.length - 1, durable_q: this.durableQ }];
  }
}
