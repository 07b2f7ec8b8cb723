"""A year of the demo ward, day by day, through the ledger's door: figures need more than ten slips to be looked at.

Everything is invented and made from one seed, so that two demo wards of one day are the same. Each day is accepted with
that day's own clock: numbers follow their days, and what was late was late then.
"""

from collections import defaultdict
from datetime import date, timedelta
from random import Random

from app.demo import counter, queue, year_counter, year_lobby, year_voices
from app.demo.year_people import STAFF
from app.ledger.accept import accept
from app.ledger.cards import put_cards
from app.ledger.envelope import Opened, intent, new_id
from app.ledger.founding import WEB
from app.rules.calendar import Calendar, is_working
from app.rules.clock import day_of, parse
from app.rules.office import calendar_of
from app.rules.workday import starter_cards

DAYS = 365
_SEED = 1911


class Year:
    """What the parts of the year are made with. `staff`: {login: id}. Days "YYYY-MM-DD", times in ms."""

    def __init__(self, ward_id: int, staff: dict[str, str], now: int):
        self.ward_id, self.staff = ward_id, staff
        self.random = Random(_SEED)
        self.calendar: Calendar = calendar_of(None, [{"id": day, **body} for day, body in starter_cards()])
        today = date.fromisoformat(day_of(now))
        self.days = [(today - timedelta(days=back)).isoformat() for back in range(DAYS, -1, -1)]
        self.now = now
        self._made: dict[str, list[tuple[int, int, Opened]]] = defaultdict(list)
        self._count = 0

    def works(self, day: str) -> bool:
        return is_working(self.calendar, day)

    def at(self, day: str, hour: int, minute: int = 0) -> int:
        return parse(f"{day}T{hour:02d}:{minute:02d}:00+07:00")

    def say(self, type_: str, entity: str, body: dict, by: str, at: int) -> None:
        """One operation of somebody of `staff`; what has not happened yet is not said."""
        if at > self.now:
            return
        # Of one person, in order: two things said in one minute stay in the order in which they were said.
        said = intent(type_, entity, body, ward=self.ward_id, device=WEB, author=self.staff[by], now=at, at=at)
        self.add(said)

    def add(self, said: Opened) -> None:
        """One operation that somebody else has made."""
        self._count += 1
        self._made[day_of(said.at)].append((said.at, self._count, said))

    def play(self) -> None:
        """Raises ValueError for what the rules refuse."""
        for day in sorted(self._made):
            ordered = [one for _, _, one in sorted(self._made.pop(day), key=lambda made: made[:2])]
            results = accept(self.ward_id, WEB, ordered, min(self.at(day, 23, 59), self.now)).results
            wrong = [(one, said) for one, said in zip(results, ordered, strict=True) if one["status"] != "ok"]
            if wrong:
                result, said = wrong[0]
                raise ValueError(f"the demo's {day} does not fit the rules: {said.operation.type} {result['code']}")


def play(ward_id: int, staff: dict[str, str], now: int) -> None:
    """About 12,000 assistances, 9,000 dossiers, 1,500 answers and 300 feedbacks. `staff`: {login: id}. Time in ms.

    The counter's last weeks are told with it (counter.py), because the numbers of a register follow its days.
    """
    staff = staff | _more_people(ward_id, now)
    year = Year(ward_id, staff, now)
    queue.open_queue(ward_id, now)
    year_lobby.help_people(year)
    year_counter.take_dossiers(year)
    for said in counter.last_weeks(ward_id, staff, now):
        year.add(said)
    year_voices.speak(year)
    year.play()
    year_voices.rate(year)


def _more_people(ward_id: int, now: int) -> dict[str, str]:
    """Those who only work here: without a password nobody signs in as one of them."""
    ids = {person.login: new_id() for person in STAFF}
    put_cards(ward_id, "staff.put/1", [(ids[person.login], person.card()) for person in STAFF], now)
    return ids
