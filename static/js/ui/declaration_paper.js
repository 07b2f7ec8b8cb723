/**
 * Paper of a declaration: the server's PDF of the form as it stands; without a network the browser prints the same
 * sheet, built from the same form file.
 */
import { timestamp } from "../core/clock.js";
import { paper } from "../core/declaration_paper.js";

/** Prints the sheet from this machine alone. @param {HTMLElement} root with the blank sheet @param {any} values checked ones */
export function printHere(root, form, values) {
  const place = root.querySelector("[data-paper]");
  const given = JSON.parse(place.dataset.given);
  const shown = paper(form, values, timestamp(Date.now()).slice(0, 10), given);
  for (const [name, text] of [["title", shown.title], ["subtitle", shown.subtitle]]) {
    const line = place.querySelector(`[data-paper-${name}]`);
    line.textContent = text;
    line.hidden = !text;
  }
  place.querySelector("[data-paper-to]").replaceChildren(...shown.addressee.map(words));
  place.querySelector("[data-paper-parts]").replaceChildren(...shown.parts.map(part));
  place.querySelector("[data-paper-end]").replaceChildren(...shown.end.map(part));
  root.dataset.printing = "";
  addEventListener("afterprint", () => root.removeAttribute("data-printing"), { once: true });
  window.print();
}

/**
 * @param {HTMLElement} root @param {any} form @param {HTMLFormElement} sheet
 * @param {() => {values: any}} checkedNow what stands on the form now
 */
export function paperWays(root, form, sheet, checkedNow) {
  const here = () => printHere(root, form, checkedNow().values);
  root.addEventListener("click", ({ target }) => {
    if (target.closest("[data-print-here]")) here();
    if (!target.closest("[data-pdf]")) return;
    if (navigator.onLine) askServer(sheet);
    else here();
  });
}

/** A form of its own window: no address ever holds an answer. */
function askServer(sheet) {
  const step = Object.assign(document.createElement("input"), { type: "hidden", name: "step", value: "pdf" });
  sheet.append(step);
  sheet.target = "_blank";
  HTMLFormElement.prototype.submit.call(sheet);
  sheet.removeAttribute("target");
  step.remove();
}

/** @param {string} tag @param {string} name of its class @param {(Node | string)[]} inside */
function make(tag, name, inside) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...inside);
  return element;
}

function words({ text, kind }) {
  if (!kind) return text;
  return make("span", kind === "blank" ? "" : `declaration-${kind}`, [kind === "box" ? text || "\u00a0" : text]);
}

function part(shown) {
  const { kind } = shown;
  if (kind === "table") return tableOf(shown);
  if (kind === "grid") return gridOf(shown);
  if (kind === "signers") return make("div", `declaration-signers declaration-signers-${shown.count}`, shown.people.map(signer));
  const inside = shown.pieces.map(words);
  if (kind === "heading") return make("p", "declaration-heading", inside);
  if (kind === "made") return make("p", "declaration-made", [...inside, ", ngày ....... tháng ....... năm .........."]);
  return make("p", `declaration-${kind}${shown.space ? " declaration-space" : ""}`, inside);
}

function tableOf({ head, rows, widths }) {
  const heading = (text, at) => make("th", `declaration-${widths[at] || "wide"}`, [text]);
  const cell = (text, at) => make("td", widths[at] ? "number" : "", [text || "\u00a0"]);
  return table("declaration-table", head.map(heading), rows.map((row) => row.map(cell)));
}

function gridOf({ head, rows }) {
  const cell = (found, at) => make(at ? "td" : "th", "", found.length ? found.map(words) : ["\u00a0"]);
  const heads = head.map((found) => make("th", "", found.length ? found.map(words) : ["\u00a0"]));
  return table("declaration-table declaration-grid", heads, rows.map((row) => row.map(cell)));
}

function table(name, head, rows) {
  const body = rows.map((row) => make("tr", "", row));
  return make("table", name, [make("thead", "", [make("tr", "", head)]), make("tbody", "", body)]);
}

function signer({ who, how, name }) {
  return make("div", "declaration-signer", [
    make("p", "declaration-who", [who]),
    make("p", "declaration-how", [`(${how})`]),
    make("p", "declaration-signed", [name || "\u00a0"]),
  ]);
}
