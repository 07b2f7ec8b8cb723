/**
 * A reception without the server: papers, promised day and fee follow what is chosen by the same rules as the server's;
 * saving takes a number of the machine's lease, seals the dossier into the outbox and hands over the sheet to print.
 */
import { timestamp } from "../core/clock.js";
import { countable, feeAtCounter, promised } from "../core/dossier_promise.js";
import { exemptionsOf, money } from "../core/handling.js";
import { maskedLine } from "../core/mask.js";
import { makeOperation } from "../core/operation.js";
import { longMoment } from "../core/receipt_fields.js";
import { formatTracking, makeTracking } from "../core/tracking.js";
import { uuid7 } from "../core/uuid.js";
import { check } from "../core/validate.js";
import { keepReceipt, returnNumber, takeNumber, yearOf } from "../store/counter.js";
import { StorageError } from "../store/database.js";
import { identity, shift } from "../store/identity.js";
import { put } from "../store/outbox.js";
import { clockOffset } from "../store/server_contact.js";
import { release } from "../sync/release.js";
import { kick } from "../sync/schedule.js";
import { shortName } from "./catalogue.js";
import { fill, stamp } from "./fill.js";

const TEXTS = ["channel", "name", "address", "phone", "email", "subject", "exemption", "fee_receipt", "return_by",
  "return_address", "national_code", "note", "to"];
const COUNTED = { page: ["pages", "copies"], copy: ["copies"], paper: ["papers"], case: [] };
const dayOf = (at) => new Date(at + 7 * 3_600_000).toISOString().slice(0, 10);

/**
 * @param {HTMLFormElement} form
 * @param {{held: () => object, saved: (receipt: object) => Promise<void>}} desk
 */
export function mountForm(form, desk) {
  const rules = JSON.parse(form.dataset.rules);
  const messages = JSON.parse(form.dataset.messages);
  const refused = form.querySelector("[data-not-saved]");
  const promise = form.querySelector("[data-promise]");
  let entity = "";
  let saving = false;
  let shown = "";

  const procedure = () => desk.held()?.lists.procedures.find(({ code }) => code === value(form, "procedure"));
  const variant = () => {
    const of = procedure()?.variants ?? [];
    return of.length === 1 ? of[0] : of.find(({ key }) => key === value(form, "variant"));
  };
  const followVariant = () => {
    const chosen = variant();
    drawPapers(form, chosen);
    drawExemptions(form, chosen);
    const needed = new Set((chosen?.fees ?? []).flatMap(({ per }) => COUNTED[per]));
    for (const part of form.querySelectorAll("[data-quantity]")) part.hidden = !needed.has(part.dataset.quantity);
  };
  const follow = async () => {
    const code = value(form, "procedure");
    const now = Date.now() - (await clockOffset());
    fill(form, { elsewhere: code && !procedure() ? "yes" : "" });
    const place = form.querySelector("[data-variants]");
    if (place.dataset.of !== code) drawVariants(place, procedure()?.variants ?? [], code);
    const subject = `${code} ${variant()?.key ?? ""}`;
    if (subject !== shown) followVariant();
    shown = subject;
    tellPromise(promise, variant(), desk.held()?.lists.calendar, read(form, variant()), now, form.dataset.unknownFee);
  };

  const fresh = () => {
    form.reset();
    delete form.dataset.dirty;
    entity = uuid7(Date.now());
    shown = "";
    refused.hidden = true;
    form.dispatchEvent(new CustomEvent("problems", { detail: [] }));
    form.dispatchEvent(new CustomEvent("assistance:fresh"));
    for (const part of form.querySelectorAll("details")) part.open = false;
    drawStaff(form, desk.held()?.lists.staff ?? []);
    follow();
    form.querySelector("[role=combobox]").focus();
  };

  const save = async () => {
    const [device, current, offset] = await Promise.all([identity(), shift(), clockOffset()]);
    // Handed over or locked in another tab: the record would stand under the wrong name.
    if (!current || current.locked || !desk.held()) throw Object.assign(new Error("no shift"), { code: "no_shift" });
    const now = Date.now();
    const at = now - Math.round(offset);
    const [of, chosen] = [procedure(), variant()];
    const { body, fee, problems } = checked(read(form, chosen), { of, chosen, at, rules, messages, form });
    form.dispatchEvent(new CustomEvent("problems", { detail: problems }));
    if (problems.length) return;

    const number = await takeNumber(at);
    const line = { tracking: formatTracking(body.tracking) };
    try {
      const what = { type: "dossier.receive/1", entity, body: { ...body, number }, identity: device, shift: current };
      const operation = await makeOperation({ ...what, now, clockOffset: offset, app: release, sealKey: device.sealKey });
      line.text = maskedLine(body, { procedure: shortName(of.name) }, operation.at);
      await put(operation, line);
    } catch (error) {
      if (number) await returnNumber(number, at);
      throw error;
    }
    const clerk = desk.held().lists.staff.find(({ id }) => id === current.staff)?.name ?? current.name;
    const receipt = { entity, at, body, fee, number, year: number ? yearOf(at) : 0, clerk };
    const about = { procedure: { name: of.name, code: of.code }, legal: chosen.texts.legal };
    const whole = { ...receipt, ...about, due: promised(chosen, desk.held().lists.calendar, at).due };
    delete form.dataset.dirty;
    // Saved it is; a sheet that cannot be kept is still printed now.
    await keepReceipt(whole).catch(forgo);
    kick();
    await desk.saved(whole);
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (saving || form.hidden) return;
    saving = true;
    refused.hidden = true;
    try {
      await save();
    } catch (error) {
      // Disk full, storage refused: nothing was written, everything typed is still here, and it is said.
      const own = error.code === "no_shift" ? form.dataset.noShift : form.dataset.unexpected;
      fill(refused, { reason: messages[error.code] ?? own });
      refused.hidden = false;
      refused.focus();
      if (!(error instanceof StorageError) && error.code !== "no_shift") throw error;
    } finally {
      saving = false;
    }
  });
  form.addEventListener("input", () => {
    form.dataset.dirty = "";
    follow();
  });
  form.addEventListener("change", follow);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.ctrlKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.querySelector("[data-save]").disabled = false;
  return { fresh };
}

