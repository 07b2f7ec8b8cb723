/** `node --import` of this puts the bug named by GD_MUTANT into whatever is loaded after it. */
import { register } from "node:module";

register("./mutant_loader.mjs", import.meta.url);
