/**
 * "Có bản mới": a waiting release is let in only when a person asks, or when nobody is typing and the page is out of
 * sight. A half-filled form is never reloaded away.
 */
import { registerWorker } from "../sync/worker_registration.js";

/** @param {HTMLElement} element [data-update] with a button and a [data-dirty-note] */
export function mount(element) {
  let activate = null;
  let asked = false;
  // A card that was just saved counts too: its code is being read out.
  const dirty = () => document.querySelector("form[data-dirty], [data-saved]:not([hidden])") !== null;
  const apply = () => {
    asked = true;
    activate();
  };

  element.querySelector("button").addEventListener("click", () => {
    if (dirty()) element.querySelector("[data-dirty-note]").hidden = false;
    else apply();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && activate && !dirty()) apply();
  });
  navigator.serviceWorker?.addEventListener("controllerchange", () => {
    if (asked && !dirty()) location.reload();
  });
  registerWorker({
    onWaiting(letIn) {
      activate = letIn;
      element.hidden = false;
    },
  });
}
