"""A catalogue in a file becomes new versions of procedures, or errors row by row; never half of it.

A column that the file does not have leaves its fact as it stands; an empty cell empties it. A procedure that the file
does not name stays. A file of what is already there does nothing.
"""

from dataclasses import dataclass, field
from importlib.resources import files

from app.rules import fields, handling_check, handling_starter, procedure_cells, spreadsheet
from app.rules import procedure as procedures
from app.rules.procedure_cells import WrongCell, heading_key
from app.rules.spreadsheet import Line
from app.rules.text import clean

# In the order of a file. Those that a catalogue without would mislead citizens are required.
COLUMNS = (
    "code",
    "name",
    "field",
    "authority",
    "time_text",
    "time_value",
    "time_unit",
    "cutoff_15h",
    "fee_text",
    "level",
    "level_scheme",
    "level_text",
    "documents",
    "result",
    "legal_basis",
    "decision",
    "status",
    "effective_from_on",
    "effective_to_on",
    "replaced_by",
    "source",
    "note",
    "words",
    "favourite",
    "handling",
)
REQUIRED = ("code", "name", "field", "authority", "time_text", "fee_text", "level", "documents")
LABELS = {name: procedures.PROCEDURE[name]["label"] for name in COLUMNS}
_WIDTHS = {"code": 12, "name": 44, "documents": 60, "legal_basis": 40, "fee_text": 40, "time_text": 36, "note": 36}
WIDTHS = [_WIDTHS.get(name, 20) for name in COLUMNS]

# Title lines may stand above the heading.
_HEADING_WITHIN = 10
_EMPTY = {
    **dict.fromkeys(procedures.FACTS, ""),
    "cutoff_15h": False,
    "favourite": 0,
    # What nobody has looked at is not published by being imported.
    "status": "draft",
}


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong with one cell; `column` is "" when it is the whole row. `code` and `params` make the sentence."""

    line: int
    column: str
    code: str
    params: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One procedure of the file. `kind`: new, changed, unchanged. `changed`: (fact, before, after) as in files."""

    line: int
    code: str
    name: str
    status: str
    kind: str
    changed: list[tuple[str, str, str]]
    cards: list[tuple[str, dict]]


@dataclass(slots=True)
class Plan:
    """What importing a file would do. With any error there is nothing to import."""

    items: list[Item] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    staying: int = 0

    @property
    def cards(self) -> list[tuple[str, dict]]:
        """[(entity, body)] for one batch; empty when there are errors."""
        return [] if self.errors else [card for item in self.items for card in item.cards]


def plan(lines: list[Line], newest: dict[str, dict], current: dict[str, dict]) -> Plan:
    """`newest` and `current`: versions that the ward holds, by code (rows of records.procedure)."""
    made = Plan()
    heading = _heading(lines)
    if heading is None:
        made.errors.append(CellError(lines[0].number, "", "heading_missing", {"columns": _named(REQUIRED)}))
        return made
    places, body_lines = _places(heading, lines, made)
    if made.errors:
        return made
    seen: dict[str, int] = {}
    for line in body_lines:
        item = _item(line, places, seen, newest, current, made.errors)
        if item:
            made.items.append(item)
    if not made.errors and not made.items:
        made.errors.append(CellError(heading.number, "", "file_empty"))
    made.staying = len([code for code in newest if code not in seen])
    return made


def starter_cards() -> list[tuple[str, dict]]:
    """[(entity, body)] of the catalogue that comes with Gần Dân, for a ward that has none."""
    content = (files("app.rules") / "data" / "procedures.csv").read_bytes()
    cards = plan(spreadsheet.read(content, spreadsheet.Limits(len(content), 1_000)), {}, {}).cards
    return [(entity, {**body, "handling": handling_starter.starter(body)}) for entity, body in cards]


def row_of(body: dict) -> list[str]:
    """A version as a row of a file, in the order of COLUMNS; reading it again changes nothing."""
    return [_written(name, body[name]) for name in COLUMNS]


def heading_row() -> list[str]:
    return [LABELS[name] for name in COLUMNS]


def _written(name: str, value) -> str:
    if name == "cutoff_15h":
        return "x" if value else ""
    if name == "favourite":
        return str(value or "")
    if name == "level":
        return procedures.LEVELS[value] if value else ""
    if name == "status":
        return procedures.STATUSES[value]
    if name == "level_scheme":
        return procedures.LEVEL_SCHEMES.get(value, value)
    if name.endswith("_on"):
        return "/".join(reversed(value.split("-"))) if value else ""
    return value


