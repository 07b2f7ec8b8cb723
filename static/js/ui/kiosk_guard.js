/**
 * A machine for everybody (ki-ốt): "Xong" and a minute without a touch leave nothing for the next person. The history
 * never grows: every link and search replaces the page it stands on, so that Back leads out of nobody's visit.
 */
import { isKiosk, unsent, wipe } from "../store/kiosk.js";
import { fill } from "./fill.js";

const IDLE_MS = 60_000;
const WARNED_MS = 50_000;
const START = "/";
const TOUCHES = ["pointerdown", "keydown", "input", "scroll"];

/** @param {HTMLElement} bar [data-kiosk] with [data-done], a <dialog data-sure> and a [data-idle] note */
export function mount(bar) {
  if (!isKiosk()) return;
  document.body.dataset.kiosk = "";
  bar.hidden = false;
  const sure = bar.querySelector("[data-sure]");
  const idle = bar.querySelector("[data-idle]");
  let touchedAt = Date.now();

  const leave = async () => {
    // A page that is brought back by a slow browser must not show what was typed.
    for (const form of document.forms) form.reset();
    document.body.hidden = true;
    await wipe();
    location.replace(START);
  };
  const done = async () => {
    const waiting = await unsent();
    if (!waiting) return leave();
    fill(sure, { count: waiting });
    return sure.showModal();
  };
  bar.addEventListener("click", ({ target }) => {
    if (target.closest("[data-done]")) done();
    if (target.closest("[data-leave]")) leave();
    if (target.closest("[data-stay]")) sure.close();
  });

  for (const touch of TOUCHES) addEventListener(touch, () => (touchedAt = Date.now()), { passive: true, capture: true });
  setInterval(() => {
    const still = Date.now() - touchedAt;
    const dirty = location.pathname !== START || location.search !== "";
    idle.hidden = !(dirty && still > WARNED_MS);
    if (still > IDLE_MS && dirty) leave();
  }, 1000);

  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented) return;
    const to = new URL(link.href, location.href);
    if (to.pathname === location.pathname && to.hash) return;
    event.preventDefault();
    if (to.origin === location.origin) location.replace(to);
  });
  addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "get") return;
    event.preventDefault();
    const to = new URL(form.action);
    to.search = new URLSearchParams(new FormData(form)).toString();
    location.replace(to);
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.replace(START);
  });
}
