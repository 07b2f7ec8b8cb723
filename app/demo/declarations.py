"""Declarations that citizens of the demo ward have sent from home, through the anonymous door. People are invented."""

from uuid import NAMESPACE_URL, uuid5

from app.ledger.from_citizen import receive
from app.rules import clock

_HOME = "Căn 1204, tòa CT1A Văn Quán – Yên Phúc, tổ dân phố 7, phường Hà Đông"
_MOTHER = {"name": "Nguyễn Thị Ánh Tuyết", "birth": "1996-03-05", "residence": _HOME, "id": "001196012345"}
_VIETNAMESE = {"ethnicity": "Kinh", "nationality": "Việt Nam"}

# (form, values); "born": a day some weeks ago. The second lacks something and was typed with the keyboard switched off
SENT = (
    (
        "khai_sinh",
        {
            "requester": {**_MOTHER, "relation": "mother"},
            "child": {
                "name": "Trần Minh An",
                "birth": "born",
                "sex": "male",
                **_VIETNAMESE,
                "birthplace": "Bệnh viện Đa khoa Hà Đông",
                "hometown": "Phường Hà Đông, thành phố Hà Nội",
                "parents": "both",
            },
            "mother": {**_MOTHER, **_VIETNAMESE},
            "father": {
                "name": "Trần Văn Được",
                "birth": "1994",
                **_VIETNAMESE,
                "residence": _HOME,
                "id": "001094054321",
            },
            "copies": {"wanted": "yes", "count": "3"},
        },
    ),
    (
        "tinh_trang_hon_nhan",
        {
            "subject": {"name": "Ddoox Vawn Thắng", "birth": "1999-06-01", "sex": "male", **_VIETNAMESE},
            "requester": {"self": "yes"},
            "status": {"now": "never"},
            "purpose": {"for": "loan"},
        },
    ),
    (
        "chung_thuc",
        {
            "requester": {"name": "Hoàng Thị Mận", "id": "001160000123", "phone": "0912345904"},
            "what": {"kind": "copy"},
            "papers": [{"name": "Bằng tốt nghiệp", "pages": "1", "count": "5"}],
        },
    ),
)
_BORN_DAYS_AGO = 20


def send(ward_id: int, now: int) -> None:
    """Time in ms. Ids are made from what is sent, so that a demo that is seeded again says nothing twice."""
    born = clock.day_of(now - _BORN_DAYS_AGO * clock.DAY_MS)
    for form, values in SENT:
        entity, op = (str(uuid5(NAMESPACE_URL, f"demo {what} {ward_id} {form}")) for what in ("declaration", "op"))
        dated = {
            section: {**given, "birth": born} if isinstance(given, dict) and given.get("birth") == "born" else given
            for section, given in values.items()
        }
        body = {"form": form, "form_version": 1, "values": dated}
        answer = receive(ward_id, "declaration.send/1", entity, op, body, now)
        if answer["status"] != "ok":
            raise ValueError(f"a declaration of the demo does not fit the rules: {answer['code']}")