def _shown(name: str, value) -> str:
    """As in a file; what only programs read, in the words of people."""
    if name == "handling" and value:
        return "; ".join(variant["name"] for variant in handling_check.read(value)["variants"])
    return _written(name, value)


def _named(columns) -> str:
    return ", ".join(LABELS[name] for name in columns)


# A heading may be our own Vietnamese label or the field's name in data files.
_HEADINGS = {heading_key(label): name for name, label in LABELS.items()} | {heading_key(name): name for name in COLUMNS}


def _heading(lines: list[Line]) -> Line | None:
    for line in lines[:_HEADING_WITHIN]:
        known = {_HEADINGS.get(heading_key(cell)) for cell in line.cells}
        if "code" in known or len(known - {None}) >= len(REQUIRED) // 2:
            return line
    return None


def _places(heading: Line, lines: list[Line], made: Plan) -> tuple[dict[str, int], list[Line]]:
    places: dict[str, int] = {}
    for place, cell in enumerate(heading.cells):
        name = _HEADINGS.get(heading_key(cell))
        if name is None:
            if str(cell).strip():
                made.ignored.append(clean(str(cell))[:60])
        elif name in places:
            made.errors.append(CellError(heading.number, name, "column_twice", {"column": LABELS[name]}))
        else:
            places[name] = place
    missing = [name for name in REQUIRED if name not in places]
    if missing:
        made.errors.append(CellError(heading.number, "", "columns_missing", {"columns": _named(missing)}))
    return places, [line for line in lines if line.number > heading.number]


def _item(line, places, seen, newest, current, errors) -> Item | None:
    """Reads one row; what is wrong with it goes to `errors`."""
    facts, found = _facts(line, places, newest)
    code = facts.get("code", "")
    if code and code in seen:
        found.append(CellError(line.number, "code", "code_twice", {"value": code, "first": seen[code]}))
    elif code:
        seen[code] = line.number
    if found:
        errors.extend(found)
        return None
    before = newest.get(code)
    if before is None:
        kind, changed = "new", []
    else:
        before = procedures.card_of(before)
        names = procedures.changes(before, facts)
        kind = "changed" if names else "unchanged"
        changed = [(name, _shown(name, before[name]), _shown(name, facts[name])) for name in names]
    cards = [] if kind == "unchanged" else procedures.next_version(newest.get(code), current.get(code), facts)
    return Item(line.number, code, facts["name"], facts["status"], kind, changed, cards)


def _facts(line: Line, places: dict[str, int], newest: dict[str, dict]) -> tuple[dict, list[CellError]]:
    found: list[CellError] = []
    given: dict = {}
    for name, place in places.items():
        cell = line.cells[place] if place < len(line.cells) else ""
        try:
            given[name] = procedure_cells.read(name, cell)
        except WrongCell as wrong:
            found.append(CellError(line.number, name, wrong.code, wrong.params))
    if "code" not in given:
        return {}, found
    held = newest.get(given["code"])
    facts = {**(procedures.card_of(held) if held else _EMPTY), **_level_facts(given, held)}
    if "status" in given and given["status"] is None:
        facts["status"] = held["status"] if held else "draft"
    wrong_already = {error.column for error in found}
    checked, refusals = fields.check({**facts, "version": 1, "current": True}, procedures.PROCEDURE, "")
    found += [
        CellError(line.number, refusal.field, refusal.code, refusal.params)
        for refusal in refusals
        if refusal.field not in wrong_already
    ]
    if procedures.bare_fee(facts["fee_text"]) and "fee_text" not in wrong_already:
        found.append(CellError(line.number, "fee_text", "fee_bare", {"value": facts["fee_text"]}))
    if checked["effective_to_on"] and checked["effective_to_on"] < checked["effective_from_on"]:
        found.append(CellError(line.number, "effective_to_on", "days_reversed"))
    return {name: checked[name] for name in procedures.FACTS}, found


def _level_facts(given: dict, held: dict | None) -> dict:
    """A level cell says the level; what is left of its words is kept beside it, and words of another level go."""
    if "level" not in given:
        return given
    level, scheme, words = given["level"]
    made = {**given, "level": level}
    other_level = held is not None and held["level"] != level
    for name, said in (("level_scheme", scheme), ("level_text", words)):
        if said and not made.get(name):
            made[name] = said
        elif other_level:
            made.setdefault(name, "")
    return made
