"""A notice (thông báo, tờ rơi) in the words of the screen, for the desk and for the lead of one neighbourhood."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_login import current_user

from app.problems import Problem
from app.records import notice as records
from app.records import staff
from app.rules import notice as rules
from app.rules.calendar import number_of
from app.rules.notice_posting import STATES as POSTING_STATES
from app.rules.notice_posting import WAYS, Covered, coverage
from app.rules.reading_aloud import SYLLABLES_A_MINUTE, half_minutes, spoken_text
from app.web.words import day, decimal, said

ADDRESS = "/thong-bao"
# Days after which a board without it is called, where the notice itself names no day.
REMIND_AFTER_DAYS = 3
# As many as a lead can have in hand: older ones are found in the whole list.
LEAD_LOOKS_AT = 200
_BADGES = {"draft": "temporary", "running": "active", "over": "closed", "withdrawn": "void"}


def own_neighbourhood() -> str:
    """The only one that a lead may see; "" for the desk, which sees all. Raises Problem for a lead without one."""
    if current_user.role != "lead":
        return ""
    if not current_user.neighbourhood:
        raise Problem("lead_unplaced")
    return current_user.neighbourhood


def readable(notice_id) -> dict:
    """The row; a lead reads what was sent to his own neighbourhood. Raises Problem("not_found")."""
    row = records.notice(current_user.ward_id, str(notice_id))
    if row is None:
        raise Problem("not_found")
    own = own_neighbourhood()
    if own and (row["sent_at"] is None or own not in rules.audience_of(row)):
        raise Problem("not_found")
    return row


def badge_of(row: dict, today: str) -> tuple[str, str]:
    """(state, words) of its badge."""
    standing = rules.standing(row, today)
    return _BADGES[standing], said(rules.STANDINGS[standing])


def kind_words(row: dict) -> str:
    return said(rules.KINDS[row["kind"]])


def way_words(way: str) -> str:
    return said(WAYS[way])


def posting_words(state: str) -> str:
    return said(POSTING_STATES[state])


def choices(codes: dict) -> list[tuple[str, str]]:
    return [(code, said(text)) for code, text in codes.items()]


def dates(row: dict) -> str:
    """When it was sent, by when it must hang, until when it holds."""
    told = []
    if row["sent_on"]:
        told.append(_("Gửi %(day)s", day=day(row["sent_on"])))
    if row["post_by"]:
        told.append(_("niêm yết trước %(day)s", day=day(row["post_by"])))
    if row["expires_on"]:
        told.append(_("hết hạn %(day)s", day=day(row["expires_on"])))
    text = " · ".join(told)
    return text[:1].upper() + text[1:]


def speech(row: dict, ward_name: str) -> tuple[str, str]:
    """(what is read over the loudspeaker, how long that takes in words)."""
    text = row["speech"] or spoken_text(row["title"], row["text"], ward_name)
    minutes = decimal(half_minutes(text) / 2)
    return text, _("Đọc khoảng %(minutes)s phút, %(pace)s tiếng một phút", minutes=minutes, pace=SYLLABLES_A_MINUTE)


def days_between(first: str, last: str) -> int:
    return number_of(last) - number_of(first)


@dataclass(frozen=True)
class Reminder:
    """A neighbourhood that has not posted. `days`: since it was sent; `late`: the day to post has passed."""

    neighbourhood: str
    name: str
    leads: str
    days: int
    late: bool


class Board:
    """How the neighbourhoods of one notice stand: `lines` in the ward's order, `reminders` those that have not posted
    while it holds, `to_take` those where it still hangs although it is over.
    """

    def __init__(self, row: dict, postings: list[dict], names: dict[str, str], today: str):
        audience = [one for one in names if one in set(rules.audience_of(row))]
        self.covered: dict[str, Covered] = coverage(audience, postings)
        self.names, self.row, self.today = names, row, today
        self.count = len(audience)
        self.posted = sum(bool(one.since) for one in self.covered.values())

    @property
    def share(self) -> float:
        """Of a hundred."""
        return 100 * self.posted / self.count if self.count else 0

    @property
    def lines(self) -> list[tuple[str, Covered]]:
        return [(self.names[one], covered) for one, covered in self.covered.items()]

    def reminders(self, leads: dict[str, str]) -> list[Reminder]:
        """leads: {neighbourhood: names}. Longest first is the ward's order: all were sent on one day."""
        if rules.standing(self.row, self.today) != "running":
            return []
        days = days_between(self.row["sent_on"], self.today)
        by = self.row["post_by"]
        late = self.today > by if by else days > REMIND_AFTER_DAYS
        return [
            Reminder(one, self.names[one], leads.get(one, ""), days, late)
            for one, covered in self.covered.items()
            if not covered.since
        ]

    @property
    def to_take(self) -> list[tuple[str, Covered]]:
        if rules.standing(self.row, self.today) not in ("over", "withdrawn"):
            return []
        return [(name, covered) for name, covered in self.lines if covered.hanging]


def leads(ward_id: int) -> dict[str, str]:
    """{neighbourhood: names of its leads}."""
    found: dict[str, list[str]] = {}
    for person in staff.all_staff(ward_id):
        if person["active"] and person["role"] == "lead" and person["neighbourhood"]:
            found.setdefault(person["neighbourhood"], []).append(person["name"])
    return {one: ", ".join(names) for one, names in found.items()}


@dataclass(frozen=True)
class OfNeighbourhood:
    """A notice that concerns a neighbourhood today: `standing` running, or over and still hanging there."""

    row: dict
    standing: str
    covered: Covered


def of_neighbourhood(ward_id: int, neighbourhood: str, today: str) -> list[OfNeighbourhood]:
    """Those that hold, and those that are over and still hang; the latest first."""
    rows = records.sent_to(ward_id, neighbourhood, LEAD_LOOKS_AT)
    made = records.postings(ward_id, [row["id"] for row in rows], neighbourhood)
    found = [
        OfNeighbourhood(row, rules.standing(row, today), coverage([neighbourhood], made[row["id"]])[neighbourhood])
        for row in rows
    ]
    return [one for one in found if one.standing == "running" or one.covered.hanging]


def to_do(ward_id: int, neighbourhood: str, today: str) -> dict[str, list[OfNeighbourhood]]:
    """{"post": notices that hold and that this neighbourhood has not posted, "take": those that are over and hang}."""
    found = of_neighbourhood(ward_id, neighbourhood, today)
    return {
        "post": [one for one in found if one.standing == "running" and not one.covered.since],
        "take": [one for one in found if one.standing != "running"],
    }
