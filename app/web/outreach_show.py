"""/tuyen-truyen/<id>: one event: its plan, how it went, what was asked, what may be done, what was ever done."""

from uuid import UUID, uuid5

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user

from app.ledger.accept import NotWhole, accept
from app.ledger.envelope import new_id
from app.ledger.founding import WEB
from app.problems import PROBLEMS, Problem
from app.records import feedback
from app.rules import feedback_search, outreach_fields, poster, tracking
from app.rules.assistance_search import tracking_of
from app.rules.clock import day_of
from app.rules.outreach import opened
from app.rules.outreach_states import may
from app.rules.permissions import allowed
from app.web import action_form, card_form, door, outreach_words
from app.web.action_form import NOTHING_WRONG, Wrong
from app.web.assistance_words import Names
from app.web.guard import allow
from app.web.outreach import readable
from app.web.outreach_words import ADDRESS
from app.web.posted_once import posted_before, tracking_of_form
from app.web.render import show, tell
from app.web.sessions import now_ms
from app.web.small_action import SmallAction, refused
from app.web.words import labelled, said, sentence

routes = Blueprint("outreach_show", __name__, url_prefix=ADDRESS)

RECEIVE, LINK = "feedback.receive/1", "outreach.link/1"


def _action(
    slug: str, verb: str, title, button, table: dict, field_of: dict | None = None, danger=False
) -> SmallAction:
    return SmallAction("outreach", slug, verb, title, button, table, field_of or {}, danger)


# Those about the event stand together; those about a line stand beside it.
OFFERED = (
    _action("da-to-chuc", "hold", lazy_gettext("Ghi đã tổ chức"), lazy_gettext("Ghi đã tổ chức"), outreach_fields.HOLD),
    _action("cau-hoi", "ask", lazy_gettext("Ghi câu hỏi, ý kiến"), lazy_gettext("Ghi câu hỏi"), outreach_fields.ASK),
    _action(
        "tai-lieu",
        "hand_out",
        lazy_gettext("Ghi tài liệu phát"),
        lazy_gettext("Ghi tài liệu"),
        outreach_fields.HAND_OUT,
    ),
    _action(
        "lap-bien-ban", "minute", lazy_gettext("Lập biên bản"), lazy_gettext("Lập biên bản"), outreach_fields.MINUTE
    ),
    _action(
        "huy",
        "cancel",
        lazy_gettext("Hủy buổi này"),
        lazy_gettext("Hủy buổi"),
        outreach_fields.CANCEL,
        {"reason_needed": "reason"},
        danger=True,
    ),
)
_ON_LINES = (
    _action("tra-loi", "answer", lazy_gettext("Trả lời sau buổi"), lazy_gettext("Ghi trả lời"), outreach_fields.ANSWER),
    _action("gan-phan-anh", "link", lazy_gettext("Gắn với phản ánh"), lazy_gettext("Gắn"), outreach_fields.LINK),
    _action("bo-dong", "strike", lazy_gettext("Bỏ dòng ghi nhầm"), lazy_gettext("Bỏ dòng"), outreach_fields.STRIKE),
)


@routes.get("/<uuid:outreach_id>")
@allow("outreach.see")
def see(outreach_id):
    return _page(readable(outreach_id), request.args.get("viec", ""))


def _act(outreach_id, action: SmallAction):
    row = readable(outreach_id)
    typed = card_form.read(action.table)
    wrong = {}
    if action.verb == "hand_out":
        typed, wrong = _document(typed)
    elif action.verb == "link":
        typed["feedback"], wrong = _feedback_of(typed["feedback"])
    body, errors = card_form.check(typed, action.table)
    errors = {**errors, **wrong}
    if action.verb == "hand_out" and "of" in errors:
        errors["procedure"] = errors.pop("of")
    trouble = next(iter(errors.values()), "") if action in _ON_LINES else ""
    return action_form.act(
        action,
        f"{ADDRESS}/{row['id']}",
        row["id"],
        body,
        Wrong(errors, trouble),
        lambda answer: _refused(action, answer),
        lambda wrong: _page(row, action.slug, wrong, 422),
    )


def _refused(action: SmallAction, answer) -> Wrong:
    wrong = refused(action, answer)
    if action in _ON_LINES and wrong.errors:
        # A line has no room for sentences beside its fields: the first is said for the whole.
        return Wrong(wrong.errors, wrong.trouble or next(iter(wrong.errors.values())))
    return wrong


action_form.add_addresses(routes, "outreach", (*OFFERED, *_ON_LINES), _act)


