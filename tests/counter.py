"""A counter at work: procedures with rules of their own, units, and a desk whose clock the test moves."""

import json
import os
from datetime import datetime

from app.ledger.accept import accept
from app.ledger.envelope import intent, new_id
from app.ledger.founding import WEB
from app.records.batch import held_rows
from app.rules import clock, tracking
from tests import people

SAME_DAY, THREE_DAYS, LINKED, COPIES = "1.001193@2", "1.004873@1", "3.000722@1", "2.000815@2"
WORKING_DAY = "ngày làm việc"


def paper(key: str, name: str, **changed) -> dict:
    given = {"key": key, "name": name, "form": "original", "count": 1, "required": True, "when": "", "citation": ""}
    return {**given, **changed}


def variant(key: str, name: str, value: str, **changed) -> dict:
    given = {
        "key": key,
        "name": name,
        "value": value,
        "unit": WORKING_DAY,
        "cutoff_15h": False,
        "legal_value": "",
        "legal_unit": "",
        "verify_value": "",
        "verify_unit": "",
        "verify_name": "",
        "instant": False,
        "register": "",
        "documents": [],
        "fees": [],
        "results": [],
    }
    return {**given, **changed}


def result(key: str, name: str, authority: str, days: str) -> dict:
    return {"key": key, "name": name, "authority": authority, "value": days, "unit": WORKING_DAY}


FREE = {
    "label": "Lệ phí",
    "amount": 0,
    "per": "case",
    "first_pages": 0,
    "rest": 0,
    "cap": 0,
    "channel": "",
    "from_on": "2020-01-01",
    "to_on": "",
    "basis": "Luật Hộ tịch Đ11: đăng ký đúng hạn không thu",
    "exemptions": [],
}
_BY_PAGE = {
    **FREE,
    "label": "Phí chứng thực bản sao",
    "amount": 2_000,
    "per": "page",
    "first_pages": 2,
    "rest": 1_000,
    "cap": 200_000,
    "basis": "TT 226/2016/TT-BTC",
}
_HANDLINGS = {
    SAME_DAY: variant(
        "dung-han",
        "Đăng ký đúng hạn",
        "0",
        cutoff_15h=True,
        fees=[FREE],
        documents=[
            paper("to-khai", "Tờ khai đăng ký khai sinh"),
            paper("chung-sinh", "Giấy chứng sinh"),
            paper("uy-quyen", "Văn bản ủy quyền", required=False, when="khi làm thay"),
        ],
    ),
    THREE_DAYS: variant(
        "thuong",
        "Xác nhận trong nước",
        "3",
        legal_value="5",
        legal_unit=WORKING_DAY,
        verify_value="23",
        verify_unit=WORKING_DAY,
        verify_name="Phải xác minh nơi cư trú cũ",
        fees=[{**FREE, "label": "Lệ phí hộ tịch", "amount": 15_000, "basis": "Nghị quyết HĐND thành phố"}],
        documents=[
            paper("to-khai", "Tờ khai xác nhận tình trạng hôn nhân"),
            paper("ly-hon", "Trích lục ly hôn", form="copy"),
        ],
    ),
    LINKED: variant(
        "lien-thong",
        "Khai sinh, thường trú, thẻ bảo hiểm y tế",
        "4",
        fees=[FREE],
        documents=[paper("to-khai", "Tờ khai điện tử liên thông")],
        results=[
            {
                "key": "khai-sinh",
                "name": "Giấy khai sinh",
                "authority": "UBND phường",
                "value": "1",
                "unit": WORKING_DAY,
            },
            {
                "key": "thuong-tru",
                "name": "Đăng ký thường trú",
                "authority": "Công an phường",
                "value": "4",
                "unit": WORKING_DAY,
            },
        ],
    ),
    COPIES: variant(
        "ban-sao",
        "Bản sao từ bản chính",
        "0",
        cutoff_15h=True,
        instant=True,
        register="chung_thuc_ban_sao",
        fees=[_BY_PAGE],
    ),
}
_NAMES = {
    SAME_DAY: "Thủ tục đăng ký khai sinh",
    THREE_DAYS: "Cấp Giấy xác nhận tình trạng hôn nhân",
    LINKED: "Liên thông khai sinh, thường trú, cấp thẻ bảo hiểm y tế cho trẻ dưới 6 tuổi",
    COPIES: "Chứng thực bản sao từ bản chính",
}


