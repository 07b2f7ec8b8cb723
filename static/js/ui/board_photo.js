/**
 * The photo of a board is made small on this phone, as photos of feedback are, before its form sends it over a lobby's
 * line. What cannot be made small goes as it is: the server says what is wrong with it.
 */
import { made } from "./voice_photos.js";

/** @param {HTMLInputElement} input [data-board-photo] */
export function mount(input) {
  input.addEventListener("change", async () => {
    const [chosen] = input.files;
    if (!chosen) return;
    input.setAttribute("aria-busy", "true");
    const small = await made(chosen).catch(() => null);
    // Another may have been chosen meanwhile.
    if (small && input.files[0] === chosen) {
      const carried = new DataTransfer();
      carried.items.add(new File([small], "bang-tin.jpg", { type: "image/jpeg" }));
      input.files = carried.files;
    }
    input.removeAttribute("aria-busy");
  });
}
