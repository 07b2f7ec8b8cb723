/** Behaviours of pages that read codes with the camera: a reader of barcodes is not sent to phones that scan nothing. */
import { bring } from "./mounting.js";

bring({ "data-scan-into": "code_scanner", "data-paper-check": "paper_check" });
