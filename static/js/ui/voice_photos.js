/**
 * Photos beside what a citizen says: made small on this phone (bounded sides, bounded bytes), drawn anew so that
 * neither the place nor the phone is in them. A file that cannot be used is refused with a sentence.
 */
import { pictureSize } from "../core/picture_size.js";
import { hashOf } from "../sync/public_photo.js";
import { stamp } from "./fill.js";

export const MOST = 3;
const SIDES = [1600, 1200, 900];
const QUALITIES = [0.8, 0.65, 0.5];
const BYTES_MAX = 500_000;
// Unpacked, a point takes four bytes: more than this is more than a cheap phone has to spare.
const POINTS_MAX = 40_000_000;
const HEAD_BYTES = 256 * 1024;
const THUMB = 120;

class Unusable extends Error {}

/** @returns {Promise<Uint8Array>} a JPEG @throws {Unusable} message: the code of why not */
export async function made(file) {
  const { kind, width, height } = pictureSize(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
  if (kind === "heic") throw new Unusable("photo_heic");
  if (!kind) throw new Unusable("photo_unknown");
  if (width * height > POINTS_MAX) throw new Unusable("photo_large");
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => {
    throw new Unusable("photo_broken");
  });
  try {
    if (picture.width * picture.height > POINTS_MAX) throw new Unusable("photo_large");
    for (const side of SIDES) {
      const drawn = shrunk(picture, side, "#fff");
      for (const quality of QUALITIES) {
        const blob = await new Promise((done) => drawn.toBlob(done, "image/jpeg", quality));
        if (blob && blob.size <= BYTES_MAX) return new Uint8Array(await blob.arrayBuffer());
      }
    }
  } finally {
    picture.close();
  }
  throw new Unusable("photo_broken");
}

function shrunk(picture, side, paper) {
  const canvas = document.createElement("canvas");
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  // What is see-through would turn black.
  pen.fillStyle = paper;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/**
 * @param {HTMLElement} box [data-photos] with a file input, [data-photo-list], a <template> of one, [data-photo-trouble]
 * @param {Record<string, string>} messages {code: sentence}
 * @param {() => void} changed called when one was added or taken away
 */
export function photoPicker(box, messages, changed) {
  const input = box.querySelector("input");
  const list = box.querySelector("[data-photo-list]");
  const trouble = box.querySelector("[data-photo-trouble]");
  /** @type {{hash: string, data: Uint8Array}[]} */
  let chosen = [];
  let drawn = 0;
  /** One choice after the other is made small. */
  let work = Promise.resolve();
  const blame = (code) => {
    trouble.hidden = !code;
    trouble.textContent = code ? (messages[code] ?? messages.photo_broken) : "";
  };

  const draw = async () => {
    const mine = (drawn += 1);
    const lines = [];
    for (const [place, { hash, data }] of chosen.entries()) {
      const line = stamp(box.querySelector("template"), {
        name: messages.photo_one.replace("{number}", place + 1).replace("{size}", Math.ceil(data.length / 1000)),
      });
      line.querySelector("button").dataset.hash = hash;
      const picture = await createImageBitmap(new Blob([data], { type: "image/jpeg" })).catch(() => null);
      if (picture) line.prepend(shrunk(picture, THUMB, "#fff"));
      lines.push(line);
    }
    // Drawing takes time: another one was added or taken away.
    if (mine !== drawn) return;
    list.replaceChildren(...lines);
    input.disabled = chosen.length >= MOST;
  };
  const put = async (photos) => {
    chosen = photos;
    await draw();
  };
  const add = async (files) => {
    blame("");
    box.setAttribute("aria-busy", "true");
    for (const file of files) {
      if (chosen.length >= MOST) {
        blame("photo_many");
        break;
      }
      try {
        const data = await made(file);
        const hash = await hashOf(data);
        if (!chosen.some((one) => one.hash === hash)) chosen.push({ hash, data });
      } catch (error) {
        blame(error instanceof Unusable ? error.message : "photo_broken");
      }
    }
    box.removeAttribute("aria-busy");
    await draw();
    changed();
  };

  const take = () => {
    const files = [...input.files];
    input.value = "";
    if (files.length) work = work.then(() => add(files));
  };
  input.addEventListener("change", take);
  list.addEventListener("click", async ({ target }) => {
    const hash = target.closest("button")?.dataset.hash;
    // Tapped twice, one goes.
    if (!chosen.some((one) => one.hash === hash)) return;
    chosen = chosen.filter((one) => one.hash !== hash);
    blame("");
    await draw();
    changed();
    input.focus();
  });
  // Without a safe connection there are no hashes, and a photo could not be sent.
  box.hidden = !globalThis.crypto?.subtle;
  return { chosen: () => chosen, put, ready: () => work };
}
