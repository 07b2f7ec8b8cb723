"""A simple XLSForm (sheets survey, choices, settings) as a form file of a declaration.

So that a ward can write a form in Excel. What our forms cannot say is named with its row and nothing is guessed; the
result is a draft for a person to read, with a paper that prints every answer in its order.
"""

import re
from dataclasses import dataclass, field

from app.rules import declaration_form
from app.rules.declaration_value import TYPES
from app.rules.spreadsheet import Formula, Line
from app.rules.text import clean, fold
from app.rules.xform_expression import NotTranslated, translate

# What survey tools note about the device: no citizen's form asks for it.
_OF_DEVICE = frozenset(
    {"start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email", "audit"}
)
_PLAIN = {"text": "text", "string": "text", "integer": "number", "int": "number", "date": "date", "time": "time"}
_BEGIN = {"begin group": "group", "begin repeat": "repeat", "end group": "end", "end repeat": "end"}
_TRUE = frozenset({"yes", "true", "true()", "1", "x", "có", "required"})
_FALSE = frozenset({"", "no", "false", "false()", "0", "không"})
# Columns that change nothing here.
_TOLERATED = frozenset({"readonly", "read_only", "body", "media", "image", "parameters"})
_KNOWN = frozenset(
    {
        "type", "name", "label", "hint", "required", "required_message", "relevant", "constraint",
        "constraint_message", "appearance", "default", "repeat_count",
    }
)  # fmt: skip
_REPEAT_MOST, _COLUMNS_MOST = 20, 7
_NOT_ID = re.compile("[^a-z0-9]+")
_PLACE = re.compile(r"sections\[(?P<section>\d+)\](?:\.fields\[(?P<field>\d+)\])?|checks\[(?P<check>\d+)\]")


@dataclass(frozen=True, slots=True)
class RowFault:
    """What of a row cannot become ours. row: as the spreadsheet numbers it, 0 for none. `stops`: else only told."""

    sheet: str
    row: int
    sentence: str
    stops: bool = True

    def __str__(self) -> str:
        where = f"trang {self.sheet}, dòng {self.row}" if self.row else f"trang {self.sheet}"
        return f"{where}: {self.sentence}."


@dataclass(slots=True)
class Imported:
    """`form` is None when something stops it."""

    form: dict | None
    faults: list[RowFault] = field(default_factory=list)


def imported(sheets: dict[str, list[Line]], file_name: str) -> Imported:
    """`sheets` as spreadsheet.read_sheets gives them; `file_name` without its ending names what settings do not."""
    return _Import(sheets, file_name).whole()


