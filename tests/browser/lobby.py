"""One volunteer behind a wire that breaks on command, and the books of what she has saved."""

from tests.browser.conservation import HELD, Balance, check_conserved
from tests.browser.fault_proxy import FaultProxy
from tests.browser.volunteer import Visit, Volunteer

_STATE = "() => document.querySelector('[data-connection]').dataset.state"
_SEND_NOW = "() => document.querySelector('[data-send-now]').click()"


class Lobby:
    """`created` counts what the screen called saved; each test goes on with the tablet as the last one left it."""

    def __init__(self, volunteer: Volunteer, wire: FaultProxy):
        self.volunteer, self.wire = volunteer, wire
        self.browser, self.server = volunteer.browser, volunteer.server
        self.created = 0

    def record(self, visit: Visit | None = None) -> str:
        """The tracking code; the screen has said that it is saved."""
        code = self.volunteer.record(visit or Visit(result="Hẹn lại"))
        self.created += 1
        return code

    def open_shift(self) -> None:
        """One more shift of the same person, on the page that asks for it."""
        self.volunteer.open_shift(shifts=len(self.server.ledger("shift.open/1")) + 1)

    def break_as(self, fault) -> None:
        self.wire.break_as(fault)

    def balance(self) -> Balance:
        """Asserts that created = delivered + waiting + parked, here and at the server."""
        return check_conserved(self.server, self.browser, self.created)

    def wait_state(self, *states: str) -> None:
        """What the line on the screen says: online, sending, offline, captive, trouble."""
        self.browser.wait(f"states => states.includes(({_STATE})())", list(states))

    def send_now(self) -> None:
        """By the line's button, which is there while something waits."""
        self.browser.evaluate(_SEND_NOW)

    def wait_delivered(self) -> Balance:
        self.browser.wait(f"async () => !(await ({HELD})()).outbox.length")
        self.wait_state("online")
        return self.balance()

    def heal(self) -> Balance:
        """The wire is whole again, and a thumb says so."""
        self.wire.heal()
        self.send_now()
        return self.wait_delivered()
