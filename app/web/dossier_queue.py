"""/ho-so: the work screen. First what I hold, by what is left of its time; then the whole counter; and the search."""

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.records import dossier_queue as records
from app.rules import dossier_alarm, dossier_search
from app.rules.dossier_search import Asked, Typed
from app.rules.dossier_states import CLOSED
from app.rules.permissions import HEADS
from app.web import dossier_lines
from app.web.dossier_lines import ADDRESS, COUNTER, FILTERS, Lines, address
from app.web.guard import allow
from app.web.render import leave_for, show
from app.web.sessions import now_ms

routes = Blueprint("dossier_queue", __name__, url_prefix=ADDRESS)

# More hand-overs at once than anybody confirms one by one.
HANDED_MAX = 100


@routes.get("")
@allow("dossier.see")
def index():
    typed = dossier_search.read(request.args.get("q", ""))
    lines = Lines(now_ms())
    if typed.text:
        only = the_one(typed)
        return leave_for(f"{ADDRESS}/{only}") if only else _page(lines, typed=typed)
    return _page(lines, wanted=dossier_lines.asked() if request.args.get("xem") == COUNTER else None)


def the_one(typed: Typed) -> str:
    """The dossier that a whole code names, or "": what is scanned leads straight to it. A bare number is no code."""
    if not (typed.tracking or typed.national_code or typed.year):
        return ""
    ids = records.exactly(current_user.ward_id, typed, [typed.year] if typed.year else [])
    return ids[0] if len(ids) == 1 else ""


def _page(lines: Lines, typed: Typed | None = None, wanted: Asked | None = None):
    staff = current_user.row["id"]
    if typed:
        page = dossier_lines.found(lines, typed)
    elif wanted:
        page = dossier_lines.counter(lines, wanted)
    else:
        page = dossier_lines.mine(lines)
    handed = [] if typed or wanted else records.handed_to(current_user.ward_id, staff, HANDED_MAX)
    return show(
        "dossier/queue.html",
        page=page,
        handed=lines.table(handed),
        typed=typed.text if typed else "",
        asked=wanted,
        filters=FILTERS,
        filters_on=dossier_lines.filters_on(wanted) if wanted else 0,
        options=dossier_lines.options() if wanted else {},
        tabs=tabs("" if typed else _tab(wanted) if wanted else ADDRESS),
        whole_list=_whole_list(wanted, page),
        operation_id=new_id(),
        alarm=alarm(lines, "" if wanted else _whose()),
    )


def _whole_list(wanted: Asked | None, page: dossier_lines.Page) -> str:
    """Where the receipts of the whole list are printed, when it is longer than its page; "" for other lists."""
    if wanted is None or not page.next_href or wanted.state in CLOSED or wanted.state == "closed":
        return ""
    return address(wanted, **{"ca-danh-sach": "1"}).replace(ADDRESS, f"{ADDRESS}/in-nhieu", 1)


def _tab(wanted: Asked) -> str:
    """The tab that a filtered list belongs to."""
    state = "closed" if wanted.state in CLOSED else wanted.state
    return address(Asked(state=state if state in ("closed", "supplement", "ready") else "open"))


def tabs(here: str) -> list[dict]:
    """The ways to look at the counter's work; `here` is the address of the one that is shown."""
    ways = (
        (ADDRESS, _("Việc của tôi")),
        (address(Asked()), _("Cả quầy")),
        (address(Asked(state="supplement")), _("Chờ bổ sung")),
        (address(Asked(state="ready")), _("Chờ trả kết quả")),
        (address(Asked(state="closed")), _("Đã đóng")),
        (f"{ADDRESS}/ban-giao", _("Bàn giao")),
        (f"{ADDRESS}/qua-han", _("Quá hạn")),
    )
    return [{"href": href, "label": words, "current": href == here} for href, words in ways]


def counter_alarm(now: int) -> dict:
    """What presses for the signed-in person; for the start page, too."""
    return alarm(Lines(now), _whose())


def _whose() -> str:
    """A head answers for the whole ward, everybody else for what they hold."""
    return "" if current_user.role in HEADS else current_user.row["id"]


def alarm(lines: Lines, staff: str = "") -> dict:
    """{"late", "today", "pressing", "near": how many running dossiers, "all": their sum, "own": bool} of a person or,
    with "", of the ward (R3: warned of from three working days before the due day, pressed from one).
    """
    ends = dossier_alarm.ends(lines.calendar, lines.now)
    counted = records.heats(current_user.ward_id, ends, staff)
    return {**counted, "all": sum(counted.values()), "own": bool(staff)}
