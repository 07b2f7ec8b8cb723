"""Notices and leaflets (thông báo, tờ rơi): written by the desk, sent to neighbourhoods, over on a day of their own.

draft → sent → withdrawn. That one is over is no state: whoever reads it has a calendar. What each neighbourhood does
with it: notice_posting.
"""

from app.rules import calendar, fields
from app.rules.fields import FieldRefusal
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.poster import kinds as posters
from app.rules.text import fold

KINDS = {
    "notice": "Thông báo",
    "leaflet": "Tờ rơi",
}
# What a row's state (draft, sent, withdrawn) and its last day make of it: see `standing`.
STANDINGS = {
    "draft": "Bản nháp",
    "running": "Đang hiệu lực",
    "over": "Hết hạn",
    "withdrawn": "Đã rút",
}
TEXT_MAX = 4000
# A ward has 19 to some 80 neighbourhoods.
AUDIENCE_MAX = 200
_DAY = "20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"

NOTICE = {
    "kind": fields.choice("Loại", KINDS),
    "title": fields.text("Tiêu đề", 160, required=True, secret=True),
    # Of the office's own register of documents; the pen writes it where it is not known yet.
    "number": fields.text("Số văn bản", 40),
    "text": fields.text("Nội dung", TEXT_MAX, required=True, secret=True, lines=True),
    "speech": fields.text("Bài phát thanh", TEXT_MAX, secret=True, lines=True),
    "poster": fields.code("Áp phích kèm theo", "[a-z0-9-]{1,40}"),
    "procedure": fields.code("Thủ tục của tờ rơi", r"[0-9A-Za-z.]{1,40}"),
    "post_by": fields.code("Niêm yết trước ngày", _DAY),
    "expires_on": fields.code("Hết hạn ngày", _DAY),
    "on_screen": fields.flag("Hiện trên màn hình ở sảnh"),
}
PROLONG = {"expires_on": fields.code("Hết hạn ngày", _DAY, required=True)}
REASON = {"reason": fields.text("Lý do", 300, required=True, secret=True)}

EMPTY = {
    "state": "draft",
    # ids of neighbourhoods between spaces, one before and one behind each; "" for every one of the ward
    "audience": "",
    "made_at": 0,
    "made_by": "",
    "sent_at": None,
    "sent_on": "",
    "sent_by": "",
    "withdrawn_at": None,
    "withdrawn_by": "",
    "withdraw_reason": "",
    "folded": "",
}


def audience_of(row: dict) -> list[str]:
    """The neighbourhoods it is for; [] while it is a draft for every one of the ward."""
    return row["audience"].split()


def standing(row: dict, today: str) -> str:
    """Of STANDINGS: "over" when its last day has passed. Days "YYYY-MM-DD"."""
    if row["state"] != "sent":
        return row["state"]
    return "over" if row["expires_on"] < today else "running"


def screen_line(row: dict) -> str:
    """What the screen in the lobby says of it."""
    return row["title"]


def wrong_days(clean: dict, today: str) -> list[FieldRefusal]:
    """Refusals of days that are none, are over, or stand in the wrong order."""
    refusals = []
    for name in ("post_by", "expires_on"):
        day, label = clean.get(name) or "", {"label": NOTICE[name]["label"]}
        if day and not _is_day(day):
            refusals.append(FieldRefusal(name, "day_invalid", label))
        elif day and day < today:
            refusals.append(FieldRefusal(name, "day_over", label))
    if not refusals and clean["post_by"] and clean["expires_on"] and clean["post_by"] > clean["expires_on"]:
        refusals.append(FieldRefusal("post_by", "days_crossed", {"label": NOTICE["post_by"]["label"]}))
    return refusals


def _is_day(day: str) -> bool:
    try:
        return calendar.number_of(day) >= 0
    except ValueError:
        return False


def checked(body, today: str) -> tuple[dict, list[FieldRefusal]]:
    """(the cleaned fields, refusals) of everything a notice says but its audience."""
    clean, refusals = fields.check(body, NOTICE, today)
    if not refusals:
        refusals = wrong_days(clean, today)
        if clean["poster"] and clean["poster"] not in posters():
            refusals.append(FieldRefusal("poster", "choice_unknown", {"label": NOTICE["poster"]["label"]}))
        elif clean["poster"] and "procedure" in posters()[clean["poster"]].wants and not clean["procedure"]:
            refusals.append(FieldRefusal("procedure", "required", {"label": NOTICE["procedure"]["label"]}))
    return clean, refusals


def invalid(refusals: list[FieldRefusal]) -> Refusal:
    return Refusal("body_invalid", details={"fields": {refusal.field: refusal.code for refusal in refusals}})


def _audience(value, context: Context) -> str | None:
    """The column of a list of neighbourhoods' ids; None for what is none."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value) or len(value) > AUDIENCE_MAX:
        return None
    if not set(value) <= set(context.lists.neighbourhoods):
        return None
    return f" {' '.join(sorted(set(value)))} " if value else ""


def put(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`notice.put/1` {the fields of NOTICE, "audience": [ids], [] for every neighbourhood}: a draft as it stands."""
    if held is not None and held["state"] != "draft":
        return Refusal("notice_state")
    flat = {name: value for name, value in body.items() if name != "audience"} if isinstance(body, dict) else body
    clean, refusals = checked(flat, context.today)
    if refusals:
        return invalid(refusals)
    audience = _audience(body.get("audience", []), context)
    if audience is None:
        return Refusal("neighbourhood_unknown")
    first = {**EMPTY, "made_at": context.at, "made_by": operation.author}
    searched = fold(" ".join([clean["title"], clean["number"], clean["text"]]))[:600]
    return Change({**(held or first), "id": operation.entity, **clean, "audience": audience, "folded": searched})


def send(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`notice.send/1` {"audience": [ids]}: to the leads, from now on as it stands. The audience is named one by one, so
    that a neighbourhood that is founded tomorrow does not owe it.
    """
    if held is None:
        return Refusal("entity_unknown", parked=True)
    if held["state"] != "draft":
        return Refusal("notice_state")
    if not held["expires_on"]:
        return Refusal("notice_without_end")
    if wrong_days(held, context.today):
        return Refusal("notice_days_over")
    audience = _audience(body.get("audience"), context)
    if not audience:
        return Refusal("notice_without_audience")
    sent = {"sent_at": context.at, "sent_on": context.on, "sent_by": operation.author}
    return Change({**held, "state": "sent", "audience": audience, **sent})


def prolong(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`notice.prolong/1` {"expires_on"}: longer or shorter, from today on."""
    if held is None:
        return Refusal("entity_unknown", parked=True)
    if held["state"] != "sent":
        return Refusal("notice_state")
    clean, refusals = fields.check(body, PROLONG, context.today)
    refusals = refusals or wrong_days({"post_by": "", **clean}, context.today)
    if refusals:
        return invalid(refusals)
    if clean["expires_on"] == held["expires_on"]:
        return Refusal("nothing_changed")
    return Change({**held, **clean})


def withdraw(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`notice.withdraw/1` {"reason"}: a draft is given up; what was sent comes down from the boards."""
    if held is None:
        return Refusal("entity_unknown", parked=True)
    if held["state"] == "withdrawn":
        return Refusal("notice_state")
    clean, refusals = fields.check(body, REASON, context.today)
    if refusals:
        return invalid(refusals)
    gone = {"withdrawn_at": context.at, "withdrawn_by": operation.author, "withdraw_reason": clean["reason"]}
    return Change({**held, "state": "withdrawn", **gone})
