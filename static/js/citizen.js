/** Behaviours of citizens' pages: what a stranger's phone is sent (app/web/assets.py); nothing of tablets and desks. */
import { bring } from "./mounting.js";

bring({
  "data-citizen": "citizen_phone",
  "data-kiosk": "kiosk_guard",
  "data-kiosk-switch": "kiosk_switch",
  "data-install": "install_hint",
  "data-print": "print_button",
  "data-ticks": "paper_ticks",
  "data-read-aloud": "read_aloud",
  "data-share": "share_page",
  "data-language": "language_switch",
  "data-error-summary": "problem_summary",
  "data-care": "field_care",
  "data-declarations": "declaration_list",
  "data-ticket-phone": "ticket_phone",
  "data-voice": "voice_form",
  "data-rating": "rating_phone",
});