def _document(typed: dict) -> tuple[dict, dict[str, str]]:
    """(the body, {field: sentence}): a poster of ours, the leaflet of a procedure, or what its name says."""
    slug, code = request.form.get("poster", ""), request.form.get("procedure", "").strip()
    given = {"title": typed["title"], "count": typed["count"], "kind": "other", "of": ""}
    if slug in poster.kinds():
        return given | {"kind": "poster", "of": slug, "title": typed["title"] or said(poster.kinds()[slug].label)}, {}
    if code:
        row = Names(current_user.ward_id).procedures.get(code)
        if row is None:
            return given, {"procedure": _("Không thấy thủ tục có mã này. Hãy xem lại mã, ví dụ 1.001193.")}
        return given | {"kind": "procedure", "of": row["code"], "title": typed["title"] or row["name"][:200]}, {}
    return given, {}


def _feedback_of(code: str) -> tuple[str, dict[str, str]]:
    """(the id of the feedback that a tracking code names, {field: sentence})."""
    wanted = feedback_search.Asked(tracking=tracking_of(code))
    rows = feedback.page(current_user.ward_id, current_user.row["id"], wanted, 1, None)[0] if wanted.tracking else []
    return (rows[0]["id"], {}) if rows else ("", {"feedback": sentence("outreach_feedback_unknown")})


@routes.post("/<uuid:outreach_id>/thanh-phan-anh")
@allow("outreach.link")
def become(outreach_id):
    """A question becomes a feedback in the ward's book: both or neither. Who asked is not known, so it is kept as a góp
    ý until somebody adds who spoke (NĐ 20/2008 Đ7, R14).
    """
    row = readable(outreach_id)
    done = redirect(f"{ADDRESS}/{row['id']}?vua=phan-anh")
    if posted_before(RECEIVE) is not None:
        return done
    key = request.form.get("key", "")[:36]
    asked = next((one["asked"] for one in opened(row, "questions") if one["key"] == key), "")
    if not asked or not may("link", row["state"]):
        raise Problem("outreach_line_unknown")
    op, now = door.form_operation_id(), now_ms()
    entity = str(uuid5(UUID(op), "feedback"))
    kind = request.form.get("kind", "")
    body = {
        "kind": kind if kind in ("petition", "suggestion") else "suggestion",
        "channel": "meeting",
        "content": asked,
        "place": f"{row['title']}, {row['place']}"[:200],
        **dict.fromkeys(("name", "address", "phone", "dossier"), ""),
        "about": [],
        "tracking": tracking_of_form(),
    }
    both = [
        door.intended(RECEIVE, entity, body, op, now),
        door.intended(LINK, row["id"], {"key": key, "feedback": entity}, str(uuid5(UUID(op), LINK)), now),
    ]
    try:
        accept(current_user.ward_id, WEB, both, now, whole=True)
    except NotWhole as error:
        raise Problem(error.code if error.code in PROBLEMS else "server_error", fields="") from error
    tell(_("Đã ghi vào sổ phản ánh, mã tra cứu %(code)s.", code=tracking.format(body["tracking"])))
    return done


def _page(row: dict, opened_form="", wrong=NOTHING_WRONG, status=200):
    me, now, names = current_user.row, now_ms(), Names(row["ward_id"])
    today = day_of(now)
    offers = [
        {"action": action, "why_not": ""}
        for action in OFFERED
        if allowed(me["role"], f"outreach.{action.verb}") and may(action.verb, row["state"])
    ]
    return show(
        "outreach/show.html",
        status=status,
        row=row,
        card=outreach_words.card(row, names, today),
        questions=outreach_words.questions(row, me["id"], linked=allowed(me["role"], "feedback.see")),
        documents=outreach_words.documents(row),
        offers=offers,
        on_line={
            action.verb: allowed(me["role"], f"outreach.{action.verb}") and may(action.verb, row["state"])
            for action in _ON_LINES
        },
        opened_form=opened_form,
        errors=wrong.errors,
        trouble=wrong.trouble,
        form=_form_values(row, opened_form, today),
        history=outreach_words.history(row, names, me["id"]),
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
        fresh_id=new_id,
    )


def _form_values(row: dict, opened_form: str, today: str) -> dict:
    tables = {action.verb: labelled(action.table) for action in (*OFFERED, *_ON_LINES)}
    return {
        "opened": opened_form,
        "typed": request.form if request.method == "POST" else {},
        "limits": tables,
        "today": today,
        "held_on": row["planned_on"] if row["planned_on"] <= today else today,
        "posters": [(slug, said(kind.label)) for slug, kind in poster.kinds().items()],
        "host": Names(row["ward_id"]).person(row["host"]),
        "me": current_user.row["name"],
    }
