"""The monthly report of satisfaction and the quarterly one of the evaluation. Vietnamese, as on paper.

Satisfaction is what rules/rating_report.py shows and nothing else: groups under five are in no report. The evaluation
is what the head confirmed, never a suggestion that nobody answered for.
"""

from collections import Counter

from app.rules import rating_report, survey
from app.rules.evaluation import KINDS as EVALUATED
from app.rules.figures import Satisfaction
from app.rules.rating import REASONS
from app.rules.rating_report import Share
from app.rules.report_document import COUNT, TENTH, TEXT, Column, Document, Section
from app.rules.report_support import month_words

_NOTE = "Chỉ nêu nhóm có từ 5 người trả lời. Khoảng tin cậy 95\u00a0%; vạch ngang của biểu đồ: từ 0 đến 100\u00a0%."
_DECIDED_NOTE = "Chỉ nêu tháng đã được xác nhận. Quyết định có tính phản ánh chưa công bố thì chưa nêu ở đây."


def satisfaction(first: str, last: str, under: str, found: Satisfaction, names) -> Document:
    title = "BÁO CÁO\nMức độ hài lòng của người dân"
    return Document("satisfaction", title, under, first, last, tuple(satisfied(found, names)))


def satisfied(found: Satisfaction, names) -> list[Section]:
    """`names`: `group(id)` of points and units."""
    whole = [("Cả phường", found.total)] if found.total else []
    factors = [(_topic(key, topic), share) for key, topic, share in found.factors]
    why = Section(
        "Lý do được nêu",
        "Lý do",
        (Column("Lý do", TEXT), Column("Số lần nêu")),
        tuple((REASONS.get(code, code), n) for code, n in found.reasons),
        True,
        "Chỉ nêu lý do có từ 5 người chọn. Vòng tròn trên biểu đồ là tỷ lệ cộng dồn.",
        "pareto",
        (1,),
        "lần",
    )
    return [
        _shares("Mức hài lòng chung", "Chung", "Phạm vi", whole),
        _shares("Mức hài lòng theo yếu tố", "Yếu tố", "Yếu tố", factors),
        _shares(
            "Mức hài lòng theo bộ phận, điểm hỗ trợ",
            "Nơi phục vụ",
            "Nơi phục vụ",
            [(names.group(of) if of else "Chưa rõ", share) for of, share in found.places],
        ),
        _shares(
            "Mức hài lòng theo lĩnh vực",
            "Lĩnh vực",
            "Lĩnh vực",
            [(of or "Chưa ghi lĩnh vực", share) for of, share in found.fields],
        ),
        why,
    ]


def _topic(survey_key: str, topic: str) -> str:
    asked = next(one for one in survey.every().values() if one.key == survey_key)
    return rating_report.topics(asked)[topic]


def _shares(title: str, short: str, head: str, found: list[tuple[str, Share]]) -> Section:
    rows = [(name, *(round(10 * each) for each in (one.percent, one.low, one.high)), one.n, one.satisfied)
            for name, one in found]  # fmt: skip
    columns = (
        Column(head, TEXT),
        Column("Hài lòng (%)", TENTH),
        Column("Thấp nhất (%)", TENTH),
        Column("Cao nhất (%)", TENTH),
        Column("Số câu trả lời"),
        Column("Số câu hài lòng"),
    )
    return Section(title, short, columns, tuple(rows), False, _NOTE, "dots", (1, 2, 3, 4), "%")


def evaluation(first: str, last: str, under: str, decisions: list[dict], names) -> Document:
    """`decisions`: the last version of each month, person, unit and ward (records/evaluation.py). `names`: `staff` and
    `groups`, {id: name}, a unit's as "unit:id".
    """
    title = "BÁO CÁO\nKết quả đánh giá việc giải quyết thủ tục hành chính"
    sections = [_decided(kind, [one for one in decisions if one["kind"] == kind], names) for kind in EVALUATED]
    officials = [one for one in decisions if one["kind"] == "official"]
    return Document("evaluation", title, under, first, last, (*sections, _bands(officials)))


def _decided(kind: str, decisions: list[dict], names) -> Section:
    rows = [
        (
            month_words(one["month"]),
            _subject(one, names),
            one["total"],
            one["most"],
            one["band"],
            one["suggested"] if one["suggested"] != one["band"] else "",
            one["reason"],
        )
        for one in decisions
    ]
    columns = (
        Column("Tháng", TEXT),
        Column(EVALUATED[kind], TEXT),
        Column("Điểm", TENTH),
        Column("Điểm tối đa", TENTH),
        Column("Mức được duyệt", TEXT),
        Column("Mức gợi ý, nếu khác", TEXT),
        Column("Lý do đổi mức", TEXT),
    )
    title, note = f"Đánh giá: {EVALUATED[kind].lower()}", _DECIDED_NOTE
    return Section(title, EVALUATED[kind], columns, tuple(rows), note=note)


def _subject(one: dict, names) -> str:
    if one["kind"] == "official":
        return names.staff.get(one["subject"], "Chưa rõ")
    return names.groups.get(f"unit:{one['subject']}", "Chưa rõ") if one["kind"] == "unit" else "Cả phường"


def _bands(decisions: list[dict]) -> Section:
    """How many officials got which band, month by month."""
    bands = list(dict.fromkeys(one["band"] for one in decisions))
    months = sorted({one["month"] for one in decisions})
    counted = Counter((one["month"], one["band"]) for one in decisions)
    rows = [(month_words(month), *(counted[month, band] for band in bands)) for month in months]
    columns = (Column("Tháng", TEXT), *(Column(band, COUNT) for band in bands))
    drawn = tuple(range(1, len(columns)))
    chart = "stacked" if bands else ""
    return Section("Số công chức theo mức", "Theo mức", columns, tuple(rows), bool(bands), "", chart, drawn, "người")
