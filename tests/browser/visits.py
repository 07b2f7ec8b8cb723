"""Thirty citizens of one lobby: most ask something short, some leave a name, some words take two tries."""

from tests.browser.volunteer import Visit

_RESULTS = ("Nộp xong tại chỗ", "Chuẩn bị xong", "Hẹn lại", "Chuyển một cửa", "Chuyển Công an", "Chưa xong")
_NAMES = (
    "Nguyễn Văn Ổn", "Trần Thị Bưởi", "Lê Đình Đoàn", "Phạm Thị Quỳnh Như", "Đặng Ngọc Ước",
    "Vũ Thị Yến", "Bùi Xuân Trường", "Hoàng Thị Hạnh Phúc", "Đỗ Gia Huy", "Ngô Thị Lụa",
)  # fmt: skip


def _named(place: int) -> Visit:
    return Visit(
        result=_RESULTS[place % len(_RESULTS)],
        searches=("khai sinh",),
        procedure="Đăng ký khai sinh",
        name=_NAMES[place],
        phone=f"09123456{place:02d}",
        note=f"Hẹn mang bản chính lần {place + 1}" if place % 2 else "",
    )


def _difficult(place: int) -> Visit:
    return Visit(
        help="Tài khoản VNeID",
        result=_RESULTS[place % len(_RESULTS)],
        difficulties=("Quên passcode VNeID", "NFC không đọc chip")[: 1 + place % 2],
        neighbourhood=f"tdp-{place % 19 + 1:02d}",
        apartment=f"P{1200 + place}",
    )


def _searched_twice(place: int) -> Visit:
    return Visit(
        help="Chuẩn bị hồ sơ",
        result=_RESULTS[place % len(_RESULTS)],
        searches=("chung thuk", "thuong tru"),
        procedure="Đăng ký thường trú",
    )


def _plain(place: int) -> Visit:
    return Visit(result=_RESULTS[place % len(_RESULTS)])


def lobby(count: int) -> list[Visit]:
    """The first `count` of thirty citizens, in a mixed line."""
    kinds = (_named, _plain, _difficult, _plain, _searched_twice, _plain)
    return [
        kinds[place % len(kinds)](place // 3 if kinds[place % len(kinds)] is _named else place)
        for place in range(count)
    ]
