"""/thong-bao/<id>: one notice: its words, how long they take aloud, who has posted it, whom to remind."""

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.records import notice as records
from app.records import place, procedure
from app.rules import notice, poster
from app.rules.clock import day_of
from app.rules.operation import Refusal
from app.web import action_form, card_form, door, notice_actions
from app.web.action_form import NOTHING_WRONG, Wrong
from app.web.assistance_words import Names
from app.web.guard import allow
from app.web.ledger_history import EMPTY, events
from app.web.notice_actions import Action
from app.web.notice_words import (
    ADDRESS,
    Board,
    badge_of,
    dates,
    kind_words,
    leads,
    own_neighbourhood,
    posting_words,
    readable,
    speech,
    way_words,
)
from app.web.render import show, ward_of_request
from app.web.sessions import now_ms
from app.web.words import day, labelled, said, sentence

routes = Blueprint("notice_show", __name__, url_prefix=ADDRESS)


@routes.get("/<uuid:notice_id>")
@allow("notice.see")
def see(notice_id):
    return _page(readable(notice_id))


def _act(notice_id, action: Action):
    row = readable(notice_id)
    if action.verb == "send":
        body, errors = {"audience": _audience(row)}, {}
    else:
        body, errors = card_form.check(card_form.read(action.table), action.table)
    return action_form.act(
        action,
        f"{ADDRESS}/{row['id']}",
        row["id"],
        body,
        Wrong(errors),
        lambda answer: refused(action, answer),
        lambda wrong: _page(row, action.slug, wrong, 422),
    )


action_form.add_addresses(routes, "notice", notice_actions.OF_NOTICE, _act)


def _audience(row: dict) -> list[str]:
    """Whom a draft goes to: those it names, else every neighbourhood in use."""
    return notice.audience_of(row) or [one["id"] for one in place.neighbourhoods(row["ward_id"])]


def refused(action: Action, answer: Refusal) -> Wrong:
    """What a form says of a refusal, beside its field where it has one."""
    if answer.code == "body_invalid":
        return Wrong(field_errors(action.table, answer))
    if answer.code in action.field_of:
        return Wrong({action.field_of[answer.code]: sentence(answer.code)})
    return Wrong({}, sentence(answer.code))


def field_errors(table: dict, answer: Refusal) -> dict[str, str]:
    """{field: sentence} of a refused body."""
    labels = {name: {"label": spec["label"]} for name, spec in labelled(table).items()}
    wrong = answer.details.get("fields", {})
    return {name: door.field_sentence(code, labels[name]) for name, code in wrong.items()}


def board_of(row: dict, neighbourhood: str = "") -> Board:
    """`neighbourhood`: of that one alone."""
    names = {
        one["id"]: one["name"]
        for one in place.neighbourhoods(row["ward_id"], every=True)
        if neighbourhood in ("", one["id"])
    }
    made = records.postings(row["ward_id"], [row["id"]], neighbourhood)[row["id"]]
    return Board(row, made, names, day_of(now_ms()))


def _page(row: dict, opened_form="", wrong=NOTHING_WRONG, status=200):
    today, names, own = day_of(now_ms()), Names(row["ward_id"]), own_neighbourhood()
    board = board_of(row, own)
    standing = notice.standing(row, today)
    text, minutes = speech(row, ward_of_request()["name"])
    state, label = badge_of(row, today)
    reminders = [] if own else board.reminders(leads(row["ward_id"]))
    offers = notice_actions.offered(notice_actions.OF_NOTICE, row, current_user.role)
    return show(
        "notice/show.html",
        status=status,
        row=row,
        own=own,
        badge_state=state,
        badge_label=label,
        kind=kind_words(row),
        dates=dates(row),
        standing=standing,
        paragraphs=[line for line in row["text"].splitlines() if line.strip()],
        speech=text,
        minutes=minutes,
        board=board,
        lines=_lines(board, _photos(board)),
        reminders=reminders,
        call=_call(row, reminders, today),
        attached=_attached(row, own),
        audience=len(_audience(row)),
        audience_names=[one["name"] for one in place.neighbourhoods(row["ward_id"]) if one["id"] in _audience(row)],
        offers=[{"action": action, "why_not": ""} for action in offers],
        opened_form=opened_form,
        typed=request.form if opened_form else {},
        errors=wrong.errors,
        trouble=wrong.trouble,
        today=today,
        may_post=standing == "running" and notice_actions.allowed(current_user.role, "notice.post"),
        history=[] if own else _history(row, names),
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
        fresh_id=new_id,
    )


def _photos(board: Board) -> dict[str, str]:
    held = [one["id"] for covered in board.covered.values() for one in covered.rows if one["photo"]]
    return records.photos(board.row["ward_id"], held) if held else {}


def _lines(board: Board, photos: dict[str, str]) -> list[dict]:
    """A line for each neighbourhood: whether and since when, and every place of it."""
    return [
        {
            "id": covered.neighbourhood,
            "name": name,
            "since": covered.since,
            "loud": covered.loud,
            # What was handed out is not expected on a board.
            "gone": not covered.hanging and {one["way"] for one in covered.rows if one["way"] != "loud"} == {"board"},
            "places": [
                {
                    "href": f"{ADDRESS}/niem-yet/{one['id']}",
                    "place": one["place"],
                    "way": way_words(one["way"]),
                    "on": day(one["posted_on"]),
                    "ended": posting_words(one["state"]) if one["state"] != "posted" else "",
                    "photo": photos.get(one["id"]) == "whole",
                }
                for one in covered.rows
            ],
        }
        for name, covered in board.lines
    ]


def _call(row: dict, reminders: list, today: str) -> str:
    """What may be sent to the leads' own group: nobody types nineteen names."""
    if not reminders:
        return ""
    names = ", ".join(one.name for one in reminders)
    lacking = _(
        "Thông báo “%(title)s” còn %(count)s tổ chưa niêm yết: %(names)s.",
        title=row["title"],
        count=len(reminders),
        names=names,
    )
    if row["post_by"] and row["post_by"] >= today:
        asked = _(
            "Nhờ các bác tổ trưởng niêm yết trước ngày %(day)s, rồi ghi vào trang Thông báo.", day=day(row["post_by"])
        )
    else:
        asked = _("Nhờ các bác tổ trưởng niêm yết ngay hôm nay, rồi ghi vào trang Thông báo.")
    return f"{lacking} {asked}"


def _attached(row: dict, own: str) -> dict | None:
    """The poster that goes with it: what it is called, and where it is printed (a lead's for his own board)."""
    kind = poster.kinds().get(row["poster"])
    if kind is None:
        return None
    label, query = said(kind.label), {"kho": kind.sizes[0]}
    if "procedure" in kind.wants:
        held = procedure.procedure(row["ward_id"], row["procedure"])
        if held is None or held["status"] != "in_force":
            return {"label": label, "href": f"/ap-phich/{kind.slug}"}
        label, query["thu-tuc"] = f"{label}: {poster.plain_name(held['name'])}", held["code"]
    if own:
        query["to"] = own
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return {"label": label, "href": f"/ap-phich/{kind.slug}/in.pdf?{asked}"}


def _history(row: dict, names: Names) -> list[dict]:
    def told(_entry: dict, body: dict, _conflicts: dict) -> dict:
        reason = body.get("reason", "")
        until = body.get("expires_on", "")
        content = [(_("Hết hạn ngày"), day(until))] if isinstance(until, str) and until else []
        return {**EMPTY, "reason": reason if isinstance(reason, str) else "", "content": content}

    return events(row["ward_id"], row["id"], names, told)
