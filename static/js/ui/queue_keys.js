/**
 * The work screen by keys alone: moving along the lines, choosing, printing, the next page. Every key is listed in the
 * dialog (templates/dossier/_keys.html), and can be switched off there (WCAG 2.1.4); without this script Tab and Enter
 * reach the same links and buttons.
 */
import { keyHelp } from "./key_help.js";

/** @param {HTMLElement} page [data-queue-keys], around the search and the lists */
export function mount(page) {
  const { open, silent } = keyHelp();
  const search = /** @type {HTMLInputElement} */ (page.querySelector("[data-search]"));
  const links = () => [...page.querySelectorAll("[data-lines] a[data-open]")];
  const line = () => document.activeElement?.closest("tr[data-line]");

  const step = (way) => {
    const all = links();
    const at = all.indexOf(line()?.querySelector("a[data-open]"));
    const to = at < 0 ? (way > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + way));
    all[to]?.focus();
    all[to]?.scrollIntoView({ block: "nearest" });
  };

  const choose = () => {
    const box = line()?.querySelector("input[name=chon]");
    if (!box) return;
    box.checked = !box.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const print = () => {
    const form = line()?.closest("form") ?? page.querySelector("form[data-lines]:has(input:checked)");
    if (form?.querySelector("input[name=chon]:checked")) {
      form.requestSubmit(form.querySelector("[data-bulk-print]"));
    } else if (line()) {
      window.open(`${line().dataset.line}/giay-tiep-nhan.pdf`, "_blank", "noopener");
    }
  };

  const keys = {
    "/": () => {
      search.focus();
      search.select();
    },
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => line() && step(1),
    ArrowUp: () => line() && step(-1),
    Enter: () => document.activeElement.matches("input[name=chon]") && line().querySelector("a[data-open]").click(),
    x: choose,
    p: print,
    n: () => page.querySelector("[data-next]")?.click(),
    "?": open,
  };

  document.addEventListener("keydown", (event) => {
    if (silent(event)) return;
    // An arrow scrolls the page as ever unless a line has the focus; Enter follows its link by itself.
    const moves = event.key.startsWith("Arrow") ? Boolean(line()) : event.key !== "Enter" || document.activeElement.matches("input[name=chon]");
    const does = keys[event.key];
    if (!does || !moves) return;
    event.preventDefault();
    does();
  });

  for (const form of page.querySelectorAll("form[data-lines]")) countChosen(form);
}

/** How many lines are ticked, said aloud as well; and the button that ticks all of them. */
function countChosen(form) {
  const boxes = () => [...form.querySelectorAll("input[name=chon]")];
  const told = form.querySelector("[data-chosen]");
  const all = form.querySelector("[data-choose-all]");
  const count = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    told.hidden = chosen === 0;
    told.querySelector("[data-count]").textContent = String(chosen);
  };
  all.hidden = false;
  all.addEventListener("click", () => {
    const some = boxes().some((box) => !box.checked);
    for (const box of boxes()) box.checked = some;
    count();
  });
  form.addEventListener("change", count);
  count();
}