def open_counter(ward_id: int = people.WARD) -> None:
    """Gives a settled ward the procedures above, in force, and two units."""
    for version, handled in _HANDLINGS.items():
        code, number = version.split("@")
        if number == "2":
            before = held_rows("procedure", ward_id, [f"{code}@1"])[f"{code}@1"]
            old = people.procedure_body(code, before["name"], before["field"], current=False)
            people.put(ward_id, "procedure.put/1", [(f"{code}@1", old)])
        body = people.procedure_body(code, _NAMES[version], "Hộ tịch", version=int(number))
        body["handling"] = json.dumps({"variants": [handled]}, ensure_ascii=False)
        people.put(ward_id, "procedure.put/1", [(version, body)])
    units = [("mot-cua", "Bộ phận một cửa", "reception"), ("ho-tich", "Tư pháp – Hộ tịch", "handling")]
    people.put(
        ward_id, "unit.put/1", [(id_, {"name": name, "kind": kind, "active": True}) for id_, name, kind in units]
    )


def at(text: str) -> int:
    """ "2026-11-20 14:30" in Việt Nam, in ms."""
    return clock.parse(datetime.fromisoformat(text).replace(tzinfo=clock.VIETNAM).isoformat())


class CounterDesk:
    """Sends operations as a person at a moment, through the door. `desk.at("2026-11-20 14:30")` moves the clock."""

    def __init__(self, ward_id: int = people.WARD, now: str = "2026-11-20 10:00"):
        self.ward_id = ward_id
        self.now = at(now)

    def at(self, text: str) -> "CounterDesk":
        self.now = at(text)
        return self

    def send(self, type_: str, body: dict, entity: str = "", by: people.Someone = people.HA) -> dict:
        """{"op", "status", "code", "v", "entity"} of one operation."""
        entity = entity or new_id()
        one = intent(type_, entity, body, ward=self.ward_id, device=WEB, author=by.id, now=self.now)
        (result,) = accept(self.ward_id, WEB, [one], self.now).results
        return {**result, "entity": entity}

    def receive(self, version: str = THREE_DAYS, by: people.Someone = people.HA, **changed) -> dict:
        """The row of a dossier that was just received."""
        result = self.send("dossier.receive/1", receiving(version, **changed), by=by)
        assert result["status"] == "ok", result
        return self.row(result["entity"])

    def do(self, verb: str, row: dict, by: people.Someone = people.HA, **body) -> dict:
        """The row after `dossier.<verb>/1`; fails when it was refused."""
        result = self.send(f"dossier.{verb}/1", body, row["id"], by)
        assert result["status"] == "ok", result
        return self.row(row["id"])

    def refused(self, verb: str, row: dict, by: people.Someone = people.HA, **body) -> str:
        """The code with which `dossier.<verb>/1` was refused, the row untouched."""
        before = self.row(row["id"])
        result = self.send(f"dossier.{verb}/1", body, row["id"], by)
        assert result["status"] in ("rejected", "parked"), result
        assert self.row(row["id"]) == before
        return result["code"]

    def row(self, id_: str, noun: str = "dossier") -> dict | None:
        return held_rows(noun, self.ward_id, [id_]).get(id_)


def receiving(version: str = THREE_DAYS, **changed) -> dict:
    """A body of dossier.receive/1 with all compulsory papers."""
    papers = [one for one in _HANDLINGS[version]["documents"] if one["required"]]
    body = {
        "decision": "accept",
        "procedure": version,
        "variant": _HANDLINGS[version]["key"],
        "channel": "direct",
        "name": "Nguyễn Thị Ánh Tuyết",
        "address": "Căn 1204, CT1A, khu đô thị Văn Quán",
        "phone": "+84912345678",
        "email": "",
        "subject": "",
        "documents": [{"key": one["key"], "name": one["name"], "form": one["form"], "count": 1} for one in papers],
        "papers": [],
        "copies": 1,
        "exemption": "",
        "quantities": {},
        "fee_paid": 0,
        "fee_receipt": "",
        "return_by": "counter",
        "return_address": "",
        "national_code": "",
        "assistance": "",
        "declaration": "",
        "number": 0,
        "reason": "",
        "note": "",
        "tracking": tracking.make(os.urandom(16)),
        "to": "",
    }
    return {**body, **changed}


def handling_text(handled: dict) -> str:
    """The fact `handling` of a version with this one variant."""
    return json.dumps({"variants": [handled]}, ensure_ascii=False)
