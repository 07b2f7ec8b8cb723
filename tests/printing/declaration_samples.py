"""Declarations of demo people for the tests and the pictures of docs/samples: nobody in them lives."""

from tests.printing.samples import LONG_NAME, WARD

RECORD = WARD | {"at": "2026-11-21T09:05:12.000+07:00", "ward_name": "phường Hà Đông", "tracking": "7K2M9QXW4T0H"}

_HOME = "Căn 1204, tòa CT1A Văn Quán – Yên Phúc, tổ dân phố 7, phường Hà Đông, thành phố Hà Nội"
_MOTHER = {"name": "Nguyễn Thị Ánh Tuyết", "birth": "1996-03-05", "residence": _HOME, "id": "001196012345"}
_VIETNAMESE = {"ethnicity": "Kinh", "nationality": "Việt Nam"}

BIRTH = {
    "requester": {**_MOTHER, "relation": "mother"},
    "child": {
        "name": "Trần Minh An",
        "birth": "2026-11-02",
        "sex": "male",
        **_VIETNAMESE,
        "birthplace": "Bệnh viện Đa khoa Hà Đông, phường Hà Đông, thành phố Hà Nội",
        "hometown": "Phường Hà Đông, thành phố Hà Nội",
        "parents": "both",
    },
    "mother": {**_MOTHER, **_VIETNAMESE},
    "father": {"name": "Trần Văn Được", "birth": "1994", **_VIETNAMESE, "residence": _HOME, "id": "001094054321"},
    "copies": {"wanted": "yes", "count": "3"},
}
DEATH = {
    "requester": {"name": "Trần Văn Được", "residence": _HOME, "id": "001094054321", "relation": "child"},
    "deceased": {"name": "Trần Văn Phúc", "birth": "1938", "sex": "male", **_VIETNAMESE, "residence": _HOME},
    "death": {
        "day": "2026-11-18",
        "time": "04:05",
        "place": "Nhà riêng, " + _HOME,
        "cause": "Tuổi già",
        "paper": "notice",
        "number": "45/2026",
        "issuer": "Trạm Y tế phường Hà Đông",
        "issued": "2026-11-18",
    },
    "copies": {"wanted": "yes", "count": "5"},
}
MARRIAGE = {
    "bride": {**_MOTHER, **_VIETNAMESE, "times": "1"},
    "groom": {"name": LONG_NAME, "birth": "1994-02-28", "ethnicity": "Ê-đê", "nationality": "Việt Nam",
              "residence": _HOME, "id": "001094054321", "times": "2"},
    "copies": {"wanted": "no"},
}  # fmt: skip
STATUS = {
    "subject": {**_MOTHER, "sex": "female", **_VIETNAMESE},
    "requester": {"self": "yes"},
    "status": {"now": "divorced", "spouse": "Lê Quang Vinh", "court": "Bản án số 12/2024, Tòa án nhân dân khu vực"},
    "purpose": {
        "for": "marriage",
        "partner": "Trần Văn Được",
        "partner_id": "001094054321",
        "partner_residence": _HOME,
        "where": "Ủy ban nhân dân phường Hà Đông",
    },
}
RESIDENCE = {
    "person": {"name": "Nguyễn Thị Ánh Tuyết", "birth": "1996-03-05", "sex": "female", "id": "001196012345",
               "phone": "0912345678"},
    "head": {"self": "no", "name": "Trần Văn Được", "relation": "Vợ", "id": "001094054321"},
    "wish": {"kind": "permanent", "address": _HOME, "detail": "Nhập hộ về nơi ở của chồng"},
    "members": [
        {"name": "Trần Minh An", "birth": "2026-11-02", "sex": "male", "id": "001226000111", "relation": "Con"},
        {"name": "Nguyễn Thị Hòa", "birth": "1950", "sex": "female", "relation": "Mẹ vợ"},
    ],
}  # fmt: skip
CERTIFICATION = {
    "requester": {"name": "Trần Văn Được", "id": "001094054321", "residence": _HOME, "phone": "0912345678"},
    "what": {"kind": "copy"},
    "papers": [
        {"name": "Giấy khai sinh", "pages": "1", "count": "3"},
        {"name": "Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở", "pages": "4", "count": "2"},
    ],
}
AUTHORISATION = {
    "giver": {**_MOTHER, "phone": "0912345678"},
    "taker": {"name": "Trần Văn Được", "birth": "1994", "residence": _HOME, "id": "001094054321"},
    "relation": {"text": "Vợ chồng"},
    "task": {
        "kinds": ["file", "result"],
        "detail": "Nộp hồ sơ và nhận kết quả cấp bản sao Giấy khai sinh\ntại Ủy ban nhân dân phường Hà Đông",
        "to": "2026-12-31",
    },
}
# {code of the form: values of it}
FILLED = {
    "khai_sinh": BIRTH,
    "khai_tu": DEATH,
    "ket_hon": MARRIAGE,
    "tinh_trang_hon_nhan": STATUS,
    "ct01": RESIDENCE,
    "chung_thuc": CERTIFICATION,
    "uy_quyen": AUTHORISATION,
}
