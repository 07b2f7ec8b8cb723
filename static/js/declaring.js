/** The behaviour of a page on which a declaration is filled in: fetched with the first of them, on top of citizen.js. */
import { bring } from "./mounting.js";

bring({
  "data-declaration": "declaration_form",
});
