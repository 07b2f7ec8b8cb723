"""The dossiers of the demo ward: invented people, real procedures, and each kind of fate a counter knows.

`days` are working days before today, so that something is always late, due today and due tomorrow.
"""

from dataclasses import dataclass

HA, DUC, MINH = "chi-ha", "anh-duc", "anh-minh"
BIRTH, BIRTH_LATE = ("1.001193", "dung-han"), ("1.001193", "qua-han")
DEATH, EXTRACT = ("1.000656", "dung-han"), ("2.000635", "chung")
SINGLE, GUARDIAN = ("1.004873", "chung"), ("1.004837", "chung")
CORRECT, AGAIN = ("1.004859", "thay-doi-cai-chinh"), ("1.004884", "chung")
RESIDENCE, LINKED = ("1.004222", "chung"), ("3.000722", "chung")
COPY, SIGNATURE = ("2.000815", "chung"), ("2.000884", "chung")


@dataclass(frozen=True)
class Step:
    """One operation on a dossier, `days` working days ago at `hour`. `day_fields`: what of its body is a day, as
    (name, working days from today).
    """

    verb: str
    by: str
    days: int
    hour: str
    body: dict
    day_fields: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Story:
    """How a dossier came and what became of it. `changed`: fields of the reception that are not the usual ones."""

    procedure: tuple[str, str]
    name: str
    days: int
    hour: str
    steps: tuple[Step, ...] = ()
    changed: tuple[tuple[str, object], ...] = ()


def _handed(days: int, note: str = "") -> tuple[Step, ...]:
    return (Step("hand_over", HA, days, "10:50", {"to": DUC, "note": note}),)


def _given(days: int) -> tuple[Step, ...]:
    """To the desk that works on it, and confirmed there."""
    return (*_handed(days), Step("take_over", DUC, days, "13:40", {}))


def _finished(days: int, hour: str = "15:30") -> tuple[Step, ...]:
    return (Step("finish", DUC, days, hour, {"results": {}}),)


def _back(days: int, hour: str = "16:20", **changed) -> tuple[Step, ...]:
    body = {"how": "counter", "to": "", "results": [], "post_number": "", "post_fee": 0}
    return (Step("return", HA, days, hour, body | changed),)


def _done(days: int) -> tuple[Step, ...]:
    """Received, finished and given back on one day."""
    return (*_given(days), *_finished(days, "14:40"), *_back(days))


def _worked(received: int, finished: int, returned: int) -> tuple[Step, ...]:
    return (*_given(received), *_finished(finished), *_back(returned, "16:40"))


def _ended(verb: str, days: int, reason: str, basis: str = "", by: str = HA) -> tuple[Step, ...]:
    return (Step(verb, by, days, "10:40", {"reason": reason, "basis": basis} if basis else {"reason": reason}),)


def _asked(by: str, days: int, reason: str) -> Step:
    """For one paper of the list; which, says the procedure."""
    return Step("request_supplement", by, days, "09:20", {"reason": reason, "override": ""})


def _said(decision: str, reason: str) -> tuple[tuple[str, str], ...]:
    return (("decision", decision), ("reason", reason))


_POST = (("return_by", "post"), ("return_address", "Số 18, ngõ 4, phố Xốm, phường Phú Lương, thành phố Hà Nội"))
_ONLINE = (("channel", "online"), ("return_by", "online"))
_BY_POST = (("channel", "post"), *_POST)
_ASKED_REASON = "Chờ Công an phường xác nhận nơi thường trú trước đây"
_VERIFIED = {"reason": "Phải xác minh nơi cư trú trước đây", "document": "Công văn 15/UBND-TP"}
_LATE_REASON = "Hệ thống hộ tịch điện tử ngừng hoạt động hai ngày nên chưa ký được kết quả"

