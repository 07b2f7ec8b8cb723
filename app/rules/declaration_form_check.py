"""What the shape of a form file cannot say: every path that is read exists, every condition asks of what stands before
it, so that filling in goes one way, and the paper prints what is there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.rules.declaration_expression import NotExpression, asked
from app.rules.declaration_value import Refused, cleaned

# A form with more fields than this belongs on several papers.
MOST_FIELDS = 200

# {section.field}, {section.field|words}; and what the ward itself gives.
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_.]*)(?:\|([a-z]+))?\}")
GIVEN = frozenset({"office", "place", "ward"})
FORMATS = frozenset({"words", "boxes", "year", "capitals"})
# What a part of the paper is, by the one key that names it.
PARTS = ("line", "heading", "small", "declare", "made", "table", "grid", "signers")
_OPTIONS = frozenset({"choice", "choices"})


@dataclass(frozen=True, slots=True)
class Fault:
    """Where in the file ("sections[0].fields[2].if"), and what is wrong there, for whoever writes the form."""

    where: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}." if self.where else f"{self.sentence}."


def faults(form: dict) -> list[Fault]:
    """Of a form whose shape is right (declaration_form.schema.json)."""
    return list(_Reading(form).faults())


class _Reading:
    """One form whose shape is right, and what its parts say of each other."""

    def __init__(self, form: dict):
        self.form = form
        # "section.field" → the field; notes have no value and are none.
        self.fields = {
            f"{section['id']}.{field['id']}": field
            for section in form["sections"]
            for field in section["fields"]
            if field["type"] != "note"
        }
        self.sections = {section["id"]: section for section in form["sections"]}

    def faults(self) -> Iterator[Fault]:
        yield from self._names()
        before: set[str] = set()
        for at, section in enumerate(self.form["sections"]):
            where = f"sections[{at}]"
            yield from self._condition(section.get("if", True), f"{where}.if", before, None)
            yield from self._section(section, where, before)
        for at, rule in enumerate(self.form["checks"]):
            yield from self._check(rule, f"checks[{at}]")
        for at, part in enumerate(self.form["paper"]):
            yield from self._part(part, f"paper[{at}]")
        yield from self._placeholders(self.form["addressee"], "addressee")

    def _names(self) -> Iterator[Fault]:
        if len(self.sections) < len(self.form["sections"]):
            yield Fault("sections", "hai phần trùng “id”")
        if sum(len(section["fields"]) for section in self.form["sections"]) > MOST_FIELDS:
            yield Fault("sections", f"nhiều hơn {MOST_FIELDS} mục: hãy tách thành nhiều tờ khai")
        for at, section in enumerate(self.form["sections"]):
            ids = [field["id"] for field in section["fields"]]
            for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
                yield Fault(f"sections[{at}]", f"hai mục trùng “id”: {id_}")
            repeat = section.get("repeat")
            if repeat and repeat["min"] > repeat["max"]:
                yield Fault(f"sections[{at}].repeat", "“min” lớn hơn “max”")

    def _section(self, section: dict, where: str, before: set[str]) -> Iterator[Fault]:
        """`before`: the paths that stand before it; grows by its own."""
        inside = section if "repeat" in section else None
        for other in section.get("same_as", ()):
            if other not in self.sections or other == section["id"] or "repeat" in self.sections[other]:
                yield Fault(f"{where}.same_as", f"không chép được từ phần “{other}”")
        # A row's own fields have no section in their paths.
        of_row: set[str] = set()
        for at, field in enumerate(section["fields"]):
            place = f"{where}.fields[{at}]"
            yield from self._condition(field.get("if", True), f"{place}.if", before | of_row, inside)
            everything = {*self._outside(), *(one["id"] for one in section["fields"])} if inside else self._outside()
            yield from self._condition(field.get("required", False), f"{place}.required", everything, inside)
            yield from self._field(field, place)
            if field["type"] != "note":
                (of_row if inside else before).add(field["id"] if inside else f"{section['id']}.{field['id']}")
        if inside:
            before.add(section["id"])

    def _outside(self) -> set[str]:
        """Every path that an expression outside of rows may read, and the repeated sections that can be counted."""
        single = {path for path in self.fields if "repeat" not in self.sections[path.split(".")[0]]}
        return single | {id_ for id_, section in self.sections.items() if "repeat" in section}

    def _condition(self, expression, where: str, readable: set[str], inside: dict | None) -> Iterator[Fault]:
        try:
            named = list(asked(expression))
        except NotExpression as error:
            yield Fault(where, str(error))
            return
        row = {field["id"]: field for field in inside["fields"]} if inside else {}
        for operator, path in named:
            repeated = "repeat" in self.sections.get(path, {})
            if operator == "count":
                if not repeated or path not in readable:
                    yield Fault(where, f"“{path}” không phải một phần lặp đứng trước")
            elif path not in readable or (repeated and path not in row):
                exists = path in self.fields or path in row
                why = "chỉ được hỏi mục đứng trước, ngoài phần lặp" if exists else "không có mục này"
                yield Fault(where, f"“{path}”: {why}")
            elif operator == "has" and (row.get(path) or self.fields[path])["type"] != "choices":
                yield Fault(where, f"“{path}” không phải mục chọn nhiều")
        yield from self._codes(expression, where, row)

    def _codes(self, expression, where: str, row: dict) -> Iterator[Fault]:
        """An option that is asked for must be offered: a slip of the pen there makes a condition that never holds."""
        if not isinstance(expression, list) or not expression:
            return
        operator, *rest = expression
        if operator in ("in", "has", "=", "!=") and len(rest) == 2 and isinstance(rest[0], str):
            field = row.get(rest[0]) or self.fields.get(rest[0])
            meant = rest[1] if isinstance(rest[1], list) and operator == "in" else [rest[1]]
            literal = operator in ("in", "has")
            texts = [one["text"] if isinstance(one, dict) else one for one in meant if literal or isinstance(one, dict)]
            if field and field["type"] in _OPTIONS and "options" in field:
                offered = [code for code, _label in field["options"]]
                for text in texts:
                    if text and text not in offered:
                        yield Fault(where, f"“{rest[0]}” không có lựa chọn “{text}”")
        for one in rest:
            yield from self._codes(one, where, row)

    def _field(self, field: dict, where: str) -> Iterator[Fault]:
        if (field["type"] in _OPTIONS) != ("options" in field):
            yield Fault(where, "mục chọn thì phải có “options”, mục khác thì không")
            return
        codes = [code for code, _label in field.get("options", ())]
        if len(set(codes)) < len(codes):
            yield Fault(f"{where}.options", "hai lựa chọn trùng mã")
        for path in field.get("same_as", ()):
            if path not in self.fields or "repeat" in self.sections[path.split(".")[0]]:
                yield Fault(f"{where}.same_as", f"không chép được từ “{path}”")
        if "default" in field:
            try:
                cleaned(field, field["default"])
            except Refused:
                yield Fault(f"{where}.default", "giá trị sẵn có không hợp với mục này")
        if field["type"] != "number" and field.get("max", 1) < 1:
            yield Fault(f"{where}.max", "phải từ 1 trở lên")
        if field["type"] != "date" and "partial" in field:
            yield Fault(f"{where}.partial", "chỉ dùng cho mục ngày")

    def _check(self, rule: dict, where: str) -> Iterator[Fault]:
        section, dot, _name = rule["at"].partition(".")
        if section not in self.sections or (dot and rule["at"] not in self.fields):
            yield Fault(f"{where}.at", f"không có mục “{rule['at']}”")
            return
        inside = self.sections[section] if dot and "repeat" in self.sections[section] else None
        row = {field["id"] for field in inside["fields"]} if inside else set()
        yield from self._condition(rule["wrong"], f"{where}.wrong", self._outside() | row, inside)

    def _part(self, part: dict, where: str) -> Iterator[Fault]:
        kinds = [kind for kind in PARTS if kind in part]
        if len(kinds) != 1:
            yield Fault(where, f"mỗi phần in là đúng một trong: {', '.join(PARTS)}")
            return
        yield from self._condition(part.get("if", True), f"{where}.if", self._outside(), None)
        kind = kinds[0]
        if ("columns" in part) != (kind == "table") or ("rows" in part and kind != "table"):
            yield Fault(where, "“columns” và “rows” chỉ đi với “table”")
        elif kind == "table":
            yield from self._table(part, where)
        elif kind == "grid":
            if len({len(row) for row in part["grid"]}) > 1:
                yield Fault(f"{where}.grid", "các hàng phải có cùng số ô")
            for row in part["grid"]:
                for cell in row:
                    yield from self._placeholders(cell, f"{where}.grid")
        elif kind == "signers":
            for _who, _how, path in part["signers"]:
                if path and path not in self._outside() - self.sections.keys():
                    yield Fault(f"{where}.signers", f"không có mục “{path}”")
        else:
            yield from self._placeholders(part[kind], f"{where}.{kind}")

    def _table(self, part: dict, where: str) -> Iterator[Fault]:
        section = self.sections.get(part["table"], {})
        if "repeat" not in section:
            yield Fault(f"{where}.table", f"“{part['table']}” không phải một phần lặp")
            return
        ids = {field["id"] for field in section["fields"]}
        for _label, name in part["columns"]:
            if name != "#" and name.partition("|")[0] not in ids:
                yield Fault(f"{where}.columns", f"phần “{part['table']}” không có mục “{name}”")

    def _placeholders(self, text: str, where: str) -> Iterator[Fault]:
        for path, form in PLACEHOLDER.findall(text):
            if path in GIVEN and not form:
                continue
            if path not in self._outside() - self.sections.keys():
                yield Fault(where, f"không có mục “{path}” để in")
            elif form and form not in FORMATS:
                yield Fault(where, f"không có cách in “{form}”; có: {', '.join(sorted(FORMATS))}")
            elif form == "words" and self.fields[path]["type"] != "date":
                yield Fault(where, f"“{path}” không phải ngày nên không ghi bằng chữ được")
            elif form == "boxes" and self.fields[path]["type"] not in ("yes_no", "choice", "choices"):
                yield Fault(where, f"“{path}” không phải mục chọn nên không in ô vuông được")
        rest = PLACEHOLDER.sub("", text)
        if "{" in rest or "}" in rest:
            yield Fault(where, "dấu { } chỉ dùng quanh tên một mục, ví dụ {child.name}")
