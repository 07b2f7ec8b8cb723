/**
 * "Quét mã": the camera, or a photo, puts a code into a field and submits the field's form. The dialog and all its
 * sentences stand in templates/parts/scanner.html; without this script the button stays hidden and the field is typed.
 *
 * data-scan-into: selector of the field. data-scan-take: "seal" for the text as it was read; else our own codes become
 * the tracking code (core/scanned_text.js).
 */
import { searchedText } from "../core/scanned_text.js";
import { camera } from "./camera.js";

/** @param {HTMLButtonElement} button [data-scan-into], followed by its dialog */
export function mount(button) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById(button.getAttribute("aria-controls")));
  const field = /** @type {HTMLInputElement} */ (document.querySelector(button.dataset.scanInto));
  const photo = dialog.querySelector("input[type=file]");

  const say = (why) => {
    for (const line of dialog.querySelectorAll("[data-why]")) line.hidden = line.dataset.why !== why;
  };
  const seen = camera(dialog.querySelector("video"), say);

  const take = (text) => {
    dialog.close();
    field.value = button.dataset.scanTake === "seal" ? text : searchedText(text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    field.form?.requestSubmit();
    return true;
  };

  button.hidden = false;
  button.addEventListener("click", () => {
    dialog.showModal();
    seen.watch(take);
  });
  dialog.addEventListener("close", seen.stop);
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  photo.addEventListener("change", async () => {
    const [file] = photo.files;
    photo.value = "";
    const text = file && (await seen.readPhoto(file));
    if (text) take(text);
  });
  document.addEventListener("visibilitychange", () => document.hidden && dialog.open && dialog.close());
}
