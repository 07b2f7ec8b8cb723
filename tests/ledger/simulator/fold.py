"""The oracle: what each operation must come to, and what the tables must hold afterwards.

Written from the words of SYNC.md and the house rules, and shares nothing with app/rules and app/ledger: it knows what
was said from the simulator's own notes (`Said`), and of the ledger only which operation stands where, and when it
came. Rows are never changed in place, so a copy of the tables is a shallow one.
"""

from datetime import UTC, datetime, timedelta

from tests.ledger.simulator.said import Said

HOUR = 3_600_000
DAY = 24 * HOUR
SYSTEM = "00000000-0000-0000-0000-000000000000"
SYSTEM_DEVICES = (SYSTEM, "00000000-0000-0000-0000-000000000001")

LISTS = ("ward", "support_point", "neighbourhood", "building", "staff", "procedure")
TABLES = (*LISTS, "shift", "assistance", "review")
WORKERS = {"volunteer", "lead", "clerk", "admin"}
MAY = {
    "assistance.record/1": WORKERS,
    "assistance.amend/1": WORKERS,
    "assistance.void/1": WORKERS,
    "assistance.distinct/1": {"lead", "clerk", "admin"},
    "shift.open/1": WORKERS,
    "shift.close/1": WORKERS,
    "review.settle/1": {"clerk", "admin"},
    "review.release/1": {"clerk", "admin"},
    "procedure.put/1": {"clerk", "admin"},
    "building.put/1": {"lead", "admin"},
} | {f"{noun}.put/1": {"admin"} for noun in ("ward", "support_point", "neighbourhood", "staff")}
FROM_TABLETS = {"assistance.record/1", "assistance.amend/1", "assistance.void/1", "shift.open/1", "shift.close/1"}
IN_SHIFT = {"assistance.record/1", "assistance.amend/1", "assistance.void/1"}
# What only somebody who vouches for it gets past.
FOR_A_PERSON = ("shift_expired", "shift_unknown", "author_inactive", "ticket_other_device")
# A type that only a later version of the server knows; until then it is kept, then it means what it would today.
LATER = {"assistance.record/2": "assistance.record/1"}

FIELDS = [
    "procedure",
    "help",
    "channel",
    "result",
    "neighbourhood",
    "building",
    "apartment",
    "name",
    "phone",
    "consent",
    "national_code",
    "minutes",
    "note",
    "follow_up",
    "tracking",
    "difficulties",
]


def day(at: int) -> str:
    """The day in Việt Nam."""
    return (datetime.fromtimestamp(at / 1000, UTC) + timedelta(hours=7)).strftime("%Y-%m-%d")


class Refused(Exception):
    def __init__(self, code: str, parked: bool = False):
        self.code, self.parked = code, parked
        super().__init__(code)


def parked(code: str) -> Refused:
    return Refused(code, True)


