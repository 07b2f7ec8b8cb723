"""The clock of a dossier: when it starts, what it promises, and what alone may move the promise.

Pure arithmetic over a row; the operations that use it live in dossier, dossier_supplement and dossier_delay.
"""

from app.rules import clock, due
from app.rules.calendar import Calendar, closes_at, is_working, next_working
from app.rules.dossier_row import kept, opened, with_redate


def started(row: dict, variant: dict, calendar: Calendar, at: int) -> dict:
    """The row with its clock started from zero at `at`: the dossier is complete and shown on a receipt (NĐ 309/2026
    Đ17.3), and again so after a supplement (NĐ 61/2018 Đ19.4).

    Interlinked procedures (liên thông) promise a day for each result; the dossier is due with its last one.
    """
    results = [_promised(one, variant, calendar, at) for one in opened(row, "results") or variant["results"]]
    due_at = max([one["due_at"] for one in results] or [due_of(variant, calendar, at)])
    legal = _limit(calendar, at, variant["legal_value"], variant["legal_unit"], variant) or due_at
    return {
        **row,
        "accepted_at": at,
        "due_value": variant["value"],
        "due_unit": variant["unit"],
        "due_cutoff": variant["cutoff_15h"],
        "due_legal_at": max(legal, due_at),
        "due_original_at": due_at,
        "due_current_at": due_at,
        "results": kept(results),
    }


def due_of(variant: dict, calendar: Calendar, at: int) -> int:
    """The moment promised for a variant that starts at `at`."""
    return due.due_at(calendar, at, variant["value"], variant["unit"], variant["cutoff_15h"])


def _limit(calendar: Calendar, at: int, value: str, unit: str, variant: dict) -> int | None:
    """The legal time; None where it is the one that is promised."""
    return due.due_at(calendar, at, value, unit or variant["unit"], variant["cutoff_15h"]) if value else None


def _promised(result: dict, variant: dict, calendar: Calendar, at: int) -> dict:
    value, unit = result.get("value") or variant["value"], result.get("unit") or variant["unit"]
    return {
        "key": result["key"],
        "name": result["name"],
        "authority": result.get("authority", ""),
        "value": value,
        "unit": unit,
        "due_at": due.due_at(calendar, at, value, unit, variant["cutoff_15h"]),
        "finished_at": None,
        "returned_at": None,
        "number": "",
    }


def recomputed(row: dict, calendar: Calendar) -> dict | None:
    """The row as its due dates come out by today's calendar, or None when nothing moves (R18)."""
    results = opened(row, "results")
    if row["extended_at"] is not None:
        # A promised day stays the promised day, unless the office is closed on it by now.
        day = clock.day_of(row["due_current_at"])
        due_at = closes_at(calendar, day if is_working(calendar, day) else next_working(calendar, day))
    else:
        for one in results:
            if one["finished_at"] is None:
                one["due_at"] = due.due_at(calendar, row["accepted_at"], one["value"], one["unit"], row["due_cutoff"])
        plain = due.due_at(calendar, row["accepted_at"], row["due_value"], row["due_unit"], row["due_cutoff"])
        due_at = plain if row["verified_at"] is not None or not results else max(one["due_at"] for one in results)
    if due_at == row["due_current_at"] and kept(results) == row["results"]:
        return None
    original = row["due_original_at"] if moved_by_law(row) else due_at
    return {**row, "due_current_at": due_at, "due_original_at": original, "results": kept(results)}


def moved_by_law(row: dict) -> bool:
    """Whether a verification or an extension has already taken the place of the first promise."""
    return row["verified_at"] is not None or row["extended_at"] is not None


def moved_to(row: dict, due_at: int, at: int, by: str, why: str, reason: str) -> dict:
    """The row with another promise, and why; what was promised before stays readable."""
    return {**row, "due_current_at": due_at, "redates": with_redate(row, at, by, why, reason, due_at)}


def is_late(row: dict, now: int) -> bool:
    """Past its current due moment: finished after it, or running and behind it."""
    if row["due_current_at"] is None:
        return False
    end = row["finished_at"] if row["finished_at"] is not None else now
    return end > row["due_current_at"] and row["state"] not in ("void", "withdrawn", "supplement")
