"""What a neighbourhood did with a notice: where it hangs, since when, when it came down. One row for each place.

A lead answers for his own neighbourhood, the desk for any of those the notice is for (who calls instead of tapping).
"""

import re
from dataclasses import dataclass

from app.rules import fields
from app.rules.fields import FieldRefusal
from app.rules.notice import audience_of, invalid
from app.rules.operation import Change, Context, Operation, Refusal

WAYS = {
    "board": "Niêm yết trên bảng tin",
    "hand": "Phát tận tay",
    "loud": "Đọc loa phát thanh",
}
# Read aloud is heard once; only what hangs or is held can be read again.
COVERING = frozenset({"board", "hand"})
STATES = {
    "posted": "Đang niêm yết",
    "taken_off": "Đã gỡ",
    "void": "Đã hủy vì ghi nhầm",
}
# A lead may write down late what was done in time.
PAST_DAYS = 366

POSTING = {
    "way": fields.choice("Bằng cách nào", WAYS),
    "place": fields.text("Nơi niêm yết", 120, required=True, secret=True),
    "on": fields.day("Ngày", PAST_DAYS),
    "note": fields.text("Ghi chú", 200, secret=True),
}
TAKE_OFF = {"on": fields.day("Ngày gỡ", PAST_DAYS)}
REASON = {"reason": fields.text("Lý do", 200, required=True, secret=True)}
_ID = re.compile("[0-9A-Za-z_-]{1,36}")
_HASH = re.compile("(?:[0-9a-f]{64})?")


@dataclass(frozen=True, slots=True)
class Covered:
    """How one neighbourhood stands. `since`: the first day on which it hung or was handed out, "" for not yet;
    `loud`: the day it was last read aloud; `hanging`: how many places still have it; `rows`: of its postings, void
    ones left out.
    """

    neighbourhood: str
    since: str
    loud: str
    hanging: int
    rows: tuple


def coverage(audience: list[str], rows: list[dict]) -> dict[str, Covered]:
    """{neighbourhood: how it stands} for everybody the notice is for, in the order of `audience`."""
    found = {}
    for one in audience:
        mine = [row for row in rows if row["neighbourhood"] == one and row["state"] != "void"]
        covering = [row for row in mine if row["way"] in COVERING]
        found[one] = Covered(
            one,
            min((row["posted_on"] for row in covering), default=""),
            max((row["posted_on"] for row in mine if row["way"] == "loud"), default=""),
            sum(row["state"] == "posted" and row["way"] == "board" for row in covering),
            tuple(sorted(mine, key=lambda row: (row["posted_on"], row["id"]))),
        )
    return found


def _may(neighbourhood: str, context: Context) -> Refusal | None:
    """A lead stays inside his own neighbourhood."""
    author = context.author
    if author and author["role"] == "lead" and author["neighbourhood"] != neighbourhood:
        return Refusal("not_in_scope")
    return None


def post(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`notice.post/1` {"notice", "neighbourhood", the fields of POSTING, "photo": SHA-256 of what was sent or ""}."""
    if held is not None:
        return Refusal("entity_exists")
    if not isinstance(body, dict) or not all(
        isinstance(body.get(name), str) for name in ("notice", "neighbourhood", "photo")
    ):
        return Refusal("body_invalid")
    if not _HASH.fullmatch(body["photo"]) or not _ID.fullmatch(body["neighbourhood"]):
        return Refusal("body_invalid")
    notice = context.held("notice", body["notice"])
    if notice is None:
        return Refusal("entity_unknown", parked=True)
    flat = {name: value for name, value in body.items() if name not in ("notice", "neighbourhood", "photo")}
    clean, refusals = fields.check(flat, POSTING, context.today)
    clean["on"] = clean.get("on") or context.on
    if refusals:
        return invalid(refusals)
    if body["neighbourhood"] not in audience_of(notice) or notice["state"] == "draft":
        return Refusal("notice_not_for_them")
    if (refused := _may(body["neighbourhood"], context)) is not None:
        return refused
    if clean["on"] < notice["sent_on"]:
        return invalid([FieldRefusal("on", "before_sent")])
    if clean["on"] > notice["expires_on"] or notice["state"] == "withdrawn":
        return Refusal("notice_over")
    return Change(
        {
            "id": operation.entity,
            "notice": notice["id"],
            "neighbourhood": body["neighbourhood"],
            "way": clean["way"],
            "place": clean["place"],
            "posted_on": clean["on"],
            "note": clean["note"],
            "photo": body["photo"],
            "state": "posted",
            "posted_at": context.at,
            "posted_by": operation.author,
            "ended_on": "",
            "ended_by": "",
            "reason": "",
        }
    )


def take_off(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`notice.take_off/1` {"on"}: it no longer hangs there."""
    if held is None:
        return Refusal("entity_unknown", parked=True)
    if held["state"] != "posted" or held["way"] != "board":
        return Refusal("notice_posting_state")
    if (refused := _may(held["neighbourhood"], context)) is not None:
        return refused
    clean, refusals = fields.check(body, TAKE_OFF, context.today)
    if refusals:
        return invalid(refusals)
    on = clean["on"] or context.on
    if on < held["posted_on"]:
        return invalid([FieldRefusal("on", "before_posted")])
    return Change({**held, "state": "taken_off", "ended_on": on, "ended_by": operation.author})


def unpost(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`notice.unpost/1` {"reason"}: it was written down by mistake; the row stays and counts no longer."""
    if held is None:
        return Refusal("entity_unknown", parked=True)
    if held["state"] == "void":
        return Refusal("notice_posting_state")
    if (refused := _may(held["neighbourhood"], context)) is not None:
        return refused
    clean, refusals = fields.check(body, REASON, context.today)
    if refusals:
        return invalid(refusals)
    ended = {"ended_on": context.on, "ended_by": operation.author, "reason": clean["reason"]}
    return Change({**held, "state": "void", **ended})