class Fold:
    """The tables of one ward. `knows_later` and `broken`: which version of the server judges, and its mistake."""

    def __init__(self, ward: int, tables: dict | None = None):
        self.ward = ward
        self.tables = {name: dict((tables or {}).get(name, {})) for name in TABLES}
        self.knows_later = False
        self.broken = ""
        # (author, device) → the version at which they last opened a shift.
        self.opened: dict[tuple[str, str], int] = {}

    def copy(self) -> "Fold":
        made = Fold(self.ward, self.tables)
        made.opened = dict(self.opened)
        return made

    def take(self, entry: dict, said: Said, told_device: str) -> tuple[str, str]:
        """Applies one ledger entry: (outcome, code) as they must be. `told_device`: the one its header named."""
        now = entry["received_at"]
        at = min(said.at, now)
        try:
            outcome, conflicts = self._judge(said, entry["device"], told_device, at, entry["v"], now)
            code = "values_conflict" if conflicts else ""
            if said.type == "shift.open/1" and outcome == "ok":
                self.opened[said.author, entry["device"]] = entry["v"]
        except Refused as refused:
            outcome, code, conflicts = ("parked" if refused.parked else "rejected"), refused.code, {}
        if outcome in ("conflict", "rejected", "parked") and not said.type.startswith("review."):
            self.tables["review"][said.op] = {
                "op": said.op,
                "v": entry["v"],
                "outcome": outcome,
                "code": code,
                "first": code,
                "conflicts": conflicts,
                "closed": False,
                "said": said,
                "device": entry["device"],
                "at": at,
                "raised_at": now,
                "tries": 0,
            }
        return outcome, code

    def _judge(self, said, device, told_device, at, v, now, released=False):
        tablet = device not in SYSTEM_DEVICES
        type_ = LATER.get(said.type, said.type) if self.knows_later else said.type
        if type_.startswith("review."):
            if tablet:
                raise Refused("role_not_allowed")
            self._check_author(said, type_, device, False)
            return self._decide(said, type_, v, now)
        if said.flaw == "ward":
            raise Refused("ward_forged")
        if told_device != device:
            raise Refused("device_mismatch")
        if type_ not in MAY:
            self._check_readable(said)
            raise parked("type_unknown")
        if tablet and type_ not in FROM_TABLETS:
            raise Refused("role_not_allowed")
        self._check_author(said, type_, device, released)
        self._check_readable(said)
        if tablet and type_ in IN_SHIFT:
            self._check_shift(said, device, at, released)
        if self.broken == type_:
            raise parked("operation_error")
        noun = type_.partition(".")[0]
        held = self.tables[noun].get(said.entity)
        change = getattr(self, "_" + type_.partition("/")[0].replace(".", "_"), None) or self._put
        row, outcome, conflicts = change(held, said, device, at, now, released)
        self.tables[noun][said.entity] = {**row, "v": v}
        return outcome, conflicts

    def _check_author(self, said, type_, device, released):
        if said.author == SYSTEM and device == SYSTEM:
            return
        person = self.tables["staff"].get(said.author)
        if person is None:
            raise parked("author_unknown")
        if person["role"] not in MAY[type_]:
            raise Refused("role_not_allowed")
        if not person["active"] and not released:
            raise parked("author_inactive")

    @staticmethod
    def _check_readable(said):
        if said.flaw == "commitment":
            raise Refused("commitment_mismatch")
        if said.flaw in ("sealed", "time", "header"):
            raise parked("unreadable")

    def _check_shift(self, said, device, at, released):
        shift = self.tables["shift"].get(said.shift)
        if shift is None:
            raise parked("shift_unknown")
        if shift["staff"] != said.author:
            raise Refused("not_in_scope")
        if released:
            return
        if shift["device"] != device:
            raise parked("shift_unknown")
        if at > shift["expires_at"]:
            raise parked("shift_expired")

    # what may be done with the ward's lists and with shifts

    def _put(self, held, said, device, at, now, released):
        if said.flaw == "body":
            raise Refused("body_invalid")
        noun = said.type.partition(".")[0]
        place = said.body.get("neighbourhood")
        if noun in ("support_point", "building", "staff") and place and place not in self.tables["neighbourhood"]:
            raise Refused("neighbourhood_unknown")
        if noun == "staff":
            admins = {id_ for id_, row in self.tables["staff"].items() if _admin(row)}
            if admins == {said.entity} and not _admin(said.body):
                raise Refused("last_admin")
        return {**(held or {}), **said.body}, "ok", {}

    def _shift_open(self, held, said, device, at, now, released):
        ticket = said.ticket
        if ticket is None or ticket["shift"] != said.entity or ticket["staff"] != said.author:
            raise Refused("ticket_invalid")
        if ticket["device"] != device and not released:
            raise parked("ticket_other_device")
        if held:
            raise Refused("entity_exists")
        row = {"support_point": ticket["point"], "device": device, "staff": said.author, "opened_at": at}
        row |= {"opened_on": day(at), "expires_at": ticket["expires_at"], "closed_at": None, "declared_count": None}
        return row, "ok", {}

    def _shift_close(self, held, said, device, at, now, released):
        if held is None:
            raise parked("shift_unknown")
        if held["device"] != device or held["staff"] != said.author:
            raise Refused("not_in_scope")
        if held["closed_at"] is not None:
            raise Refused("shift_closed")
        return {**held, "closed_at": at, "declared_count": said.body["count"]}, "ok", {}

    # assistances

    def _check_references(self, body):
        if body["point"] not in self.tables["support_point"]:
            raise Refused("point_unknown")
        known = {row["code"] for row in self.tables["procedure"].values() if row["current"]}
        if body["procedure"] and body["procedure"] not in known:
            raise parked("procedure_unknown")
        if body["neighbourhood"] and body["neighbourhood"] not in self.tables["neighbourhood"]:
            raise Refused("neighbourhood_unknown")

    def _assistance_record(self, held, said, device, at, now, released):
        if held:
            raise Refused("entity_exists")
        body = said.body
        if said.flaw == "body":
            raise Refused("body_invalid")
        self._check_references(body)
        row = {name: body[name] for name in FIELDS} | {"difficulties": sorted(set(body["difficulties"]))}
        row |= {"happened_at": at, "happened_on": body["on"] or day(at), "recorded_at": now, "device": device}
        row |= {"support_point": body["point"], "shift": said.shift, "staff": said.author, "op": said.op}
        return row | {"voided_at": None, "void_reason": "", "distinct_from": ""}, "ok", {}

    def _changeable(self, held, said, at, now):
        if held is None:
            raise parked("entity_unknown")
        if held["voided_at"] is not None:
            raise Refused("already_void")
        if len(said.body["reason"]) < 5:
            raise Refused("reason_needed")
        if self.tables["staff"][said.author]["role"] in ("clerk", "admin"):
            return
        if held["staff"] != said.author:
            raise Refused("not_in_scope")
        if at - held["recorded_at"] > DAY or now - held["recorded_at"] > 7 * DAY:
            raise Refused("too_late_to_change")

    def _assistance_amend(self, held, said, device, at, now, released):
        self._changeable(held, said, at, now)
        if said.flaw == "body":
            raise Refused("body_invalid")
        wanted, was = said.body["set"], said.body["was"]
        if _half({**held, **wanted}):
            raise Refused("body_invalid")
        self._check_references({**held, **wanted, "point": held["support_point"]})
        differing = {name: value for name, value in wanted.items() if value != held[name]}
        fresh = {name: value for name, value in differing.items() if name in was and was[name] == held[name]}
        if not differing:
            raise Refused("nothing_changed")
        if len(fresh) < len(differing) and _half({**held, **fresh}):
            fresh = {}
        disputed = {name: {"held": held[name], "new": new} for name, new in differing.items() if name not in fresh}
        late = said.base and said.base < held["v"]
        return {**held, **fresh}, "conflict" if disputed else "merged" if late else "ok", disputed

    def _assistance_void(self, held, said, device, at, now, released):
        self._changeable(held, said, at, now)
        return {**held, "voided_at": at, "void_reason": said.body["reason"]}, "ok", {}

    def _assistance_distinct(self, held, said, device, at, now, released):
        if held is None:
            raise parked("entity_unknown")
        if held["voided_at"] is not None:
            raise Refused("already_void")
        if said.body["other"] == said.entity:
            raise Refused("body_invalid")
        known = held["distinct_from"].split()
        if said.body["other"] in known:
            raise Refused("nothing_changed")
        return {**held, "distinct_from": " ".join([*known, said.body["other"]])}, "ok", {}

    # decisions about other operations

    def _decide(self, said, type_, v, now):
        review = self.tables["review"].get(said.entity)
        if review is None:
            raise Refused("entity_unknown")
        if review["closed"]:
            raise Refused("review_closed")
        turn = self._release if type_ == "review.release/1" else self._settle
        return turn(said, review, v, now)

    def _release(self, said, review, v, now):
        if review["outcome"] != "parked":
            raise Refused("review_closed")
        review = {**review, "tries": review["tries"] + (said.body.get("because") == "time")}
        try:
            # Whoever signs in anew or presses the button vouches for it; time and an upgrade do not.
            vouched = review["first"] in FOR_A_PERSON and review["code"] not in FOR_A_PERSON
            by_hand = vouched or "because" not in said.body
            said_then, device, at = review["said"], review["device"], review["at"]
            try:
                outcome, conflicts = self._judge(said_then, device, device, at, v, now, by_hand)
            except Refused as refused:
                # Who signed in on that tablet after it came has vouched for it, whatever kept it back then.
                waits = refused.code in ("shift_expired", "shift_unknown")
                if not waits or self.opened.get((said_then.author, device), 0) < review["v"]:
                    raise
                outcome, conflicts = self._judge(said_then, device, device, at, v, now, True)
        except Refused as refused:
            outcome = "parked" if refused.parked else "rejected"
            self.tables["review"][said.entity] = {**review, "outcome": outcome, "code": refused.code}
            raise Refused(refused.code) from refused
        turned = {"closed": True}
        if conflicts:
            turned = {"outcome": "conflict", "code": "values_conflict", "conflicts": conflicts}
        self.tables["review"][said.entity] = {**review, **turned}
        return outcome, conflicts

    def _settle(self, said, review, v, now):
        take, disputed = said.body["take"], review["conflicts"]
        if not set(take) <= set(disputed):
            raise Refused("body_invalid")
        if review["outcome"] == "conflict":
            entity = review["said"].entity
            held = self.tables["assistance"][entity]
            seen = said.body.get("was", {name: disputed[name]["held"] for name in take})
            if any(held[name] != value for name, value in seen.items()):
                raise Refused("values_changed")
            chosen = {name: disputed[name]["new"] for name in take}
            if take and held["voided_at"] is not None:
                raise Refused("already_void")
            if take and _half({**held, **chosen}):
                raise Refused("body_invalid")
            self.tables["assistance"][entity] = {**held, **chosen, "v": v}
        self.tables["review"][said.entity] = {**review, "closed": True}
        return "ok", {}


def _admin(row) -> bool:
    return row["role"] == "admin" and row["active"]


def _half(row) -> bool:
    """A name without consent, or a follow-up with nobody to be found: what must not stand by itself."""
    named = row["name"] or row["phone"]
    return bool((named and not row["consent"]) or (row["follow_up"] and not (named or row["apartment"])))
