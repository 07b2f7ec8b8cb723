"""The names behind the keys of the ward's figures (rules/figures.py), for dashboards and reports alike."""

from functools import cached_property

from flask_babel import gettext as _

from app.records import place, procedure, staff, unit
from app.rules import feedback_fields, household_fields, rating_report, survey
from app.rules import procedure as procedure_rules
from app.rules.figures import Part
from app.rules.rating import REASONS
from app.web.words import decimal, label, percent, said


class FigureNames:
    """One ward's names; each list is read once, when it is first asked for. "" is said as what was not said."""

    def __init__(self, ward_id: int):
        self._ward_id = ward_id

    @cached_property
    def points(self) -> dict[str, str]:
        return {row["id"]: row["name"] for row in place.support_points(self._ward_id, every=True)}

    @cached_property
    def places(self) -> dict[str, str]:
        """{id: name} of the neighbourhoods, in the ward's own order."""
        return {row["id"]: row["name"] for row in place.neighbourhoods(self._ward_id, every=True)}

    @cached_property
    def procedures(self) -> dict[str, dict]:
        return procedure.titles(self._ward_id)

    @cached_property
    def staff(self) -> dict[str, str]:
        return staff.names(self._ward_id)

    @cached_property
    def groups(self) -> dict[str, str]:
        """What ratings are counted by: points and units."""
        found = {f"point:{id_}": name for id_, name in self.points.items()}
        return found | {f"unit:{row['id']}": row["name"] for row in unit.units(self._ward_id, every=True)}

    def point(self, id_: str) -> str:
        return self.points.get(id_, id_) or _("Chưa ghi điểm")

    def place(self, id_: str) -> str:
        return self.places.get(id_, id_) or _("Chưa ghi tổ")

    def procedure(self, code: str) -> str:
        """Its name without the words "Thủ tục", which half of the catalogue begins with and no reader needs here."""
        known = self.procedures.get(code)
        if not known:
            return code or _("Chưa ghi thủ tục")
        name = known["name"].removeprefix("Thủ tục ")
        return name[:1].upper() + name[1:]

    def group(self, id_: str) -> str:
        return self.groups.get(id_) or _("Chưa rõ")


def level(code: str) -> str:
    return said(procedure_rules.LEVELS.get(code, code))


def field(name: str) -> str:
    """A field (lĩnh vực); it is written as the catalogue has it."""
    return name or _("Chưa ghi lĩnh vực")


def feedback_kind(code: str) -> str:
    return said(feedback_fields.KINDS.get(code, code))


def feedback_category(code: str) -> str:
    return said(feedback_fields.CATEGORIES.get(code, code)) or _("Chưa phân loại")


def household_state(code: str) -> str:
    return said(household_fields.STATES.get(code, code))


def reason(code: str) -> str:
    return said(REASONS.get(code, code))


def factor(survey_key: str, topic: str) -> str:
    """A factor of a questionnaire, or one of its questions."""
    asked = next(one for one in survey.every().values() if one.key == survey_key)
    return said(rating_report.topics(asked)[topic])


def survey_title(survey_key: str) -> str:
    return said(next(one for one in survey.every().values() if one.key == survey_key).title)


def feedback_group(key: str) -> str:
    """A category, or the kind of what has none: rules/figures.py `Feedbacks`."""
    if key in feedback_fields.CATEGORIES:
        return feedback_category(key)
    return _("Phản ánh chưa phân loại") if key == "petition" else feedback_kind(key)


def share(part: Part) -> str:
    """ "86,5 %", or a dash of nothing."""
    return "–" if part.percent is None else percent(part.percent)


def part_of(part: Part) -> str:
    """ "3.232/3.945": what a share is of."""
    return f"{decimal(part.n)}/{decimal(part.of)}"


def month(text: str) -> str:
    """ "2026-11" → "11/2026" """
    return f"{int(text[5:])}/{text[:4]}"


def change(now: float | None, before: float | None, unit: str = "") -> str:
    """How a figure moved: "+12", "−1,4 phút", "+1,5 điểm phần trăm"; "" where one side is not known."""
    if now is None or before is None:
        return ""
    moved = round(now - before, 1)
    if not moved:
        return _("không đổi")
    written = f"{'+' if moved > 0 else '−'}{decimal(abs(moved))}"
    if unit == "%":
        return _("%(number)s điểm phần trăm", number=written)
    return f"{written}\u00a0{unit}" if unit else written


def difficulty(code: str) -> str:
    return label("difficulty", code)
