/** Behaviours of the pages of tips alone: nobody else's phone is sent them. */
import { bring } from "./mounting.js";

bring({ "data-tip": "tip_form", "data-tip-reply": "tip_reply", "data-tip-inbox": "tip_inbox", "data-tip-key": "tip_key" });
