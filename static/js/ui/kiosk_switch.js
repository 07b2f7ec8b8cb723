/** /ki-ot: makes this machine one for everybody, or takes it back. */
import { isKiosk, setKiosk, wipe } from "../store/kiosk.js";

/** @param {HTMLElement} root [data-kiosk-switch] with [data-when-on], [data-when-off] and buttons [data-on], [data-off] */
export function mount(root) {
  const show = () => {
    for (const part of root.querySelectorAll("[data-when-on]")) part.hidden = !isKiosk();
    for (const part of root.querySelectorAll("[data-when-off]")) part.hidden = isKiosk();
  };
  root.addEventListener("click", async ({ target }) => {
    const [on, off] = [target.closest("[data-on]"), target.closest("[data-off]")];
    if (!on && !off) return;
    await wipe();
    setKiosk(Boolean(on));
    if (on) location.replace("/");
    else show();
  });
  show();
}