STORIES = (
    # over: returned in time
    Story(BIRTH, "Nguyễn Thị Ngọc Bích", 20, "08:15", _done(20)),
    Story(EXTRACT, "Phạm Văn Thắng", 19, "08:40", _done(19)),
    Story(SINGLE, "Lê Thị Thanh Hương", 19, "09:05", _worked(19, 17, 16)),
    Story(DEATH, "Hoàng Văn Sơn", 18, "08:20", _done(18)),
    Story(AGAIN, "Trịnh Đình Quang", 18, "09:50", _worked(18, 14, 13)),
    Story(BIRTH, "Vũ Thị Hồng Nhung", 17, "08:35", _done(17)),
    Story(CORRECT, "Đặng Quốc Việt", 16, "09:10", _worked(16, 14, 13)),
    Story(EXTRACT, "Bùi Thị Mến", 16, "10:25", (*_given(16), *_finished(16), *_back(16)), _ONLINE),
    Story(SINGLE, "Ngô Minh Tuấn", 15, "08:50", _worked(15, 13, 12)),
    Story(BIRTH, "Đỗ Thị Phương Anh", 14, "08:30", _done(14)),
    Story(GUARDIAN, "Chu Thị Xuân", 14, "09:20", _worked(14, 12, 11)),
    Story(SINGLE, "Trần Hữu Phước", 13, "09:35", _worked(13, 11, 10)),
    Story(BIRTH_LATE, "Lý A Sùng", 12, "08:45", _done(12)),
    Story(RESIDENCE, "Mai Thị Thu Trang", 12, "09:15", _worked(12, 6, 5)),
    Story(EXTRACT, "Nguyễn Đăng Khoa", 11, "08:25", _done(11)),
    # by post, delivered and on its way
    Story(
        SINGLE,
        "Phan Thị Kim Liên",
        11,
        "09:00",
        (
            *_given(11),
            *_finished(9),
            *_back(8, how="post", post_number="EB123456785VN", post_fee=26_000),
            Step("confirm_return", HA, 6, "09:30", {}),
        ),
        _BY_POST,
    ),
    Story(
        EXTRACT,
        "Đoàn Văn Hậu",
        4,
        "09:25",
        (
            *_given(4),
            *_finished(4, "14:50"),
            *_back(3, "10:15", how="post", post_number="EB123456794VN", post_fee=26_000),
        ),
        _POST,
    ),
    # over: late, with and without the word that is owed
    Story(CORRECT, "Nguyễn Thị Thùy Dương", 15, "10:30", _worked(15, 10, 9)),
    Story(
        SINGLE,
        "Tạ Văn Cường",
        13,
        "08:55",
        (
            *_given(13),
            Step("apologise", MINH, 9, "09:40", {"reason": _LATE_REASON}, (("promised_on", -7),)),
            *_finished(8),
            *_back(7),
        ),
    ),
    # over without a result
    Story(
        SINGLE,
        "Hà Thị Bưởi",
        12,
        "10:05",
        (
            Step(
                "refuse",
                HA,
                10,
                "09:15",
                {"reason": "Nơi thường trú thuộc phường khác giải quyết", "basis": "Điều 21 Luật Hộ tịch"},
            ),
        ),
    ),
    Story(
        CORRECT,
        "Cao Văn Lực",
        10,
        "08:45",
        _ended("withdraw", 9, "Người dân tìm được giấy tờ cũ"),
    ),
    Story(
        GUARDIAN,
        "Dương Thị Lành",
        10,
        "09:30",
        (
            *_given(10),
            Step(
                "stop",
                MINH,
                8,
                "14:00",
                {"reason": "Người được giám hộ đã chuyển nơi cư trú", "basis": "Điều 19 Nghị định 118/2025/NĐ-CP"},
            ),
        ),
    ),
    Story(
        EXTRACT,
        "Nguyễn Văn Nhầm",
        9,
        "08:10",
        _ended("void", 9, "Nhập hai lần cùng một hồ sơ"),
    ),
    Story(
        BIRTH,
        "Khuất Duy Tiến",
        8,
        "09:45",
        changed=(("decision", "decline"), ("reason", "Hồ sơ thuộc thẩm quyền của phường Kiến Hưng")),
    ),
    # ready, waiting for the citizen
    Story(BIRTH, "Lê Quỳnh Chi", 3, "08:20", (*_given(3), *_finished(3, "14:30"))),
    Story(SINGLE, "Nguyễn Hữu Đạt", 4, "08:35", (*_given(4), *_finished(2))),
    Story(CORRECT, "Trương Thị Hoa", 4, "10:10", (*_given(4), *_finished(1, "11:00"))),
    Story(AGAIN, "Quách Văn Ngọc", 6, "09:40", (*_given(6), *_finished(2)), _POST),
    # waiting for papers
    Story(
        CORRECT,
        "Phùng Thị Tâm",
        5,
        "08:50",
        (
            *_given(5),
            Step(
                "request_supplement",
                DUC,
                4,
                "09:20",
                {"papers": 1, "reason": "Giấy tờ làm căn cứ bị nhòe, không đọc được ngày"},
            ),
        ),
    ),
    Story(SINGLE, "Vi Văn Páo", 2, "10:20", changed=_said("guide", "Chưa có tờ khai theo mẫu")),
    Story(BIRTH, "Giàng Thị Mỷ", 1, "09:10", changed=_said("guide", "Chưa có giấy chứng sinh")),
    # completed after a request: the clock began anew
    Story(
        SINGLE,
        "Nguyễn Trọng Nghĩa",
        6,
        "09:00",
        (
            Step(
                "request_supplement", HA, 5, "10:00", {"papers": 1, "reason": "Thiếu bản sao trích lục ghi chú ly hôn"}
            ),
            Step("complete", HA, 2, "09:15", {"number": 0}),
            *_given(2),
        ),
    ),
    # late now: without a word, and with one
    Story(SINGLE, "Đinh Công Mạnh", 6, "08:30", _given(6)),
    Story(CORRECT, "Lưu Thị Thắm", 4, "08:55", _given(4)),
    Story(GUARDIAN, "Bế Văn Thông", 5, "10:15", _given(5)),
    Story(
        AGAIN,
        "Hồ Thị Sáu",
        8,
        "09:05",
        (*_given(8), Step("apologise", MINH, 2, "10:30", {"reason": _LATE_REASON}, (("promised_on", 2),))),
    ),
    # extended, and asked to be
    Story(
        RESIDENCE,
        "Triệu Thị Gấm",
        6,
        "08:40",
        (
            *_given(6),
            Step("ask_extension", HA, 2, "09:00", {"reason": _ASKED_REASON}, (("new_on", 5),)),
            Step("extend", MINH, 2, "15:00", {"reason": _ASKED_REASON}, (("new_on", 5),)),
        ),
    ),
    Story(
        AGAIN,
        "Nông Văn Dền",
        3,
        "09:50",
        (*_given(3), Step("ask_extension", HA, 1, "10:40", {"reason": _ASKED_REASON}, (("new_on", 6),))),
    ),
    # verified: the second due date
    Story(
        SINGLE,
        "Thạch Sô Phia",
        4,
        "09:15",
        (
            *_given(4),
            Step(
                "verify",
                HA,
                3,
                "10:00",
                _VERIFIED,
            ),
        ),
    ),
    # due today, tomorrow, in two days and later
    Story(SINGLE, "Nguyễn Thị Ánh Tuyết", 3, "08:25", _given(3)),
    Story(GUARDIAN, "Trần Văn Được", 3, "10:35", _given(3)),
    Story(SINGLE, "Hoàng Thị Mai Phương", 2, "08:30", _given(2)),
    Story(
        CORRECT,
        "Bùi Văn Thịnh",
        2,
        "09:40",
        _handed(2, "Kèm bản sao sổ gốc"),
    ),
    Story(AGAIN, "Đinh Thị Gái", 3, "09:20", _given(3)),
    Story(SINGLE, "Nguyễn Văn Bách", 1, "08:40", _handed(1)),
    Story(CORRECT, "Y Blim Niê", 1, "10:30", _handed(1)),
    Story(RESIDENCE, "Phạm Thị Lan Anh", 3, "08:45"),
    Story(RESIDENCE, "Vương Quốc Bảo", 1, "09:25", changed=_ONLINE),
    Story(AGAIN, "Nguyễn Thị Minh Khai", 1, "14:10"),
    Story(SINGLE, "Lò Thị Hạnh", 1, "15:20"),
    # liên thông: the birth certificate is there, the rest is not
    Story(
        LINKED,
        "Nguyễn Hoàng Yến",
        2,
        "08:15",
        (*_given(2), Step("finish", DUC, 1, "15:00", {"results": {"khai-sinh": "128/2026"}})),
    ),
)

# (procedure, name, [(paper, pages, copies)], days, hour)
CERTIFICATIONS = (
    (COPY, "Nguyễn Văn Hòa", (("Bằng tốt nghiệp đại học", 1, 3),), 9, "08:20"),
    (COPY, "Trần Thị Nga", (("Giấy khai sinh", 1, 2), ("Học bạ", 12, 1)), 7, "09:30"),
    (SIGNATURE, "Lê Bá Toàn", (("Sơ yếu lý lịch", 4, 2),), 6, "10:05"),
    (COPY, "Phạm Thị Hằng", (("Giấy chứng nhận kết hôn", 1, 2),), 4, "08:50"),
    (COPY, "Hoàng Đức Long", (("Giấy phép lái xe", 2, 1),), 2, "14:15"),
    (SIGNATURE, "Vũ Thị Loan", (("Giấy ủy quyền", 2, 3),), 1, "09:55"),
    (COPY, "Ngô Thị Tuyết", (("Bảng điểm", 3, 5), ("Chứng chỉ tiếng Anh", 1, 5)), 1, "10:40"),
)
