/**
 * The table of behaviours: a data attribute in the page → the file that brings it to life. What stands here is sent to
 * every lobby's phone (app/web/assets.py); what only desks and visitors open stands in desk.js.
 */
import { bring } from "./mounting.js";

const BEHAVIOURS = {
  "data-duty": "duty_gate",
  "data-outbox": "assistance_form",
  "data-procedure-picker": "procedure_picker",
  "data-difficulties": "difficulty_chips",
  "data-reference": "reference_select",
  "data-minutes": "minutes_counter",
  "data-care": "field_care",
  "data-error-summary": "problem_summary",
  "data-connection": "connection_line",
  "data-counts": "outbox_counts",
  "data-own-rows": "own_rows",
  "data-rescue": "rescue_box",
  "data-retire": "retire_panel",
  "data-reviews": "review_rows",
  "data-enrol": "enrol_form",
  "data-shift": "shift_panel",
  "data-slip": "slip_sheet",
  "data-rating-turn": "rating_turn",
  "data-update": "update_bar",
  "data-install": "install_hint",
  "data-browser-check": "browser_check",
  "data-print": "print_button",
  "data-language": "language_switch",
};

bring(BEHAVIOURS);
