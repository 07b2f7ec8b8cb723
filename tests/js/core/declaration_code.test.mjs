/** A declaration goes through codes and comes out as the very operation of the phone; whatever is wrong is told apart. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { encode } from "../../../static/js/core/base64.js";
import { framesOf, Gathering } from "../../../static/js/core/declaration_frames.js";
import { openDeclaration, sealDeclaration, trackingOf } from "../../../static/js/core/declaration_seal.js";
import { monthOf, monthsBetween } from "../../../static/js/core/scan_month.js";
import { uuid7 } from "../../../static/js/core/uuid.js";
import { encode as qr } from "../../../static/js/vendor/uqr/uqr.js";

const NOW = Date.UTC(2026, 10, 22, 3);
const P256 = { name: "ECDH", namedCurve: "P-256" };
const PERSON = "Nguyễn Phạm Hoàng Bảo Ngọc Khánh Thượng Nguyên";

async function ward(mark = "ABCD", key = "2611WXYZ") {
  const pair = await crypto.subtle.generateKey(P256, true, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return { told: { mark, key, public: encode(point) }, held: { key, point, privateKey: pair.privateKey } };
}

/** CT01 of a household of eight, every field filled in, no two names alike. */
function household() {
  const family = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Vũ", "Đặng"];
  const given = ["Thượng Nguyên", "Khánh Ngọc", "Bảo Uyên", "Trường Giang", "Quỳnh Như", "Phượng Hoàng", "Đức Thiện", "Mỹ Duyên"];
  const members = family.map((name, at) => ({
    name: `${name} ${family[(at + 3) % 8]} ${given[at]} ${given[(at + 5) % 8]}`,
    birth: `${1950 + at * 8}-0${at + 1}-1${at}`,
    sex: at % 2 ? "female" : "male",
    id: `00${at}1${(at * 7919) % 90 + 10}${123456 + at * 65437}`.slice(0, 12),
    relation: ["vợ", "con trai", "con gái", "mẹ vợ", "cháu ngoại", "em ruột", "ở nhờ", "con dâu"][at],
  }));
  const person = { name: `${PERSON} Trường Xuân`, birth: "1961-09-02", sex: "male", id: "001061012345", phone: "0912345678", email: "truongxuan.nguyen1961@example.com" };
  const head = { self: "no", name: `Trần ${PERSON}`, relation: "con rể", id: "001036054321" };
  const wish = {
    kind: "permanent",
    address: "Căn hộ P2412, tòa nhà CT1B2, khu đô thị Xa La, tổ dân phố số 19, phường Hà Đông, thành phố Hà Nội",
    detail: "Xin nhập hộ cho vợ và các con cháu về ở cùng tại căn hộ đã mua theo hợp đồng số 128/HĐMB ngày 02/09/2025",
  };
  return operation("ct01", { person, head, wish, members });
}

const operation = (form, values) => ({
  op: uuid7(NOW), e: uuid7(NOW), t: "declaration.send/1", b: { form, form_version: 1, values },
});

const take = async (texts, gathering = new Gathering()) => {
  const told = [];
  for (const text of texts) told.push(await gathering.take(text));
  return told;
};

test("a household of eight comes through a handful of codes, in any order, as the same operation", async () => {
  const { told, held } = await ward();
  const sent = household();
  const frames = await framesOf(await sealDeclaration(sent, told), told);
  assert.ok(frames.length > 1 && frames.length <= 6, `${frames.length} codes`);
  for (const text of frames) {
    assert.match(text, /^[0-9A-Z/-]+$/);
    const { version, size } = qr(text, { ecc: "L", border: 0 });
    assert.ok(version <= 13 && size <= 69, `version ${version}`);
  }
  const mixed = [...frames.slice(1), frames[1], frames[0]];
  const answers = await take(mixed);
  assert.deepEqual(answers.map(({ read }) => read), [...frames.keys()].map((at) => Math.min(at + 1, frames.length - 1)).concat(frames.length));
  assert.deepEqual(answers.slice(0, -1).map(({ sealed }) => sealed), mixed.slice(1).map(() => null));
  assert.deepEqual(await openDeclaration(answers.at(-1).sealed, told.mark, held), sent);
});

