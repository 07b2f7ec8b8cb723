"""/ho-so/ban-giao: dossiers go from desk to desk, many at once, and the receiver says that he has them.

What is received goes on the same working day, after 15:00 at the opening of the next (R5, NĐ 309/2026 Đ18.2); until it
is confirmed, the giver stays responsible.
"""

import re
from operator import itemgetter

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.printing import registers
from app.problems import PROBLEMS, Problem
from app.records import dossier_queue as records
from app.records import staff
from app.records.batch import held_rows
from app.rules import clock, due, tracking
from app.rules.dossier_row import opened
from app.rules.text import clean
from app.web import door
from app.web.dossier_lines import ADDRESS, Lines
from app.web.dossier_queue import HANDED_MAX, tabs
from app.web.dossier_words import due_words, number_text
from app.web.guard import allow
from app.web.paper_answer import on_paper, pdf_answer
from app.web.render import leave_for, show, tell
from app.web.sessions import now_ms
from app.web.stationery import Stationery
from app.web.words import label, sentence

HERE = f"{ADDRESS}/ban-giao"
routes = Blueprint("dossier_hand_over", __name__, url_prefix=HERE)

# Of one form: more than a page of the list can tick.
CHOSEN_MAX = 200
NOTE_MAX = 200
_ID = re.compile(r"[0-9A-Za-z_-]{1,80}")


def chosen(values) -> list[str]:
    """The ids that were ticked, each once, in their order. Raises Problem("nothing_chosen")."""
    ids = [id_ for id_ in dict.fromkeys(values.getlist("chon")) if _ID.fullmatch(id_)][:CHOSEN_MAX]
    if not ids:
        raise Problem("nothing_chosen")
    return ids


@routes.get("")
@allow("dossier.see")
def index():
    """The form for what was ticked, or what is on its way from and to the signed-in person."""
    if request.args.getlist("chon"):
        return _form(chosen(request.args))
    lines, me = Lines(now_ms()), current_user.row["id"]
    return show(
        "dossier/hand_over.html",
        to_me=_grouped(lines.table(records.handed_to(current_user.ward_id, me, HANDED_MAX)), "handed_by"),
        by_me=_grouped(lines.table(records.handed_by(current_user.ward_id, me, HANDED_MAX)), "handed_to"),
        due=due_words(due.hand_over_due(lines.calendar, lines.now)),
        tabs=tabs(HERE),
        operation_id=new_id(),
    )


def _grouped(table: list[dict], name: str) -> list[tuple[str, list[dict]]]:
    """[(who is on the other side, the lines)]: a slip stands between two people."""
    people = dict.fromkeys(line[name] for line in table)
    return [(person, [line for line in table if line[name] == person]) for person in people]


@routes.get("/phieu.pdf")
@allow("dossier.print")
@on_paper
def slip():
    """The slip for what was ticked: those whose last hand-over was between the same two people as the first one's."""
    found = held_rows("dossier", current_user.ward_id, chosen(request.args))
    last = [(row, opened(row, "steps")[-1]) for row in found.values() if opened(row, "steps")]
    if not last:
        raise Problem("nothing_chosen")
    last.sort(key=lambda pair: (pair[0]["due_current_at"], pair[0]["id"]))
    between = itemgetter("staff_from", "staff_to")
    together = [(row, step) for row, step in last if between(step) == between(last[0][1])]
    stationery, first = Stationery(current_user.ward_id, now_ms()), together[0][1]
    names = stationery.names
    sheet = stationery.heading() | {
        "number": 0,
        "at": clock.write(max(step["handed_at"] for _, step in together)),
        "unit_from": names.units.get(first["unit_from"], ""),
        "unit_to": names.units.get(first["unit_to"], ""),
        "giver": names.person(first["staff_from"]),
        "taker": names.person(first["staff_to"]),
        "due_at": clock.write(min(step["due_at"] for _, step in together)),
        "rows": [
            {
                "code": number_text(row) or tracking.format(row["tracking"]),
                "procedure": row["procedure_name"],
                "name": row["name"],
                "copies": row["copies"],
                "due_at": clock.write(row["due_current_at"]),
                "note": step["note"],
            }
            for row, step in together
        ],
    }
    return pdf_answer(registers.hand_over(sheet), "phieu-ban-giao.pdf")


def _form(ids: list[str], errors: dict[str, str] | None = None):
    lines = Lines(now_ms())
    rows = records.lines(current_user.ward_id, ids)
    if not rows:
        raise Problem("nothing_chosen")
    return show(
        "dossier/hand_over_form.html",
        status=422 if errors else 200,
        lines=lines.table(rows),
        receivers=_receivers(),
        typed={name: request.form.get(name, "") for name in ("to", "note")},
        errors=errors or {},
        due=due_words(due.hand_over_due(lines.calendar, lines.now)),
        operation_id=door.form_operation_id(),
    )


def _receivers() -> list[tuple[str, str]]:
    """(id, name and role) of everybody at the counter but the giver."""
    return [
        (row["id"], f"{row['name']} ({label('role', row['role'])})")
        for row in staff.all_staff(current_user.ward_id)
        if row["active"] and row["role"] in ("clerk", "leader", "admin") and row["id"] != current_user.row["id"]
    ]


@routes.post("")
@allow("dossier.hand_over")
def give():
    ids, to = chosen(request.form), request.form.get("to", "")
    note = clean(request.form.get("note", ""))
    errors = {}
    if to not in dict(_receivers()):
        errors["to"] = _("Chọn người nhận bàn giao.")
    if len(note) > NOTE_MAX:
        errors["note"] = _("Ghi chú dài quá %(max)s ký tự. Viết gọn lại.", max=NOTE_MAX)
    if errors:
        return _form(ids, errors)
    told = door.send_each(
        "dossier.hand_over/1", [(id_, {"to": to, "note": note}) for id_ in ids], door.form_operation_id()
    )
    _tell(
        told,
        _("Đã bàn giao %(count)s hồ sơ; người nhận cần xác nhận.", count=_done(told)),
        _("người nhận đang giữ hồ sơ này"),
    )
    return leave_for(HERE)


@routes.post("/nhan")
@allow("dossier.take_over")
def take():
    ids = chosen(request.form)
    told = door.send_each("dossier.take_over/1", [(id_, {}) for id_ in ids], door.form_operation_id())
    _tell(
        told,
        _("Đã nhận %(count)s hồ sơ. Từ bây giờ anh/chị chịu trách nhiệm.", count=_done(told)),
        _("không có bàn giao nào chờ xác nhận"),
    )
    return leave_for(ADDRESS)


def _done(told: dict[str, str]) -> int:
    return sum(not code for code in told.values())


def _tell(told: dict[str, str], done: str, unchanged: str) -> None:
    """What went through, and each reason why others did not, with how many. `unchanged`: why nothing would change."""
    if _done(told):
        tell(done)
    for code in sorted(set(told.values()) - {""}):
        count = sum(each == code for each in told.values())
        why = unchanged if code == "nothing_changed" else sentence(code if code in PROBLEMS else "server_error")
        tell(_("%(count)s hồ sơ chưa làm được: %(why)s", count=count, why=why), "warning")
