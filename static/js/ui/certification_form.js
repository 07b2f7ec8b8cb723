/**
 * The certification's form at the speed of a queue: Enter goes to the next cell, behind the last one comes a new line,
 * Enter in an empty line saves; the fee counts itself. Without this script the server adds lines and counts.
 */
import { feeFor, money } from "../core/handling.js";

/** @param {HTMLFormElement} form [data-certification] with data-job, data-on, data-unknown and data-unknown-total */
export function mount(form) {
  const variant = JSON.parse(form.dataset.job);
  const { unknown, unknownTotal } = form.dataset;
  const list = form.querySelector("[data-papers]");
  const blank = document.querySelector("[data-papers-blank]");
  const lines = () => [...list.querySelectorAll("[data-papers-line]")];
  const cell = (line, name) => line.querySelector(`[data-column="${name}"]`);
  let made = lines().length;

  const count = () => {
    const exemption = form.elements.namedItem("exemption")?.value ?? "";
    let total = 0;
    let known = true;
    for (const line of lines()) {
      const [pages, copies] = ["pages", "copies"].map((name) => whole(cell(line, name).value));
      const fee = pages && copies ? feeFor(variant, "direct", form.dataset.on, exemption, { pages, copies, papers: copies }) : null;
      const asked = fee && cell(line, "paper").value.trim();
      line.querySelector("[data-fee]").textContent = !asked ? "" : fee.known ? money(fee.total) : unknown;
      line.querySelector("[data-why]").textContent = asked ? fee.lines.map((each) => each.why).join("; ") : "";
      if (asked) {
        total += fee.total ?? 0;
        known &&= fee.known;
      }
    }
    form.querySelector("[data-total]").textContent = known ? money(total) : unknownTotal;
  };

  const add = () => {
    made += 1;
    const line = blank.content.cloneNode(true).querySelector("[data-papers-line]");
    for (const element of line.querySelectorAll("*")) {
      for (const name of ["id", "for", "aria-describedby"]) {
        const given = element.getAttribute(name);
        if (given) element.setAttribute(name, given.replace(/-n\b/g, `-${made}`));
      }
    }
    list.append(line);
    dress(line);
    cell(line, "paper").focus();
  };

  const dress = (line) => {
    const drop = line.querySelector("[data-drop]");
    drop.hidden = false;
    drop.addEventListener("click", () => {
      const place = lines().indexOf(line);
      line.remove();
      if (!lines().length) add();
      cell(lines()[Math.max(0, place - 1)], "paper").focus();
      count();
    });
  };

  const forward = (line, name) => {
    if (name === "paper" && !cell(line, "paper").value.trim()) return save();
    const next = { paper: "pages", pages: "copies" }[name];
    if (next) {
      cell(line, next).focus();
      return cell(line, next).select();
    }
    const behind = lines()[lines().indexOf(line) + 1];
    return behind ? cell(behind, "paper").focus() : add();
  };

  const save = () => form.requestSubmit(form.querySelector("[data-save]"));

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT") return;
    const line = event.target.closest("[data-papers-line]");
    const name = event.target.name;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) save();
    else if (line) forward(line, event.target.dataset.column);
    else if (name === "name") cell(lines()[0], "paper").focus();
    else save();
  });
  form.addEventListener("input", count);
  form.querySelector("[data-add]").addEventListener("click", (event) => {
    event.preventDefault();
    add();
  });
  form.querySelector("[data-count]").hidden = true;
  lines().forEach(dress);
  count();
}

/** A count from 1 to 9999 as it was typed, or 0. */
function whole(text) {
  const kept = text.trim();
  return /^[0-9]{1,4}$/.test(kept) ? Number(kept) : 0;
}