test("nothing of it is readable in the codes, and another key or another ward's mark opens nothing", async () => {
  const { told, held } = await ward();
  const sealed = await sealDeclaration(household(), told);
  assert.ok(!Buffer.from(sealed).includes(Buffer.from("Trường Xuân")));
  const other = await ward();
  await assert.rejects(openDeclaration(sealed, told.mark, other.held));
  await assert.rejects(openDeclaration(sealed, "ZZZZ", held));
  await assert.rejects(openDeclaration(sealed, told.mark, { ...held, key: "2610WXYZ" }));
});

test("a browser that cannot compress shows more codes, and they open all the same", async () => {
  const { told, held } = await ward();
  const sent = household();
  const short = await framesOf(await sealDeclaration(sent, told), told);
  const { CompressionStream } = globalThis;
  delete globalThis.CompressionStream;
  try {
    const frames = await framesOf(await sealDeclaration(sent, told), told);
    assert.ok(frames.length > short.length);
    assert.deepEqual(await openDeclaration((await take(frames)).at(-1).sealed, told.mark, held), sent);
  } finally {
    globalThis.CompressionStream = CompressionStream;
  }
});

test("a tablet that cannot decompress says so", async () => {
  const { told, held } = await ward();
  const sealed = await sealDeclaration(household(), told);
  const { DecompressionStream } = globalThis;
  delete globalThis.DecompressionStream;
  try {
    await assert.rejects(openDeclaration(sealed, told.mark, held), { message: "too_old" });
  } finally {
    globalThis.DecompressionStream = DecompressionStream;
  }
});

test("codes of two declarations are never mixed: the second begins anew", async () => {
  const { told, held } = await ward();
  const [one, other] = [household(), household()];
  const [first, second] = await Promise.all([one, other].map(async (each) => framesOf(await sealDeclaration(each, told), told)));
  const answers = await take([first[0], ...second]);
  assert.equal(answers[1].anew, true);
  assert.equal(answers[1].read, 1);
  assert.deepEqual(await openDeclaration(answers.at(-1).sealed, told.mark, held), other);
});

test("what is no code of ours, of a later release, or damaged is told apart", async () => {
  const { told } = await ward();
  const frames = await framesOf(await sealDeclaration(household(), told), told);
  const broken = frames[0].slice(0, -1) + (frames[0].endsWith("0") ? "1" : "0");
  const renumbered = frames[0].replace("/1-", "/2-");
  const wrongs = await take(["https://example.org", "HTTPS://GANDAN.VN/M/ABCDEFGHJKMN", frames[0].replace("GDTK1", "GDTK2"), broken, renumbered, frames[0].slice(0, 40), "GDTK1/"]);
  assert.deepEqual(wrongs.map(({ wrong }) => wrong), ["alien", "alien", "newer", "damaged", "damaged", "damaged", "damaged"]);
});

test("what opens and is no declaration is refused", async () => {
  const { told, held } = await ward();
  const good = operation("khai_sinh", { child: { name: "An" } });
  for (const change of [
    { op: "x" }, { e: "" }, { b: null }, { b: { ...good.b, form: 1 } }, { b: { ...good.b, values: [] } },
    { b: { ...good.b, values: { child: { name: { first: "An" } } } } }, { b: { ...good.b, values: { child: [["An"]] } } },
  ]) {
    const sealed = await sealDeclaration({ ...good, ...change }, told);
    await assert.rejects(openDeclaration(sealed, told.mark, held), JSON.stringify(change));
  }
  assert.deepEqual(await openDeclaration(await sealDeclaration(good, told), told.mark, held), good);
});

test("one code is enough for what is short", async () => {
  const { told } = await ward();
  const frames = await framesOf(await sealDeclaration(operation("uy_quyen", { giver: { name: PERSON } }), told), told);
  assert.equal(frames.length, 1);
});

test("the code to look it up by is the one that the ward will make", async () => {
  // app/rules/declaration.py: tests/ledger/test_scan_key.py has the same two ids.
  const ids = { op: "019a0000-0000-7000-8000-000000000001", e: "019a0000-0000-7000-8000-000000000002" };
  assert.equal(await trackingOf(ids), "N5JNSQHR0HP5");
});

test("months of keys in Việt Nam", () => {
  assert.equal(monthOf(Date.UTC(2026, 10, 30, 16, 59)), "2611");
  assert.equal(monthOf(Date.UTC(2026, 10, 30, 17)), "2612");
  assert.deepEqual([["2611AAAA", "2701BBBB"], ["2612", "2611"], ["2611", "2611"]].map(([one, two]) => monthsBetween(one, two)), [2, -1, 0]);
});
