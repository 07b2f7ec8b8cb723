"""The ward's lists as rules see them: ids and codes, kept in memory until the ledger says that they changed."""

import threading
from collections.abc import Iterable

from app.records import place, procedure, staff
from app.records import workday as calendar_records
from app.rules import office
from app.rules.operation import Lists
from app.rules.text import fold

_kept: dict[int, tuple[tuple, "FollowedLists"]] = {}
_lock = threading.Lock()


class FollowedLists:
    """The lists at one moment of the ledger: read from the tables, then following every operation that changes one.

    Following gives what reading the tables anew would give; a test compares. `lists` is what a rule is told.
    """

    def __init__(
        self, procedures: Iterable[dict], neighbourhoods, support_points, admins, workdays=(), own_office=None
    ):
        # {code: {version: folded name}} of what is current: while one version hands over to the next there may be two.
        self._current: dict[str, dict[int, str]] = {}
        self.lists = Lists(set(), set(neighbourhoods), set(support_points), {}, set(admins))
        self._workdays = {row["id"]: row for row in workdays}
        self._office = own_office
        self._count_anew()
        for row in procedures:
            self._follow_procedure(row)

    def copy(self) -> "FollowedLists":
        """One that may follow on without changing what others see."""
        other = FollowedLists((), self.lists.neighbourhoods, self.lists.support_points, self.lists.admins)
        other._current = {code: dict(versions) for code, versions in self._current.items()}
        other.lists.procedures = set(self.lists.procedures)
        other.lists.procedure_words = dict(self.lists.procedure_words)
        other._workdays, other._office = dict(self._workdays), self._office
        other.lists.calendar = self.lists.calendar
        return other

    def follow(self, noun: str, row: dict) -> None:
        """What the tables say from here on, now that `row` was put. Other nouns are no business of the lists."""
        if noun == "procedure":
            self._follow_procedure(row)
        elif noun == "neighbourhood":
            self.lists.neighbourhoods.add(row["id"])
        elif noun == "support_point":
            self.lists.support_points.add(row["id"])
        elif noun == "staff" and row["role"] == "admin" and row["active"]:
            self.lists.admins.add(row["id"])
        elif noun == "staff":
            self.lists.admins.discard(row["id"])
        elif noun == "workday":
            self._workdays[row["id"]] = row
            self._count_anew()
        elif noun == "office":
            self._office = row
            self._count_anew()

    def _count_anew(self) -> None:
        """A calendar is never changed, only replaced: whoever counted with the old one still holds it."""
        own = self._office or self._workdays
        self.lists.calendar = (
            office.calendar_of(self._office, self._workdays.values()) if own else office.SHIPPED_CALENDAR
        )

    def _follow_procedure(self, row: dict) -> None:
        code, lists = row["code"], self.lists
        versions = self._current.setdefault(code, {})
        if row["current"]:
            versions[row["version"]] = fold(row["name"])
        else:
            versions.pop(row["version"], None)
        if versions:
            lists.procedures.add(code)
            lists.procedure_words[code] = versions[max(versions)]
        else:
            lists.procedures.discard(code)
            lists.procedure_words.pop(code, None)


def lists(ward_id: int, head: dict) -> FollowedLists:
    """As the tables stand at this head: it says when a list last changed, and in which life of the database.

    Others hold the same object: whoever wants to follow on takes a copy.
    """
    mark = (head["incarnation"], head["reference_v"])
    with _lock:
        kept = _kept.get(ward_id)
    if kept and kept[0] == mark:
        return kept[1]
    read = FollowedLists(
        procedure.current_procedures(ward_id, status=None),
        (row["id"] for row in place.neighbourhoods(ward_id, every=True)),
        (row["id"] for row in place.support_points(ward_id, every=True)),
        staff.active_admins(ward_id),
        calendar_records.workdays(ward_id),
        calendar_records.own_office(ward_id),
    )
    with _lock:
        _kept[ward_id] = (mark, read)
    return read
