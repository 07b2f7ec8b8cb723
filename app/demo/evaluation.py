"""The demo ward's last months as its head decided them, and half a year of the portal's points; through the door."""

from app.demo.dossiers import MINH
from app.ledger.accept import accept
from app.ledger.envelope import intent
from app.ledger.founding import WEB
from app.records import evaluation_source
from app.records import staff as staff_records
from app.records.batch import held_rows
from app.rules import evaluation_scheme
from app.rules.calendar import moment, number_of
from app.rules.clock import day_of, month_after
from app.rules.evaluation import finding_id, id_of, said_of
from app.rules.feedback import hidden_from
from app.rules.scoring import OFFICIAL, WARD, Subject, score

MONTHS, PORTAL_MONTHS = 2, 6
# Index, hundredths of what is most: a ward that is late now and then and takes its fees in cash.
_PORTAL = {"2.1": 93, "3.2": 88, "3.5": 74, "4.1": 81, "4.2": 46, "5.1": 97, "5.3": 90}
# (index, points in tenths, from how many, on what ground) of the whole ward.
_FOUND = (
    (4, 17, 14, "14 phiếu đánh giá giấy trong tháng"),
    (5, 10, 1, "Biên bản tự kiểm tra Bộ phận Một cửa"),
    (6, 20, 2, "Hai lần kiểm tra niêm yết và trang thông tin"),
)


def decide(ward_id: int, staff: dict[str, str], now: int) -> None:
    """`staff`: {login: id}. Time in ms."""
    head, known = staff[MINH], staff_records.names(ward_id)

    def say(type_: str, cards: list[tuple[str, dict]]) -> None:
        at = {"ward": ward_id, "device": WEB, "author": head, "now": now, "at": now}
        made = [intent(type_, entity, body, **at) for entity, body in cards]
        wrong = [one for one in accept(ward_id, WEB, made, now).results if one["status"] != "ok"]
        if wrong:
            raise ValueError(f"what the head of the demo decided does not fit the rules: {wrong[0]['code']}")

    say("national_month.put/1", [(month, _portal(place)) for place, month in enumerate(_months(now, PORTAL_MONTHS))])
    for month in _months(now, MONTHS):
        span = moment(number_of(f"{month}-01"), 0), moment(number_of(f"{month_after(month)}-01"), 0) - 1
        people = sorted({row["finished_by"] for row in evaluation_source.source(ward_id, head, *span).settled})
        subjects = [Subject(WARD), *(Subject(OFFICIAL, id_) for id_ in people if id_ in known and id_ != head)]
        say("evaluation_finding.put/1", _findings(ward_id, month, subjects))
        found = evaluation_source.source(ward_id, head, *span)
        scheme = evaluation_scheme.shipped()["tt01_2018"]
        bodies = [said_of(month, scheme.code, one, score(scheme, one, found)) for one in subjects]
        ready = [body for body in bodies if body["band"] and not _hidden(ward_id, body["complaints"])]
        say("evaluation.confirm/1", [(_entity(ward_id, body), body) for body in ready])


def _entity(ward_id: int, body: dict) -> str:
    return id_of(ward_id, body["month"], body["kind"], body["subject"], 1)


def _findings(ward_id: int, month: str, subjects: list[Subject]) -> list[tuple[str, dict]]:
    cards = []
    for subject in subjects:
        for number, points, n, basis in _FOUND if subject.kind == WARD else _FOUND[:1]:
            body = {"month": month, "kind": subject.kind, "subject": subject.id, "number": number, "points": points}
            entity = finding_id(ward_id, month, subject.kind, subject.id, number)
            cards.append((entity, body | {"n": n, "basis": basis}))
    return cards


def _hidden(ward_id: int, ids: list[str]) -> bool:
    rows = held_rows("feedback", ward_id, ids).values() if ids else ()
    return any(hidden_from(row, one) for row in rows for one in row["about"].split())


def _portal(place: int) -> dict:
    """The points of a month: a little less each month further back."""
    points = {}
    for one in evaluation_scheme.shipped()["qd766_2022"].items:
        share = _PORTAL.get(one["item"], 100)
        points[one["item"]] = one["most"] * max(0, share - (place * 2 if share < 100 else 0))
    return {"scheme": "qd766_2022", "source": "Cổng Dịch vụ công quốc gia", "points": points}


def _months(now: int, count: int) -> list[str]:
    """The last months that are over, the latest first."""
    return [month_after(day_of(now)[:7], -back) for back in range(1, count + 1)]