function forgo(error) {
  if (!(error instanceof StorageError)) throw error;
}

const value = (form, name) => String(new FormData(form).get(name) ?? "");
/** "15.000" is how people write money; -1 for what is no number, which no rule allows. */
function whole(text, missing) {
  const plain = text.replace(/[. ]/g, "");
  if (!plain) return missing;
  return /^[0-9]{1,10}$/.test(plain) ? Number(plain) : -1;
}

/** The body as it stands in the form; `fee_whole` besides. */
function read(form, chosen) {
  const data = new FormData(form);
  const body = Object.fromEntries(TEXTS.map((name) => [name, String(data.get(name) ?? "")]));
  const needed = [...new Set((chosen?.fees ?? []).flatMap(({ per }) => COUNTED[per]))];
  const counted = needed.map((name) => [name, whole(data.get(`quantity_${name}`) ?? "", -1)]);
  return {
    ...body,
    copies: whole(String(data.get("copies") ?? ""), 1),
    fee_paid: whole(String(data.get("fee_paid") ?? ""), 0),
    fee_whole: data.has("fee_whole"),
    quantities: Object.fromEntries(counted.filter(([, count]) => count >= 0)),
    documents: documentsOf(form, data),
  };
}

function documentsOf(form, data) {
  const listed = [...form.querySelectorAll("[data-papers] li")]
    .filter((line) => line.querySelector("[name=have]").checked)
    .map((line) => ({
      key: line.querySelector("[name=have]").value,
      name: line.querySelector("[data-field=paper]").textContent,
      form: line.querySelector("select").value,
      count: whole(line.querySelector("[inputmode=numeric]").value, 1),
    }));
  const [names, forms, counts] = ["other_name", "other_form", "other_count"].map((name) => data.getAll(name));
  const others = names.map((name, place) => ({ key: "", name, form: forms[place], count: whole(counts[place], 1) }));
  return [...listed, ...others.filter(({ name }) => name.trim())];
}

