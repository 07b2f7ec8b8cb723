"""The one line of a record that a volunteer's device may keep readable: "N.T.H.N · •••678 · cư trú · 09:12".

Enough for a volunteer to recognise the person of ten minutes ago, not enough for a thief to call anybody.
"""

import re

from app.rules.text import clean

_WORD = re.compile(r"[^\W_]", re.UNICODE)
_HIDDEN = "•••"
_BETWEEN = " · "


def mask_name(name: str) -> str:
    """Initials with points: "Nguyễn Thị Hồng Nhung" → "N.T.H.N"."""
    initials = (_WORD.search(word) for word in clean(name).split(" "))
    return ".".join(initial.group().upper() for initial in initials if initial)


def mask_phone(phone: str) -> str:
    """The last three digits: "+84912345678" → "•••678"; "" stays ""."""
    return _HIDDEN + phone[-3:] if phone else ""


def masked_line(body: dict, labels: dict, at: str, state: str = "") -> str:
    """The line for an assistance body.

    `labels` = {"procedure": short words for its procedure or "", "help": label of its kind of help}; `at` is RFC 3339
    with the device's own offset, so its hour is the hour on the lobby's clock; `state` such as "đã gửi".
    """
    parts = (
        mask_name(body["name"]),
        mask_phone(body["phone"]),
        labels["procedure"] or labels["help"],
        at[11:16],
        state,
    )
    return _BETWEEN.join(part for part in parts if part)
