"""Sends a ward's months to its city, by plain HTTP from this server; what did not arrive is sent again.

A month goes up when its sums are no longer those that went up last in this life of the server. The city takes a month
as often as it comes, so an answer that got lost costs one more request and nothing else.
"""

import hashlib
import json
import urllib.error
import urllib.request

import msgspec

from app.records import city as records
from app.records import ledger_entry, ward
from app.rules import city
from app.rules.clock import day_of, months_between

SECONDS = 20
ANSWER_BYTES = 64 * 1024
# What the ward's page says of each: app/web/city_link.py.
UNREACHABLE, NOT_A_CITY, REFUSED, BUSY = "unreachable", "not_a_city", "refused", "busy"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A captive portal, or a name that has moved: the secret follows nobody."""

    def redirect_request(self, *_arguments):
        return None


_opener = urllib.request.build_opener(_NoRedirect)


def send_all(now: int) -> None:
    """For every ward of this server that has a link. Time in ms."""
    for each in ward.all_wards():
        send(each["id"], now)


def send(ward_id: int, now: int, by_hand: bool = False) -> str:
    """Sends the months that have changed; "" when the city has everything, else what stood in the way.

    By itself it does nothing while the ledger stands where it stood when everything had been sent on this day.
    """
    row = records.link(ward_id)
    link = city.read_link(row["link"]) if row else None
    if link is None:
        return ""
    head = ledger_entry.head(ward_id)
    same_day = row["sent_at"] is not None and day_of(row["sent_at"]) == day_of(now)
    if not by_hand and same_day and row["whole_v"] == head["v"] and not row["trouble"]:
        return ""
    trouble = _send_changed(ward_id, link, head, day_of(now)[:7])
    told = {"tried_at": now, "trouble": trouble}
    if not trouble:
        told |= {"sent_at": now, "whole_v": head["v"]}
    records.note(ward_id, **told)
    return trouble


def _send_changed(ward_id: int, link: city.Link, head: dict, this_month: str) -> str:
    known = records.sent_checksums(ward_id)
    # A month that was sent is looked at for ever, even when nothing is left to count in it.
    first = min(filter(None, (records.first_month(ward_id), *known)), default="")
    # At least the month that runs.
    for month in months_between(min(first or this_month, this_month), this_month):
        cells = records.cells_to_send(ward_id, month, this_month)
        # After a restore the note of what was sent is as old as the rest, and the city may hold what was lost since.
        checksum = hashlib.sha256(msgspec.json.encode([head["incarnation"], cells])).hexdigest()
        if known.get(month) == checksum:
            continue
        told = city.Month(month=month, v=head["v"], inc=head["incarnation"], cells=cells)
        if trouble := _post(link, msgspec.json.encode(told)):
            return trouble
        records.note_sent(ward_id, month, checksum)
    return ""


def _post(link: city.Link, body: bytes) -> str:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {link.ward}.{link.member}.{link.secret}"}
    request = urllib.request.Request(link.url + city.PATH, body, headers, method="POST")
    try:
        with _opener.open(request, timeout=SECONDS) as answer:
            ours = answer.headers.get("GD-Proto") and json.loads(answer.read(ANSWER_BYTES)).get("taken") is not None
            return "" if ours else NOT_A_CITY
    except urllib.error.HTTPError as error:
        if not error.headers.get("GD-Proto"):
            return NOT_A_CITY
        return REFUSED if error.code in (400, 401, 403, 404) else BUSY
    except ValueError:
        return NOT_A_CITY
    except OSError:
        return UNREACHABLE