/** {body, fee, problems}: as the rule of `dossier.receive/1` would judge it, as far as this machine can know. */
function checked(typed, { of, chosen, at, rules, messages, form }) {
  const { fee_whole: paidWhole, ...rest } = typed;
  const problems = [];
  const refuse = (field, sentence) => problems.push({ field, sentence });
  if (!of) refuse("procedure", form.dataset.noProcedure);
  else if (!chosen) refuse("variant", form.dataset.noVariant);
  else if (!countable(chosen)) refuse("procedure", messages.procedure_without_time);
  const fee = chosen ? feeAtCounter(chosen, rest, dayOf(at)) : null;
  if (paidWhole && !typed.fee_paid && fee?.known) rest.fee_paid = fee.total;
  const given = {
    ...rest,
    decision: "accept",
    procedure: of?.id ?? "",
    variant: chosen?.key ?? "",
    assistance: "",
    declaration: "",
    reason: "",
    tracking: makeTracking(),
    by_post: rest.return_by === "post",
    not_accepted: false,
  };
  const { body: kept, refusals } = check(given, rules, dayOf(at));
  const { by_post: _, not_accepted: __, ...body } = kept;
  const blamed = new Set(problems.map(({ field }) => field));
  for (const { field, code, params } of refusals) {
    if (!blamed.has(field)) refuse(field, say(messages[code] ?? code, params));
  }
  const label = rules.fields.fee_receipt.label;
  const byRule = fee?.known && [0, fee.total].includes(body.fee_paid);
  if (fee?.refusal) refuse("exemption", say(messages[fee.refusal] ?? fee.refusal, rules.fields.exemption));
  if (fee && !byRule && body.fee_paid && !body.fee_receipt) refuse("fee_receipt", say(messages.fee_needs_receipt, { label }));
  return { body: { ...body, papers: [] }, fee, problems };
}

const say = (sentence, params) =>
  Object.entries(params).reduce((text, [name, given]) => text.replaceAll(`{${name}}`, given), sentence);

function drawVariants(place, variants, code) {
  place.dataset.of = code;
  place.hidden = variants.length < 2;
  const chip = place.querySelector("template[data-chip]");
  const chips = variants.map(({ key, name }) => {
    const copy = stamp(chip, { label: name });
    copy.querySelector("input").value = key;
    return copy;
  });
  place.querySelector("[data-chip-list]").replaceChildren(...(variants.length > 1 ? chips : []));
}

function drawPapers(form, chosen) {
  const template = form.querySelector("template[data-paper]");
  const lines = (chosen?.documents ?? []).map((paper, place) => {
    const name = paper.when ? `${paper.name} (${paper.when})` : paper.name;
    const line = stamp(template, { paper: paper.name });
    const [tick, kind, count] = ["[name=have]", "select", "[inputmode=numeric]"].map((each) => line.querySelector(each));
    Object.assign(tick, { id: `paper-${place}`, value: paper.key, checked: paper.required });
    line.querySelector("label").htmlFor = tick.id;
    line.querySelector("[data-field=paper]").title = name;
    Object.assign(kind, { name: `form-${paper.key}`, value: paper.form });
    Object.assign(count, { name: `count-${paper.key}`, value: paper.count });
    for (const control of [kind, count]) control.setAttribute("aria-label", control.getAttribute("aria-label") + name);
    return line;
  });
  form.querySelector("[data-papers]").replaceChildren(...lines);
}

function drawExemptions(form, chosen) {
  const place = form.querySelector("[data-exemptions]");
  const found = chosen ? exemptionsOf(chosen) : [];
  const list = place.querySelector("select");
  list.replaceChildren(list.options[0], ...found.map(({ key, name }) => new Option(name, key)));
  place.hidden = found.length === 0;
}

async function drawStaff(form, staff) {
  const me = (await shift())?.staff;
  const list = form.elements.namedItem("to");
  const others = staff.filter(({ id }) => id !== me).map(({ id, name, unit }) => new Option(unit ? `${name} (${unit})` : name, id));
  list.replaceChildren(list.options[0], ...others);
}

/** The day before it is promised, the money before it is asked for. */
function tellPromise(place, chosen, calendar, body, at, unknown) {
  const counts = Boolean(chosen && countable(chosen));
  fill(place, { unchosen: chosen ? "" : "yes", chosen: counts ? "yes" : "", uncounted: chosen && !counts ? "yes" : "" });
  if (!counts) return;
  const { due, results } = promised(chosen, calendar, at);
  const fee = feeAtCounter(chosen, body, dayOf(at));
  const parts = results.length > 1 ? results.map((one) => `${one.name} (${one.authority}): ${longMoment(one.due)}`) : [];
  fill(place, {
    due: longMoment(due),
    why: chosen.texts.promised,
    results: parts.join("\n"),
    fee: fee.known ? money(fee.total) : unknown,
    fee_why: fee.lines.map(({ why }) => why).join("; "),
  });
  place.querySelector("[data-field=results]").hidden = parts.length === 0;
}
