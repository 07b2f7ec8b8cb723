"""The queue in the lobby of the demo ward: two tables, somebody called, some waiting. Nobody has a name here at all."""

from app.ledger.accept import accept
from app.ledger.cards import put_cards
from app.ledger.envelope import intent, new_id
from app.ledger.founding import WEB
from app.records.batch import held_rows
from app.rules import clock
from app.rules.queue import DEFAULT

POINT = "diem-ct1a"
CARD = {
    **DEFAULT,
    "active": True,
    "services": "Nộp hồ sơ trực tuyến\nKích hoạt VNeID\nHỏi giấy tờ cần chuẩn bị",
    "counters": "Bàn 1\nBàn 2: Kích hoạt VNeID; Hỏi giấy tờ cần chuẩn bị",
    # Whoever looks at the demo in the evening can take a number, too.
    "take_from": "00:00",
    "take_to": "23:59",
    "notices": "Mang theo căn cước; hỗ trợ không thu phí\n"
    "Không đưa mật khẩu, mã OTP cho bất kỳ ai, kể cả tình nguyện viên",
}
# (what for, priority, minutes ago)
WAITING = (
    ("Nộp hồ sơ trực tuyến", "", 34),
    ("Kích hoạt VNeID", "elderly", 27),
    ("Hỏi giấy tờ cần chuẩn bị", "", 21),
    ("Nộp hồ sơ trực tuyến", "small_child", 12),
    ("Kích hoạt VNeID", "", 4),
)
_CALLED = 2
_MINUTE_MS = 60_000


def open_queue(ward_id: int, now: int) -> None:
    """The point's queue, once; time in ms."""
    if not held_rows("queue", ward_id, [POINT]):
        put_cards(ward_id, "queue.put/1", [(POINT, CARD)], now)


def wait_in_line(ward_id: int, staff: dict[str, str], now: int) -> None:
    """`staff`: {login: id}. Time in ms. The first of them stands at table 1."""
    open_queue(ward_id, now)
    made = []

    def say(verb: str, entity: str, body: dict, at: int) -> None:
        # A demo that is started after midnight has no yesterday.
        at = at if clock.day_of(at) == clock.day_of(now) else now
        made.append(
            intent(f"ticket.{verb}/1", entity, body, ward=ward_id, device=WEB, author=staff["co-lan"], now=now, at=at)
        )

    ids = [new_id() for _ in WAITING]
    for entity, (service, priority, minutes) in zip(ids, WAITING, strict=True):
        body = {"point": POINT, "service": service, "priority": priority, "channel": "desk", "lane": "", "number": 0}
        say("take", entity, body, now - minutes * _MINUTE_MS)
    at_table = {"counter": "Bàn 1"}
    say("call", ids[0], {"from": "waiting", **at_table}, now - _CALLED * _MINUTE_MS)
    say("serve", ids[0], {"from": "called", **at_table}, now - _MINUTE_MS)
    wrong = [one for one in accept(ward_id, WEB, made, now).results if one["status"] != "ok"]
    if wrong:
        raise ValueError(f"the demo's queue does not fit the rules: {wrong[0]['code']}")