class _Import:
    def __init__(self, sheets: dict[str, list[Line]], file_name: str):
        self.faults: list[RowFault] = []
        self.tables = {name: self._table(name, sheets.get(name, [])) for name in ("survey", "choices", "settings")}
        self.file_name = file_name
        self.sections: list[dict] = []
        # what a group has begun: (kind, the section it opened or None)
        self.open: list[tuple[str, dict | None]] = []
        # name as the survey spells it → (section, field)
        self.questions: dict[str, tuple[dict, dict]] = {}
        # what is translated when every question is known: (row, its cells, section, field or None)
        self.waiting: list[tuple[int, dict, dict, dict | None]] = []
        self.checks: list[dict] = []

    def whole(self) -> Imported:
        if not self.tables["survey"]:
            self._fault("survey", 0, "không có trang survey, hoặc trang trống")
            return Imported(None, self.faults)
        self.lists = self._choices()
        for row, cells in self.tables["survey"]:
            self._row(row, cells)
        if self.open:
            self._fault("survey", self.tables["survey"][-1][0], "thiếu end group hoặc end repeat")
        for waiting in self.waiting:
            self._translate(*waiting)
        form = self._form()
        if not any(fault.stops for fault in self.faults):
            # Our own check has the last word; the paper is made of the rest, and only repeats its faults.
            found = declaration_form.faults(form)
            for fault in [fault for fault in found if not fault.where.startswith("paper")] or found:
                self._fault("survey", self._row_of(fault.where, form), f"{fault.where}: {fault.sentence}")
        stopped = any(fault.stops for fault in self.faults)
        return Imported(None if stopped else form, self.faults)

    def _fault(self, sheet: str, row: int, sentence: str, stops: bool = True) -> None:
        self.faults.append(RowFault(sheet, row, sentence, stops))

    def _row_of(self, where: str, form: dict) -> int:
        """The row that a place in the form came from; 0 for none."""
        found = _PLACE.match(where)
        if found is None:
            return 0
        if found["check"]:
            at = form["checks"][int(found["check"])]["at"]
        else:
            section = form["sections"][int(found["section"])]
            at = section["id"]
            if found["field"]:
                at += f".{section['fields'][int(found['field'])]['id']}"
        for row, _cells, section, one in self.waiting:
            if at == (section["id"] if one is None else f"{section['id']}.{one['id']}"):
                return row
        return 0

    def _table(self, sheet: str, lines: list[Line]) -> list[tuple[int, dict[str, str]]]:
        """[(row, {column: text})]; of several languages the Vietnamese column, else the first."""
        if not lines:
            return []
        heads = [_text(cell).lower() for cell in lines[0].cells]
        rows = []
        for line in lines[1:]:
            cells: dict[str, str] = {}
            for head, cell in zip(heads, line.cells, strict=False):
                if isinstance(cell, Formula):
                    self._fault(sheet, line.number, f"cột {head} là công thức; hãy dán dạng giá trị")
                name, _colons, language = head.partition("::")
                text = _text(cell)
                if text and (name not in cells or "vi" in language):
                    cells[name] = text
            if cells:
                rows.append((line.number, cells))
        return rows

    def _choices(self) -> dict[str, list[list[str]]]:
        lists: dict[str, list[list[str]]] = {}
        for row, cells in self.tables["choices"]:
            of_list, code = cells.get("list_name") or cells.get("list name", ""), cells.get("name", "")
            if not of_list or not code:
                self._fault("choices", row, "thiếu list_name hoặc name")
                continue
            lists.setdefault(of_list, []).append([code, cells.get("label", code)])
        return lists

    def _row(self, row: int, cells: dict[str, str]) -> None:
        type_ = " ".join(cells.get("type", "").lower().replace("_", " ").split())
        for name in sorted(cells.keys() - _KNOWN - _TOLERATED):
            self._fault("survey", row, f"cột “{name}” không được dùng", stops=False)
        if not type_:
            self._fault("survey", row, "thiếu type", stops=bool(cells.get("name")))
        elif type_ in _OF_DEVICE:
            self._fault("survey", row, f"bỏ qua “{type_}”: tờ khai không ghi gì về máy", stops=False)
        elif type_ in _BEGIN:
            self._group(_BEGIN[type_], row, cells)
        else:
            self._question(row, cells)

    def _group(self, kind: str, row: int, cells: dict[str, str]) -> None:
        if kind == "end":
            if not self.open:
                self._fault("survey", row, "thừa một end group hoặc end repeat")
            else:
                self.open.pop()
            return
        if any(outer == "repeat" for outer, _section in self.open):
            self._fault("survey", row, "nhóm trong một phần lặp chưa dùng được; hãy bỏ nhóm bên trong")
        section = {"id": self._section_id(cells.get("name", "")), "title": self._label(row, cells)}
        if cells.get("hint"):
            section["hint"] = cells["hint"]
        if kind == "repeat":
            count = cells.get("repeat_count", "")
            most = int(count) if count.isdigit() and 0 < int(count) <= _REPEAT_MOST else _REPEAT_MOST
            if count and not count.isdigit():
                self._fault("survey", row, f"repeat_count “{count}” không phải số; dùng tối đa {most}", stops=False)
            section["repeat"] = {"min": 0, "max": most, "one": section["title"][:80]}
        elif self.open and cells.get("relevant"):
            self._fault("survey", row, "nhóm con có relevant chưa dùng được; hãy đưa ra thành nhóm riêng")
        section["fields"] = []
        self.sections.append(section)
        self.open.append((kind, section))
        self.waiting.append((row, cells, section, None))

    def _section_id(self, name: str) -> str:
        taken = {section["id"] for section in self.sections}
        id_ = _id(name) or f"part_{len(self.sections) + 1}"
        return id_ if id_ not in taken else f"{id_[:34]}_{len(self.sections) + 1}"

    def _label(self, row: int, cells: dict[str, str]) -> str:
        label = cells.get("label") or cells.get("name", "")
        if "${" in label:
            self._fault("survey", row, "nhãn có ${…} chưa dùng được; hãy viết chữ thường")
        return label.replace("{", "(").replace("}", ")")[:120] or "Thông tin"

    def _question(self, row: int, cells: dict[str, str]) -> None:
        made = self._field(row, cells)
        if made is None:
            return
        name = cells.get("name", "")
        if not name or not _id(name):
            self._fault("survey", row, "thiếu name, hoặc name không có chữ cái thường nào")
            return
        if name in self.questions:
            self._fault("survey", row, f"name “{name}” đã dùng ở trên")
            return
        section = self._section()
        if made["id"] in {one["id"] for one in section["fields"]}:
            self._fault("survey", row, f"name “{name}” giống một name khác khi viết thường không dấu")
            return
        section["fields"].append(made)
        self.questions[name] = (section, made)
        self.waiting.append((row, cells, section, made))

    def _section(self) -> dict:
        """The one that a question stands in; behind a group, one of its own again."""
        if self.open:
            return next(section for _kind, section in reversed(self.open) if section)
        if not self.sections or self.sections[-1].get("grouped", True):
            title = "Thông tin" if not self.sections else "Thông tin khác"
            self.sections.append({"id": self._section_id(""), "title": title, "fields": [], "grouped": False})
        return self.sections[-1]

    def _field(self, row: int, cells: dict[str, str]) -> dict | None:
        words = cells["type"].split()
        type_ = words[0].lower()
        made = {"id": _id(cells.get("name", "")), "type": "", "label": self._label(row, cells)}
        if type_ == "select" and len(words) > 1:
            type_, words = f"select_{words[1]}", [words[0], *words[2:]]
        appearance = cells.get("appearance", "").lower()
        if type_ in _PLAIN:
            made["type"] = _PLAIN[type_]
            if made["type"] == "text":
                ours = appearance if appearance in TYPES and appearance not in ("choice", "choices", "note") else ""
                made["type"] = "long_text" if "multiline" in appearance else ours or "text"
            elif made["type"] == "date" and appearance in ("year", "month-year"):
                made["partial"] = True
        elif type_ == "note":
            made["type"] = "note"
        elif type_ in ("select_one", "select_multiple"):
            options = self.lists.get(words[1] if len(words) > 1 else "", [])
            if not options or "or_other" in words:
                what = "“or_other” chưa dùng được" if options else "không thấy danh sách này ở trang choices"
                self._fault("survey", row, f"{cells['type']}: {what}")
                return None
            yes_no = type_ == "select_one" and {code for code, _label in options} == {"yes", "no"}
            made |= {"type": "yes_no"} if yes_no else {"type": "choice" if type_ == "select_one" else "choices"}
            if not yes_no:
                made["options"] = options
        else:
            self._fault("survey", row, f"loại “{cells['type']}” chưa dùng được")
            return None
        if cells.get("hint"):
            made["hint"] = cells["hint"]
        if cells.get("default"):
            made["default"] = cells["default"]
        return made

    def _translate(self, row: int, cells: dict[str, str], section: dict, one: dict | None) -> None:
        inside = section if one is not None and "repeat" in section else None
        target = section if one is None else one
        if cells.get("relevant"):
            made = self._expression(row, "relevant", cells["relevant"], inside)
            if made is not None:
                target["if"] = made
        if one is None or one["type"] == "note":
            return
        required = cells.get("required", "").lower()
        if required in _TRUE:
            one["required"] = True
        elif required not in _FALSE:
            made = self._expression(row, "required", cells["required"], inside)
            if made is not None:
                one["required"] = made
        if cells.get("constraint"):
            self._constraint(row, cells, section, one, inside)

    def _constraint(self, row: int, cells: dict[str, str], section: dict, one: dict, inside: dict | None) -> None:
        at = f"{section['id']}.{one['id']}"
        own = one["id"] if inside else at
        made = self._expression(row, "constraint", cells["constraint"], inside, own)
        if made is not None:
            say = cells.get("constraint_message") or f"“{one['label']}” chưa đúng. Hãy xem lại."
            wrong = ["and", ["filled", own], ["not", made]]
            self.checks.append({"wrong": wrong, "say": say[:500], "at": at, "stop": True})

    def _expression(self, row: int, column: str, text: str, inside: dict | None, own: str = ""):
        def path_of(name: str) -> str:
            section, found = self.questions[name]
            return found["id"] if section is inside else f"{section['id']}.{found['id']}"

        try:
            return self._selected(translate(text, path_of, own), inside)
        except NotTranslated as refused:
            self._fault("survey", row, f"{column} “{text[:60]}”: {refused}")
            return None

    def _selected(self, made, inside: dict | None):
        """selected() of a question with one answer asks whether it is that one."""
        if not isinstance(made, list):
            return made
        if made[0] == "has":
            types = {
                found["id"] if section is inside else f"{section['id']}.{found['id']}": found["type"]
                for section, found in self.questions.values()
            }
            return made if types.get(made[1]) == "choices" else ["=", made[1], {"text": made[2]}]
        return [made[0], *(self._selected(one, inside) for one in made[1:])]

    def _form(self) -> dict:
        settings = self.tables["settings"][0][1] if self.tables["settings"] else {}
        title = settings.get("form_title") or settings.get("title") or self.file_name
        version = re.sub("[^0-9]", "", settings.get("version", ""))[-4:]
        sections = [
            {name: value for name, value in section.items() if name != "grouped"}
            for section in self.sections
            if section["fields"]
        ]
        return {
            "code": _id(settings.get("form_id") or settings.get("id_string") or self.file_name) or "to_khai",
            "version": max(1, int(version or 1)),
            "title": title.upper()[:200],
            "short": title[:80],
            "addressee": settings.get("addressee", "Kính gửi: {office}"),
            "law": settings.get("law", ""),
            "procedures": settings.get("procedures", "").split(),
            "minutes": int(settings["minutes"]) if settings.get("minutes", "").isdigit() else 5,
            "bring": [],
            "sections": sections,
            "checks": self.checks,
            "paper": _paper(sections),
        }


