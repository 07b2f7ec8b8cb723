/**
 * A declaration as codes (QR) on the citizen's screen, for a device of the ward to read: several codes turn by
 * themselves, slower than anything that flashes, and by hand where somebody wants it so. No network on the way.
 */
import { framesOf } from "../core/declaration_frames.js";
import { sealDeclaration, trackingOf } from "../core/declaration_seal.js";
import { monthOf, monthsBetween } from "../core/scan_month.js";
import { formatTracking } from "../core/tracking.js";
import { fill } from "./fill.js";

const TURN_MS = 900;
/** White around the code, in modules: a reader needs it. */
const BORDER = 4;
/** Devices of the ward hold the keys of this month and of the two before. */
const MONTHS_HELD = 2;
const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {HTMLElement} root @param {{mark: string, key: string, public: string} | null} ward what it is sealed to
 * @returns {{can: boolean, show: (operation: any) => Promise<void>, hide: () => void}} can: this browser and this page
 *   are able to
 */
export function codes(root, ward) {
  const panel = root.querySelector("[data-panel=code]");
  const picture = panel.querySelector("[data-code]");
  const [stop, run] = ["stop", "run"].map((name) => panel.querySelector(`[data-code-${name}]`));
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let drawn = [];
  let at = 0;
  let timer = 0;
  let awake = null;

  const put = (next) => {
    at = (next + drawn.length) % drawn.length;
    picture.replaceChildren(drawn[at]);
    fill(panel, { at: at + 1, count: drawn.length });
    picture.setAttribute("aria-label", panel.querySelector("[data-counter]").textContent);
  };
  const turning = (on) => {
    clearInterval(timer);
    timer = on && drawn.length > 1 ? setInterval(() => put(at + 1), TURN_MS) : 0;
    stop.hidden = !timer;
    run.hidden = Boolean(timer) || drawn.length < 2;
  };
  const hide = () => {
    turning(false);
    awake?.release();
    awake = null;
    drawn = [];
    picture.replaceChildren();
  };

  const step = (by) => {
    turning(false);
    put(at + by);
  };
  panel.querySelector("[data-code-next]").addEventListener("click", () => step(1));
  panel.querySelector("[data-code-back]").addEventListener("click", () => step(-1));
  stop.addEventListener("click", () => {
    turning(false);
    run.focus();
  });
  run.addEventListener("click", () => {
    turning(true);
    stop.focus();
  });
  addEventListener("pagehide", hide);

  const show = async (operation) => {
    // A file of our own release that is kept with this page.
    const address = root.dataset.encoder;
    const { encode } = await import(address);
    const frames = await framesOf(await sealDeclaration(operation, ward), ward);
    drawn = frames.map((text) => drawing(encode(text, { ecc: "L", boostEcc: true, border: BORDER }).data));
    for (const part of panel.querySelectorAll("[data-several]")) part.hidden = drawn.length < 2;
    fill(panel, {
      tracking: formatTracking(await trackingOf(operation)),
      old: monthsBetween(ward.key, monthOf(Date.now())) > MONTHS_HELD ? "yes" : "",
    });
    put(0);
    turning(!still.matches);
    // A screen that goes dark cannot be read; one that may not stay awake is read faster.
    awake = await navigator.wakeLock?.request("screen").catch(() => null);
  };
  return { can: Boolean(ward && globalThis.crypto?.subtle && root.dataset.encoder), show, hide };
}

/** @param {boolean[][]} rows true: black */
function drawing(rows) {
  const dark = rows.flatMap((row, y) => {
    const runs = row.map(Number).join("").matchAll(/1+/g);
    return [...runs].map(({ index, 0: { length } }) => `M${index} ${y}h${length}v1h-${length}z`);
  });
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${rows.length} ${rows.length}`);
  svg.setAttribute("shape-rendering", "crispEdges");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", dark.join(""));
  svg.append(path);
  return svg;
}
