"""How a tablet of the ward does, judged from its row: what a person must be told of first. Times in ms."""

from app.rules import clock

AGE_WARN_MS = clock.DAY_MS
AGE_ALARM_MS = 3 * clock.DAY_MS

# What a tablet may be told to do; "" takes it back.
DIRECTIVES = {
    "drain": "Gửi nốt rồi ngừng",
    "wipe": "Gửi nốt rồi xóa sạch",
    "": "Làm việc bình thường",
}
# The first that holds is what is said.
STATES = {
    "wiped": "Đã xóa sạch",
    "revoked": "Đã thu hồi",
    "wiping": "Đang chờ xóa sạch",
    "draining": "Đang gửi nốt rồi ngừng",
    "waiting_long": "Có lượt chờ gửi quá 3 ngày",
    "silent_long": "Im lặng quá 3 ngày",
    "waiting_day": "Có lượt chờ gửi quá 1 ngày",
    "silent_day": "Im lặng quá 1 ngày",
    "not_persisted": "Trình duyệt có thể tự xóa dữ liệu",
    "ok": "Bình thường",
}


def state_of(device: dict, now: int) -> str:
    """A code of STATES."""
    if device["wiped_at"] is not None:
        return "wiped"
    if device["revoked_at"] is not None:
        return "revoked"
    if device["directive"]:
        return {"wipe": "wiping", "drain": "draining"}[device["directive"]]
    waits, silent = waiting_ms(device, now), now - heard_at(device)
    for code, holds in (
        ("waiting_long", waits > AGE_ALARM_MS),
        ("silent_long", silent > AGE_ALARM_MS),
        ("waiting_day", waits > AGE_WARN_MS),
        ("silent_day", silent > AGE_WARN_MS),
        ("not_persisted", device["persisted"] == "no"),
    ):
        if holds:
            return code
    return "ok"


def heard_at(device: dict) -> int:
    """When it last said anything: sent, reported, or was enrolled."""
    return max(device[name] or 0 for name in ("seen_at", "beat_at", "enrolled_at", "readmitted_at"))


def waiting_ms(device: dict, now: int) -> int:
    """How old the oldest operation is that still waits on it, as far as we know; 0 when nothing waits."""
    oldest = device["oldest_waiting_at"]
    return max(0, now - oldest) if device["waiting"] and oldest is not None else 0


def after_delivery(device: dict, taken: int, last_at: int) -> dict:
    """{"waiting", "oldest_waiting_at"} once `taken` operations have come, in order, the last one made at `last_at`.

    What it told of itself grows old the moment it sends; until it tells again, this is the best there is.
    """
    left = max(0, device["waiting"] - taken)
    oldest = device["oldest_waiting_at"]
    return {"waiting": left, "oldest_waiting_at": max(oldest, last_at) if left and oldest is not None else None}