def _paper(sections: list[dict]) -> list[dict]:
    """Every answer under its heading, in the order of asking; rows as a table; the first name signs."""
    parts: list[dict] = []
    signer = ""
    for section in sections:
        condition = {"if": section["if"]} if "if" in section else {}
        fields = [one for one in section["fields"] if one["type"] != "note"]
        if not fields:
            continue
        parts.append({"heading": section["title"], **condition})
        if "repeat" in section:
            columns = [["TT", "#"], *([one["label"][:120], one["id"]] for one in fields[: _COLUMNS_MOST - 1])]
            parts.append({"table": section["id"], "columns": columns, "rows": 3, **condition})
            continue
        for one in fields:
            path = f"{section['id']}.{one['id']}"
            asked = [given["if"] for given in (section, one) if "if" in given]
            shown = {} if not asked else {"if": asked[0] if len(asked) == 1 else ["and", *asked]}
            parts.append({"line": f"{one['label']}: {{{path}}}", **shown})
            signer = signer or (path if one["type"] == "name" else "")
    parts += [
        {"declare": "Tôi cam đoan nội dung khai trên đây là đúng sự thật và chịu trách nhiệm về nội dung ấy."},
        {"made": "Làm tại: {place}"},
        {"signers": [["Người khai", "Ký, ghi rõ họ, chữ đệm, tên", signer]]},
    ]
    return parts


def _id(name: str) -> str:
    return _NOT_ID.sub("_", fold(name)).strip("_0123456789")[:40].strip("_")


def _text(cell) -> str:
    if isinstance(cell, bool):
        return "true()" if cell else "false()"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return clean(str(cell.text if isinstance(cell, Formula) else cell))
