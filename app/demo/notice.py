"""Notices of the demo ward: one that half of the boards lack, one that everybody has, one that is over, a draft."""

from dataclasses import dataclass, field

from app.demo.dossiers import HA
from app.ledger.accept import accept
from app.ledger.envelope import intent, new_id
from app.ledger.founding import WEB
from app.records import staff
from app.rules.clock import DAY_MS, day_of

_LEAD_OF_3 = "bac-hung"
_BOARDS = ("Bảng tin nhà văn hóa", "Bảng tin sảnh tòa nhà", "Bảng tin đầu ngõ")


@dataclass(frozen=True)
class _Story:
    """`sent`, `until`: days from today. `boards`: {neighbourhood's number: days after it was sent}; `loud`: those that
    read it aloud; `down`: those that took it down the day after it was over."""

    title: str
    text: str
    kind: str = "notice"
    number: str = ""
    sent: int = 0
    post_days: int = 3
    until: int = 14
    boards: dict[int, int] = field(default_factory=dict)
    loud: tuple[int, ...] = ()
    down: tuple[int, ...] = ()
    poster: str = ""
    on_screen: bool = False
    draft: bool = False


_STORIES = (
    _Story(
        "Không đưa mã OTP cho ai",
        "Không đưa mã OTP, mật khẩu VNeID cho bất kỳ ai, kể cả người xưng là công an, cán bộ phường hay ngân hàng.\n"
        "Ai gọi điện hỏi mã: cúp máy, rồi báo tổ trưởng hoặc Công an phường.\n"
        "Cần giúp làm thủ tục: đến điểm hỗ trợ, bà con tự bấm trên máy của mình, không mất tiền.",
        kind="leaflet",
        sent=-40,
        post_days=7,
        until=50,
        boards={number: number % 6 for number in range(1, 20)},
        loud=(2, 3, 7, 12),
        poster="vneid-an-toan",
    ),
    _Story(
        "Lịch nghỉ và lịch trực tiếp nhận hồ sơ dịp lễ",
        "Điểm phục vụ hành chính công nghỉ theo lịch nghỉ lễ; sáng thứ Bảy trước đó trực đến 11 giờ 30.\n"
        "Việc gấp về khai tử, hộ tịch: gọi số điện thoại trực ghi ở cổng trụ sở.",
        number="118/TB-UBND",
        sent=-30,
        until=-5,
        boards={number: number % 4 for number in range(1, 18)},
        down=tuple(number for number in range(1, 18) if number not in (3, 11)),
    ),
    _Story(
        "Cấp căn cước lưu động tại sảnh CT1A",
        "Công an phường cấp căn cước lưu động tại sảnh tòa CT1A, từ 8 giờ đến 11 giờ 30 và từ 14 giờ đến 17 giờ.\n"
        "Mang theo: căn cước cũ (nếu có), điện thoại đã cài VNeID. Trẻ dưới 14 tuổi đi cùng cha, mẹ.\n"
        "Người cao tuổi, người khuyết tật không đi lại được: báo tổ trưởng để được làm tại nhà.",
        number="125/TB-UBND",
        sent=-6,
        until=10,
        boards={1: 0, 2: 1, 4: 1, 5: 0, 6: 2, 7: 1, 9: 3, 10: 0, 12: 1, 13: 2, 15: 1, 16: 2, 18: 4},
        loud=(2, 8, 12),
        on_screen=True,
    ),
    _Story(
        "Tiêm phòng dại cho chó, mèo đợt 2",
        "Trạm thú y tiêm phòng dại cho chó, mèo tại nhà văn hóa các tổ, sáng Chủ nhật từ 7 giờ.\n"
        "Chó có dây dắt, rọ mõm; mèo để trong lồng. Không thu tiền công tiêm.",
        sent=-1,
        until=20,
        boards={3: 0, 8: 1, 14: 0},
    ),
    _Story(
        "Hội nghị trao đổi, đối thoại với nhân dân năm nay",
        "Ủy ban nhân dân phường tổ chức hội nghị đối thoại tại hội trường trụ sở.\n"
        "Bà con gửi câu hỏi trước qua tổ trưởng hoặc trang Góp ý của phường.",
        until=25,
        draft=True,
    ),
)


def hang(ward_id: int, now: int) -> None:
    """For a neighbourhood without a lead the desk writes it down. Time in ms."""
    logins = {row["login"]: row["id"] for row in staff.all_staff(ward_id)}
    for story in _STORIES:
        _tell(ward_id, logins, story, now)


def _tell(ward_id: int, logins: dict[str, str], story: _Story, now: int) -> None:
    def say(verb: str, entity: str, body: dict, by: str, days: int) -> None:
        # With the clock of its own day: what is over today was not over then.
        at = now + days * DAY_MS
        one = intent(f"notice.{verb}/1", entity, body, ward=ward_id, device=WEB, author=logins[by], now=at, at=at)
        (result,) = accept(ward_id, WEB, [one], at).results
        if result["status"] != "ok":
            raise ValueError(f"a notice of the demo does not fit the rules: {result['code']}")

    notice, boards = new_id(), {}
    body = {
        "kind": story.kind,
        "title": story.title,
        "number": story.number,
        "text": story.text,
        "speech": "",
        "poster": story.poster,
        "procedure": "",
        "post_by": day_of(now + (story.sent + story.post_days) * DAY_MS),
        "expires_on": day_of(now + story.until * DAY_MS),
        "on_screen": story.on_screen,
        "audience": [],
    }
    say("put", notice, body, HA, story.sent)
    if story.draft:
        return
    every = [f"tdp-{number:02d}" for number in range(1, 20)]
    say("send", notice, {"audience": every}, HA, story.sent)
    for way, days_of in (("board", story.boards), ("loud", dict.fromkeys(story.loud, 1))):
        for number, days in sorted(days_of.items(), key=lambda one: one[1]):
            entity = new_id()
            place = _BOARDS[number % len(_BOARDS)] if way == "board" else "Loa nhà văn hóa"
            told = {"notice": notice, "neighbourhood": f"tdp-{number:02d}", "way": way, "place": place, "on": ""}
            day = min(story.sent + days, 0)
            say("post", entity, told | {"note": "", "photo": ""}, _who(logins, number), day)
            if way == "board":
                boards[number] = entity
    for number in story.down:
        say("take_off", boards[number], {"on": ""}, _who(logins, number), story.until + 1)


def _who(logins: dict[str, str], number: int) -> str:
    lead = _LEAD_OF_3 if number == 3 else f"to-truong-{number:02d}"
    return lead if lead in logins else HA
