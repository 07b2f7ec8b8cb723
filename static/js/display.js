/** The screen in a lobby: one page with one behaviour, which no citizen's phone is sent. */
import { bring } from "./mounting.js";

bring({
  "data-display": "queue_display",
});
