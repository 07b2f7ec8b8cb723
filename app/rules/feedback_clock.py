"""When what is due of a phản ánh, kiến nghị, in the ward's working days. Moments in ms.

NĐ 20/2008 Đ9: what another authority decides is forwarded within 05 working days. How long sorting and answering may
take is not in the decree: the ward's settings (`office`), which begin with guesses. A góp ý has no clock.
"""

from app.rules import due, office
from app.rules.calendar import Calendar
from app.rules.operation import Context

FORWARD_DAYS = 5


def counted(row: dict, context: Context) -> dict:
    """The row with its days, counted from the moment it became a phản ánh, kiến nghị; what was counted stays."""
    if row["kind"] != "petition" or row["counted_at"] is not None:
        return awaited(row)
    days = _days(context.at, context.lists.calendar, settings_of(context))
    return awaited({**row, "counted_at": context.at, **days})


def recounted(row: dict, calendar: Calendar, settings: dict) -> dict | None:
    """The row as this calendar and these settings (`office`) count it; None when no day of it moves (R18)."""
    if row["counted_at"] is None:
        return None
    anew = awaited({**row, **_days(row["counted_at"], calendar, settings)})
    return anew if anew != row else None


def settings_of(context: Context) -> dict:
    return context.held("office", office.ID) or office.DEFAULT


def _days(start: int, calendar: Calendar, settings: dict) -> dict:
    def after(days: int) -> int:
        return due.due_at(calendar, start, str(days), due.WORKING_DAY)

    return {
        "classify_due_at": after(settings["feedback_classify_days"]),
        "forward_due_at": after(FORWARD_DAYS),
        "answer_due_at": after(settings["feedback_answer_days"]),
    }


def awaited(row: dict) -> dict:
    """The row with the moment until which its next step is due; None when the ward owes none."""
    if row["state"] == "received":
        # Sorted too late it could not be forwarded in time any more.
        due_at = min(row["classify_due_at"], row["forward_due_at"]) if row["counted_at"] is not None else None
    else:
        due_at = {"handling": row["answer_due_at"], "to_forward": row["forward_due_at"]}.get(row["state"])
    return {**row, "due_at": due_at}
