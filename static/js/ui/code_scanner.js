/**
 * "Quét mã": the camera, or a photo, puts a code into a field and submits the field's form. The dialog and all its
 * sentences stand in templates/parts/scanner.html; without this script the button stays hidden and the field is typed.
 *
 * data-scan-into: selector of the field. data-scan-take: "seal" for the text as it was read; else our own codes become
 * the tracking code (core/scanned_text.js).
 */
import { searchedText } from "../core/scanned_text.js";
import { codeReader } from "./code_reader.js";

const PAUSE_MS = 120;
const WHY = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
};

const off = (camera) => camera?.getTracks().forEach((track) => track.stop());
const fetchedReader = () => codeReader().catch(() => Promise.reject(new Error("reader")));

/** @param {HTMLButtonElement} button [data-scan-into], followed by its dialog */
export function mount(button) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById(button.getAttribute("aria-controls")));
  const field = /** @type {HTMLInputElement} */ (document.querySelector(button.dataset.scanInto));
  const video = dialog.querySelector("video");
  const photo = dialog.querySelector("input[type=file]");
  /** The camera of the dialog that is open; another one each time it opens. */
  let stream = null;
  let opened = 0;

  const say = (why) => {
    for (const line of dialog.querySelectorAll("[data-why]")) line.hidden = line.dataset.why !== why;
  };

  const stop = () => {
    opened += 1;
    off(stream);
    stream = null;
    video.srcObject = null;
    video.hidden = true;
  };

  const take = (text) => {
    dialog.close();
    field.value = button.dataset.scanTake === "seal" ? text : searchedText(text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    field.form?.requestSubmit();
  };

  const watch = async () => {
    const mine = opened;
    say("starting");
    if (!navigator.mediaDevices?.getUserMedia) return say("insecure");
    try {
      const wanted = { video: { facingMode: "environment", width: { ideal: 1280 } } };
      const camera = navigator.mediaDevices.getUserMedia(wanted).then((given) => {
        // It may come when the dialog is closed again, or when there is nothing to read with.
        if (mine === opened) stream = given;
        else off(given);
      });
      const [read] = await Promise.all([fetchedReader(), camera]);
      if (mine !== opened) return;
      video.srcObject = stream;
      video.hidden = false;
      await video.play();
      say("looking");
      while (mine === opened) {
        const text = await read(video);
        if (text && mine === opened) return take(text);
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    } catch (error) {
      if (mine !== opened) return;
      stop();
      say(error.message === "reader" ? "reader" : (WHY[error.name] ?? "busy"));
    }
  };

  /** Large photos first as they are, then smaller: a blurred code is often read only so. */
  const readPhoto = async (file) => {
    stop();
    const mine = opened;
    say("reading");
    let text = "";
    try {
      const read = await fetchedReader();
      const picture = await createImageBitmap(file);
      for (const side of [1600, 3200, 800]) text ||= await read(picture, side);
      picture.close();
    } catch (error) {
      return mine === opened && say(error.message === "reader" ? "reader" : "nothing");
    }
    if (mine !== opened) return;
    text ? take(text) : say("nothing");
  };

  button.hidden = false;
  button.addEventListener("click", () => {
    dialog.showModal();
    watch();
  });
  dialog.addEventListener("close", stop);
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  photo.addEventListener("change", () => {
    if (photo.files.length) readPhoto(photo.files[0]);
    photo.value = "";
  });
  // Nobody looks through a camera of a page that was left.
  document.addEventListener("visibilitychange", () => document.hidden && dialog.open && dialog.close());
  addEventListener("pagehide", stop);
}
