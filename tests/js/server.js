/**
 * A model of our server in one process: the ledger's promises (ids once, sequence without holes) in a few lines that
 * share nothing with the real one, behind a wire that breaks as told.
 */
import { createHash, webcrypto } from "node:crypto";
import { createServer } from "node:http";
import { gunzipSync } from "node:zlib";

const b64 = (bytes) => Buffer.from(bytes).toString("base64url");
const P256 = { name: "ECDSA", namedCurve: "P-256" };

export class ModelServer {
  /** op id → result */
  ledger = new Map();
  /** what the ledger holds, in order: {dev, q, op} */
  order = [];
  deadLetters = [];
  devices = new Map();
  /** faults of the next requests, first come first served; a string or {status, headers, body, code} */
  faults = [];
  requests = [];
  incarnation = "i1";
  clockOffset = 0;
  skewLimit = 300_000;
  maxBytes = Infinity;
  reference = { version: 1, points: [], neighbourhoods: [], buildings: [], procedures: [], staff: [] };
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
      "GD-Proto": "1", "GD-Time": String(this.now()), "GD-Inc": this.incarnation, "Content-Type": type, ...headers,
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
    return typeof body === "string" ? this.#refuse(response, status, body, headers)
      : this.#answer(response, status, body, headers);
  }

  async #work(request, wire) {
    const url = new URL(request.url, this.origin);
    if (url.pathname === "/sync/v1/hello") {
      return [200, { n: url.searchParams.get("n"), time_ms: this.now(), inc: this.incarnation, proto: 1 }];
    }
    const plain = request.headers["content-encoding"] === "gzip" ? gunzipSync(wire) : wire;
    if (plain.length > this.maxBytes) return [413, "too_large"];
    if (url.pathname === "/sync/v1/enrol") return this.#enrol(JSON.parse(plain));
    const refusal = await this.#unsigned(request, wire);
    if (refusal) return refusal;
    const device = this.devices.get(request.headers["gd-device"].split(".")[1]);
    if (url.pathname === "/sync/v1/push") return this.#push(device, plain.toString());
    if (url.pathname === "/sync/v1/dead-letter") return this.#deadLetter(device, JSON.parse(plain));
    if (url.pathname === "/sync/v1/shift") return this.#shift(JSON.parse(plain));
    if (url.pathname === "/sync/v1/reference") {
      const tag = `"v${this.reference.version}"`;
      return request.headers["if-none-match"] === tag ? [304, {}] : [200, this.reference, { ETag: tag }];
    }
    return [404, "not_found"];
  }

  async #unsigned({ method, url, headers }, wire) {
    const device = this.devices.get(headers["gd-device"]?.split(".")[1]);
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
    return [200, { ward, device: { id, name, lane: "A" }, point: null, certificate: "c" }];
  }

  #shift({ login, password, point }) {
    if (password !== "dung") return [403, "sign_in_failed"];
    const shift = { id: webcrypto.randomUUID(), staff: `nv-${login}`, name: `Chị ${login}`, role: "volunteer", point,
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
        this.ledger.set(operation.op, { op: operation.op, v: this.order.length + 1, ...this.decide(operation) });
        this.order.push({ dev: device.id, q: operation.q, op: operation.op, u: operation.u });
        device.lastQ += 1;
      }
      results.push(this.ledger.get(operation.op));
    }
    return [200, { results, next_q: device.lastQ + 1, head: this.order.length, durable_q: this.durableQ }];
  }

  #deadLetter(device, { q, raw }) {
    if (q <= device.lastQ && !this.deadLetters.some((letter) => letter.q === q && letter.raw === raw)) {
      return [409, "device_forked"];
    }
    if (q === device.lastQ + 1) {
      device.lastQ = q;
      this.deadLetters.push({ dev: device.id, q, raw });
    }
    return [200, { results: [], next_q: device.lastQ + 1, head: this.order.length, durable_q: this.durableQ }];
  }
}
