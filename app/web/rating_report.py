"""What the page and the file of ratings show: counts that may be shown (rules/rating_report.py), with their names."""

from collections import Counter

from flask_babel import gettext as _

from app.records import place, unit
from app.records import rating as records
from app.rules import rating, rating_report, survey
from app.rules.rating_report import FIELD, KIND, PLACE, WHOLE, Cell, Share, share
from app.rules.survey import FACES, Survey
from app.rules.table_file import Column, csv_bytes
from app.web.figure_words import field
from app.web.words import said


def _names(ward_id: int) -> dict[str, dict[str, str]]:
    """{cut: {id of the group: its words}}; what is gone from the lists keeps its place in the sums."""
    places = {f"point:{row['id']}": row["name"] for row in place.support_points(ward_id, every=True)}
    places |= {f"unit:{row['id']}": row["name"] for row in unit.units(ward_id, every=True)}
    kinds = {id_: said(words) for id_, words in rating.KINDS.items()}
    return {WHOLE: {"": _("Cả phường")}, KIND: kinds, PLACE: places, FIELD: {}}


def _name(names: dict, cut: str, of: str) -> str:
    return field(of) if cut == FIELD else names[cut].get(of) or _("Chưa rõ")


def _answered(counted: list[dict]) -> list[Survey]:
    """The questionnaires that somebody answered: the faces first, each version by itself."""
    held = {(row["survey"], row["version"]) for row in counted}
    found = [one for key, one in survey.every().items() if key in held]
    return sorted(found, key=lambda one: (one.code != FACES, one.code, -one.version))


def _lines(found: list[Cell], cut: str, asked: Survey, names: dict) -> list[dict]:
    topics = rating_report.topics(asked)
    sums = rating_report.summed(found, cut)
    places = {topic: number for number, topic in enumerate(topics)}
    order = sorted(sums, key=lambda key: (_name(names, cut, key[0]).casefold(), places[key[1]]))
    return [
        {"name": _name(names, cut, of), "topic": said(topics[topic]), "share": share(sums[of, topic], asked.satisfied)}
        for of, topic in order
    ]


def _titles() -> dict[str, str]:
    return {
        WHOLE: _("Cả phường"),
        KIND: _("Theo loại việc"),
        PLACE: _("Theo bộ phận, điểm hỗ trợ"),
        FIELD: _("Theo lĩnh vực"),
    }


def page(ward_id: int, now: int, month: str) -> dict:
    """For /bao-cao/hai-long. `month`: one of those over, or "" for all of them."""
    months = rating.months_over(now)
    month = month if month in months else ""
    counted, names = records.counted(ward_id, [month] if month else months), _names(ward_id)
    surveys, total, why = [], None, Counter()
    for asked in _answered(counted):
        found = rating_report.cells(counted, asked)
        if asked.code == FACES:
            total = total or _total(found, asked)
            for named in rating_report.reasons(counted, asked.version).values():
                why.update(dict(named))
        lines = [(title, _lines(found, cut, asked, names)) for cut, title in _titles().items()]
        surveys.append({"asked": asked, "cuts": [one for one in lines if one[1]], "months": _by_month(found, asked)})
    return {
        "surveys": surveys,
        "total": total,
        "why": [(said(rating.REASONS.get(code, code)), count) for code, count in why.most_common()],
        "least": rating_report.SHOWN_FROM,
        "months": months,
        "month": month,
        "options": [(one, f"{one[5:]}/{one[:4]}") for one in months],
    }


def _total(found: list[Cell], asked: Survey) -> Share | None:
    levels = rating_report.summed(found, WHOLE).get(("", rating.LEVEL))
    return share(levels, asked.satisfied) if levels else None


def _by_month(found: list[Cell], asked: Survey) -> list[dict]:
    """The whole ward's faces, the latest month first; of other questionnaires the file tells the months."""
    if asked.code != FACES:
        return []
    whole = sorted((cell for cell in found if cell.cut == WHOLE), key=lambda cell: cell.month, reverse=True)
    return [{"month": cell.month, "share": share(cell.levels, asked.satisfied)} for cell in whole]


def table(ward_id: int, now: int) -> bytes:
    """A CSV of everything that may be shown, a month and a group a line."""
    counted, names = records.counted(ward_id, rating.months_over(now)), _names(ward_id)
    rows = []
    for asked in _answered(counted):
        topics = rating_report.topics(asked)
        for cell in rating_report.cells(counted, asked):
            one = share(cell.levels, asked.satisfied)
            what = (said(asked.title), said(topics[cell.topic]), str(asked.version))
            where = (cell.month, _titles()[cell.cut], _name(names, cell.cut, cell.of))
            percents = [f"{each:.1f}" for each in (one.percent, one.low, one.high)]
            rows.append([*what, *where, one.n, one.satisfied, *percents, f"{one.mean:.2f}"])
    rows.sort(key=lambda row: row[:6])
    return csv_bytes([Column(heading) for heading in _headings()], rows)


def _headings() -> list[str]:
    return [
        _("Khảo sát của phường (không phải SIPAS)"),
        _("Nội dung"),
        _("Phiên bản"),
        _("Tháng"),
        _("Tính theo"),
        _("Nhóm"),
        _("Số câu trả lời"),
        _("Số câu hài lòng"),
        _("Tỷ lệ hài lòng, phần trăm"),
        _("Khoảng tin cậy, thấp nhất"),
        _("Khoảng tin cậy, cao nhất"),
        _("Điểm trung bình"),
    ]
