/**
 * Reads QR, Code 128 and Code 39 from a picture: with the browser's own BarcodeDetector where it knows all three
 * (Android), else with zxing in WebAssembly, fetched when it is first needed.
 */
const OURS = { qr_code: "QRCode", code_128: "Code128", code_39: "Code39" };
/** Larger pictures take longer and are read no better. */
const SIDE_MAX = 1600;

let reader = null;

/**
 * @returns {Promise<(picture: HTMLVideoElement | ImageBitmap, side?: number) => Promise<string>>} gives "" when there is
 *   no code; `side`: to how many pixels the picture is made smaller. Rejects when the reader cannot be fetched
 */
export function codeReader() {
  reader ??= nativeReader().then((native) => native ?? wasmReader());
  // Without a network now; perhaps with one later.
  reader.catch(() => {
    reader = null;
  });
  return reader;
}

async function nativeReader() {
  const Detector = globalThis.BarcodeDetector;
  const known = (await Detector?.getSupportedFormats().catch(() => [])) ?? [];
  if (!Object.keys(OURS).every((format) => known.includes(format))) return null;
  const detector = new Detector({ formats: Object.keys(OURS) });
  return async (picture) => (await detector.detect(picture))[0]?.rawValue ?? "";
}

async function wasmReader() {
  const { prepareZXingModule, readBarcodes } = await import("../vendor/zxing-wasm/reader/index.js");
  const locateFile = (name) => new URL(`../vendor/zxing-wasm/${name}`, import.meta.url).href;
  await prepareZXingModule({ overrides: { locateFile }, fireImmediately: true });
  const options = { formats: Object.values(OURS), tryHarder: true, maxNumberOfSymbols: 1 };
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (picture, side = SIDE_MAX) => {
    const width = "videoWidth" in picture ? picture.videoWidth : picture.width;
    const height = "videoHeight" in picture ? picture.videoHeight : picture.height;
    if (!width || !height) return "";
    const scale = Math.min(1, side / Math.max(width, height));
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const found = await readBarcodes(context.getImageData(0, 0, canvas.width, canvas.height), options);
    return found[0]?.text ?? "";
  };
}
