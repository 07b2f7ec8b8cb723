/**
 * Checks a sheet's signature here, so that what the code says stays on this phone and no network is needed. An old
 * browser sends the form to the server instead.
 */
import { decode } from "../core/base64.js";
import { checkSeal, fullNumber } from "../core/paper_seal.js";
import { formatTracking } from "../core/tracking.js";
import { keepPage } from "../sync/keep_page.js";
import { fill } from "./fill.js";

const day = (on) => on.split("-").reverse().join("/");

/** @param {HTMLFormElement} form [data-paper-check] with data-keys (public halves only) and data-kinds (titles) */
export function mount(form) {
  const keys = JSON.parse(form.dataset.keys).map((key) => ({ ...key, public: decode(key.public) }));
  const kinds = JSON.parse(form.dataset.kinds);
  const result = document.querySelector("[data-result]");
  const field = form.elements.ma;

  const tell = ({ outcome, sheet, ward }) => {
    if (outcome === "genuine") {
      fill(result, {
        organ: ward,
        title: kinds[sheet.kind],
        number: fullNumber(sheet),
        issued: day(sheet.issued_on),
        due: day(sheet.due_on),
        code: formatTracking(sheet.code),
      });
      result.querySelector("[data-follow]").href = `/tra-cuu?ma=${sheet.code}`;
    }
    for (const variant of result.querySelectorAll("[data-outcome]")) variant.hidden = variant.dataset.outcome !== outcome;
    const shown = result.querySelector(`[data-outcome="${outcome}"]`);
    shown.focus({ preventScroll: true });
    result.scrollIntoView({ block: "start" });
  };

  const check = async () => {
    const told = await checkSeal(field.value, keys);
    if (told.outcome === "cannot" && navigator.onLine) return form.submit();
    tell(told);
  };

  const scanned = () => {
    const text = decodeURI(location.hash.slice(1));
    if (!text.startsWith("GD")) return;
    field.value = text;
    check();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check();
  });
  addEventListener("hashchange", scanned);
  scanned();
  keepPage([location.pathname, ...["/xac-minh", "/X"].filter((path) => path !== location.pathname)]);
}
