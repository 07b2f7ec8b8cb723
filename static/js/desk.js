/** Behaviours of pages that are not the tablet app: desks, visitors. None of them is sent to a lobby's phone. */
import "./main.js";
import { bring } from "./mounting.js";

bring({
  "data-scan-into": "code_scanner",
  "data-paper-check": "paper_check",
  "data-receive": "receive_form",
  "data-certification": "certification_form",
  "data-queue-keys": "queue_keys",
  "data-ticket-keys": "ticket_keys",
  "data-ticket-tablet": "ticket_tablet",
  "data-counter": "counter_desk",
  "data-scan-declaration": "declaration_scan",
  "data-household-visits": "household_visits",
  "data-board-photo": "board_photo",
  "data-leaving-guard": "leaving_guard",
});
