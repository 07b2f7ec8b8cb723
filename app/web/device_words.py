"""The ward's tablets in words: how each one is, and whom to call about which."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.records import assistance, device, place, shift, staff
from app.rules import clock, fleet
from app.rules.succession import earlier_selves, later_self
from app.web.words import day, moment, said, since

# A shift that was never closed is not somebody's duty for ever; and older slips are no longer looked for.
SHIFT_REMEMBERED_MS = 14 * clock.DAY_MS
MISSING_REMEMBERED_MS = 60 * clock.DAY_MS
# A readmission is to be looked at, not to be warned of for ever.
READMITTED_SHOWN_MS = 14 * clock.DAY_MS

GONE = ("wiped", "revoked")
# The look of a state's badge; what is worth a call looks so by itself.
_LOOKS = {
    "ok": "active",
    "not_persisted": "waiting",
    "silent_day": "waiting",
    "silent_long": "waiting",
    "waiting_day": "needs_review",
    "waiting_long": "needs_review",
    "draining": "temporary",
    "wiping": "temporary",
    "wiped": "closed",
    "revoked": "closed",
}
PERSISTED = {
    "yes": lazy_gettext("chắc chắn, trình duyệt không tự xóa"),
    "no": lazy_gettext("chưa chắc chắn: trình duyệt có thể tự xóa khi lâu không mở hoặc đầy bộ nhớ"),
    "unknown": lazy_gettext("không rõ"),
}
# Clocks differ by some seconds; from here on the hours on slips look wrong.
CLOCK_WORTH_A_WORD_MS = 2 * 60_000


class Fleet:
    """The tablets of one ward as they are now, each as a line; what they share is read once."""

    def __init__(self, ward_id: int, now: int):
        self.ward_id, self.now = ward_id, now
        self.rows = device.tablets(ward_id)
        self._points = {row["id"]: row["name"] for row in place.support_points(ward_id, every=True)}
        self._staff = staff.names(ward_id)
        self._shifts = shift.open_shifts(ward_id, now - SHIFT_REMEMBERED_MS)

    def lines(self) -> list[dict]:
        return [self.line(row) for row in self.rows]

    def alarms(self) -> list[dict]:
        """The lines of the tablets that somebody must see to, the worst first."""
        alarmed = [line for line in self.lines() if line["alarm"]]
        return sorted(alarmed, key=lambda line: (not line["severe"], line["since_at"]))

    def line(self, row: dict) -> dict:
        state = fleet.state_of(row, self.now)
        on_duty = self._shifts.get(row["id"])
        heard, gone = fleet.heard_at(row), state in GONE
        waits = 0 if gone else fleet.waiting_ms(row, self.now)
        silent = 0 if gone or not on_duty else self.now - heard
        name = row["name"] or _("Máy chưa đặt tên")
        oldest = row["oldest_waiting_at"]
        alarm = ""
        if waits > fleet.AGE_WARN_MS:
            alarm = _(
                "Gọi người trực “%(name)s”: còn %(count)s lượt chưa gửi từ %(since)s.",
                name=name,
                count=row["waiting"],
                since=since(oldest, self.now),
            )
        elif silent > fleet.AGE_WARN_MS:
            alarm = _(
                "Gọi người trực “%(name)s”: ca đang mở mà máy không liên lạc từ %(since)s.",
                name=name,
                since=since(heard, self.now),
            )
        return {
            "id": row["id"],
            "href": f"/may/{row['id']}",
            "name": name,
            "point_id": row["support_point"],
            "point": self._points.get(row["support_point"], ""),
            "state": state,
            "state_label": said(fleet.STATES[state]),
            "badge": "needs_review" if alarm else _LOOKS[state],
            "gone": gone,
            "spoke_at": row["seen_at"],
            "waiting": row["waiting"],
            "waiting_since": since(oldest, self.now) if waits else "",
            "on_duty": self._staff.get(on_duty["staff"], "") if on_duty else "",
            "on_duty_since": since(on_duty["opened_at"], self.now) if on_duty else "",
            "alarm": alarm,
            "severe": max(waits, silent) > fleet.AGE_ALARM_MS,
            "since_at": oldest if waits > fleet.AGE_WARN_MS else heard,
            "readmitted_lately": self._lately_readmitted(row, state),
        }

    def _lately_readmitted(self, row: dict, state: str) -> bool:
        at = row["readmitted_at"]
        return at is not None and self.now - at < READMITTED_SHOWN_MS and state not in GONE

    def earlier(self, row: dict) -> list[dict]:
        return earlier_selves(row, self.rows)

    def later(self, row: dict) -> dict | None:
        return later_self(row, self.rows)

    def person(self, staff_id: str) -> str:
        return self._staff.get(staff_id, "")

    def may_be_missing(self, row: dict) -> list[dict]:
        """Shifts on this tablet, and on what it was before it was enrolled anew, of which slips did not arrive.

        A shift that was closed says how many it had; one that was not is named when its tablet can no longer say.
        """
        ids = [row["id"], *(other["id"] for other in self.earlier(row))]
        over = set(ids[1:])
        if self.later(row) or fleet.state_of(row, self.now) in GONE:
            over.add(row["id"])
        worked = shift.shifts_on(self.ward_id, ids, self.now - MISSING_REMEMBERED_MS)
        arrived = assistance.counts_of_shifts(self.ward_id, [each["id"] for each in worked])
        return [
            {
                "href": f"/ca-truc/{each['id']}",
                "day": day(each["opened_on"]),
                "staff": self.person(each["staff"]),
                "declared": each["declared_count"],
                "arrived": arrived.get(each["id"], 0),
                "missing": max(0, (each["declared_count"] or 0) - arrived.get(each["id"], 0)),
            }
            for each in worked
            if (each["declared_count"] or 0) > arrived.get(each["id"], 0)
            or (each["closed_at"] is None and each["device"] in over)
        ]


def clock_text(offset: int) -> str:
    """How far a tablet's clock stands from ours: "nhanh 5 phút", or "" when nobody would notice."""
    if abs(offset) < CLOCK_WORTH_A_WORD_MS:
        return ""
    minutes = round(abs(offset) / 60_000)
    how_long = (
        _("%(count)s phút", count=minutes)
        if minutes < 120
        else _("%(count)s giờ", count=round(minutes / 60))
        if minutes < 48 * 60
        else _("%(count)s ngày", count=round(minutes / 1440))
    )
    return _("nhanh %(how_long)s", how_long=how_long) if offset > 0 else _("chậm %(how_long)s", how_long=how_long)


def told_text(row: dict, now: int) -> str:
    """What the tablet itself last said of its outbox; "" when it has never told."""
    if row["beat_at"] is None:
        return ""
    when = since(row["beat_at"], now)
    if not row["waiting"]:
        return _("không còn lượt nào (máy báo %(when)s)", when=when)
    oldest = moment(row["oldest_waiting_at"])
    return _(
        "%(count)s lượt, lâu nhất từ %(oldest)s (máy báo %(when)s)", count=row["waiting"], oldest=oldest, when=when
    )
