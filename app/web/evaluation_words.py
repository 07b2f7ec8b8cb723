"""How the points of an evaluation are explained: one sentence for each index, one for each record that gave points."""

from flask_babel import gettext as _

from app.rules.scoring import Given, Measured
from app.web.words import decimal


def why(one: Measured) -> str:
    """Where the points of an index come from, "" where there is nothing to say."""
    said = [_sentence(one), *_notes(one)]
    if one.points is None and 0 < one.n < one.index.least:
        said.append(_("mới có %(n)s, cần ít nhất %(least)s", n=one.n, least=one.index.least))
    return "; ".join(part for part in said if part)


def _sentence(one: Measured) -> str:
    facts = one.facts
    if one.index.measure == "answering":
        if not one.n:
            return _("Không có phản ánh nào đến hạn trong kỳ")
        return _("%(good)s trên %(of)s phản ánh được trả lời đúng hạn", good=facts["good"], of=facts["of"])
    if one.index.measure == "online":
        return _online(facts) if facts else ""
    if one.index.measure == "declared":
        return _("Từ %(n)s phiếu đánh giá, hồ sơ hoặc lần kiểm tra", n=one.n) if one.n else ""
    if one.index.measure == "survey":
        return _("Từ %(n)s câu trả lời khảo sát của phường", n=one.n) if one.n else ""
    points = [given.points for given in one.given if given.points is not None]
    if not points:
        return ""
    counts = {"two": points.count(2), "one": points.count(1), "none": points.count(0)}
    if one.index.measure == "step_time":
        return _("%(two)s lần bàn giao 2 điểm, %(one)s lần 1 điểm, %(none)s lần 0 điểm", **counts)
    return _("%(two)s hồ sơ 2 điểm, %(one)s hồ sơ 1 điểm, %(none)s hồ sơ 0 điểm", **counts)


def _online(facts: dict) -> str:
    told = _("%(online)s trên %(received)s hồ sơ nộp trực tuyến", online=facts["online"], received=facts["received"])
    ready = _(
        "%(ready)s trên %(procedures)s thủ tục làm được trực tuyến",
        ready=facts["ready"],
        procedures=facts["procedures"],
    )
    late = _("%(count)s hồ sơ trực tuyến trễ hẹn", count=facts["late"])
    return f"{told}; {ready}; {late}"


def _notes(one: Measured) -> list[str]:
    found, facts = [], one.facts
    if facts.get("unscored"):
        found.append(_("%(count)s hồ sơ trễ mà không có phản ánh: thông tư không cho điểm", count=facts["unscored"]))
    if facts.get("loose"):
        found.append(_("%(count)s phản ánh không ghi hồ sơ nào nên không tính vào điểm", count=facts["loose"]))
    if facts.get("dragging"):
        found.append(_("%(count)s phản ánh kéo dài", count=facts["dragging"]))
    return found


def reason(one: Given) -> str:
    """Why one record gave what it gave."""
    if one.why == "came_again":
        return _("Phải bổ sung %(times)s lần", times=one.times) if one.times else _("Không phải bổ sung")
    return {
        "early": _("Trước hạn"),
        "on_time": _("Đúng hạn"),
        "late": _("Quá hạn"),
        "no_points": _("Trễ hạn, không có phản ánh: không cho điểm"),
        "complained": _("Có phản ánh về thái độ"),
        "in_time": _("Trả lời đúng hạn"),
        "answered_late": _("Trả lời quá hạn"),
        "waiting": _("Quá hạn, chưa trả lời"),
        "dragging": _("Kéo dài"),
        "online_late": _("Nộp trực tuyến, trễ hẹn"),
        "found": _("Kết quả kiểm tra, báo cáo"),
    }[one.why]


def points_words(points: float | None) -> str:
    """ "1,7", or "" where there are none."""
    return "" if points is None else decimal(points)


def month_words(month: str) -> str:
    """ "2026-10" → "tháng 10/2026"."""
    return _("tháng %(month)s/%(year)s", month=month[5:], year=month[:4])


def kind_words(kind: str) -> str:
    """What stands before a name on paper."""
    return {"ward": _("Đơn vị"), "unit": _("Bộ phận"), "official": _("Công chức")}[kind]
