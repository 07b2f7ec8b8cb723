"""Every type of operation there is: which noun it changes, which right it needs, which rule applies it."""

from collections.abc import Callable
from dataclasses import dataclass

from app.rules import assistance, duplicate, office, place, procedure, shift, staff, ward, workday


@dataclass(frozen=True, slots=True)
class Kind:
    """`on_tablet`: an enrolled device may send it. `in_shift`: and then only inside a shift.

    `personal`: its body is sealed when saved on a device. `list_changed`: tablets must fetch their lists again.
    """

    noun: str
    verb: str
    apply: Callable
    on_tablet: bool = False
    in_shift: bool = False
    personal: bool = False
    list_changed: bool = False


KINDS: dict[str, Kind] = {
    "assistance.record/1": Kind(
        "assistance", "assistance.record", assistance.record, on_tablet=True, in_shift=True, personal=True
    ),
    "assistance.amend/1": Kind(
        "assistance", "assistance.amend", assistance.amend, on_tablet=True, in_shift=True, personal=True
    ),
    "assistance.void/1": Kind("assistance", "assistance.void", assistance.void, on_tablet=True, in_shift=True),
    "assistance.distinct/1": Kind("assistance", "assistance.distinct", duplicate.distinct),
    "shift.open/1": Kind("shift", "shift.open", shift.open_shift, on_tablet=True),
    "shift.close/1": Kind("shift", "shift.close", shift.close_shift, on_tablet=True),
    "ward.put/1": Kind("ward", "ward.put", ward.put, list_changed=True),
    "support_point.put/1": Kind("support_point", "support_point.put", place.put_support_point, list_changed=True),
    "neighbourhood.put/1": Kind("neighbourhood", "neighbourhood.put", place.put_neighbourhood, list_changed=True),
    "building.put/1": Kind("building", "building.put", place.put_building, list_changed=True),
    "workday.put/1": Kind("workday", "workday.put", workday.put, list_changed=True),
    "office.put/1": Kind("office", "office.put", office.put, list_changed=True),
    "staff.put/1": Kind("staff", "staff.put", staff.put, list_changed=True),
    "procedure.put/1": Kind("procedure", "procedure.put", procedure.put, list_changed=True),
}

# About other operations, applied by the ledger itself: see ledger.review.
REVIEW_KINDS = {"review.settle/1": "review.settle", "review.release/1": "review.release"}
