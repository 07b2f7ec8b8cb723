/**
 * Said before anybody types: the browser inside Zalo or Facebook forgets, a private window has no storage,
 * a plain http address has no cryptography.
 */
import { probe } from "../store/database.js";

/** Names that in-app browsers put into their user agent. */
const IN_APP = /Zalo|FBAN|FBAV|FB_IAB|Instagram|Line\/|TikTok|musical_ly/i;

/** @param {HTMLElement} element [data-browser-check] with one [data-why] note for each thing that can be wrong */
export async function mount(element) {
  const say = (why) => {
    element.hidden = false;
    element.querySelector(`[data-why="${why}"]`).hidden = false;
  };
  if (IN_APP.test(navigator.userAgent)) say("in_app");
  if (!globalThis.crypto?.subtle) say("insecure");
  const storage = await probe();
  if (!storage.ok) say(storage.code);
  // Asked, never awaited: Firefox leaves the promise open until somebody answers, WebKitGTK has no such thing.
  navigator.storage?.persist?.().catch(() => {});
}
