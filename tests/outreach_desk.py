"""Outreach events and inspections in tests: moved on by people at moments, through the door."""

from tests import people
from tests.counter import CounterDesk
from tests.feedback_desk import FeedbackDesk


def planned(**changed) -> dict:
    """A body of outreach.plan/1."""
    body = {
        "kind": "training",
        "title": "Hướng dẫn cài VNeID mức 2",
        "planned_on": "2026-11-27",
        "starts": "19:30",
        "place": "Nhà văn hóa tổ 7",
        "audience": "Người cao tuổi",
        "plan": "Cài ứng dụng, bật NFC, phòng lừa đảo",
        "host": people.HA.id,
        "neighbourhoods": ["tdp-07"],
    }
    return {**body, **changed}


class OutreachDesk(CounterDesk):
    """`desk.plan(...)`, then `desk.step("hold", row, …)`; `desk.hear` as of FeedbackDesk."""

    hear = FeedbackDesk.hear

    def plan(self, by: people.Someone = people.HA, **changed) -> dict:
        result = self.send("outreach.plan/1", planned(**changed), by=by)
        assert result["status"] == "ok", result
        return self.row(result["entity"], "outreach")

    def step(self, verb: str, row: dict, by: people.Someone = people.HA, **body) -> dict:
        """The row after `outreach.<verb>/1`; fails when it was refused."""
        result = self.send(f"outreach.{verb}/1", body, row["id"], by)
        assert result["status"] == "ok", result
        return self.row(row["id"], "outreach")

    def stopped(self, verb: str, row: dict, by: people.Someone = people.HA, **body) -> str:
        """The code with which `outreach.<verb>/1` was refused, the row untouched."""
        before = self.row(row["id"], "outreach")
        result = self.send(f"outreach.{verb}/1", body, row["id"], by)
        assert result["status"] in ("rejected", "parked"), result
        assert self.row(row["id"], "outreach") == before
        return result["code"]


ITEMS = [
    {"code": "gio", "text": "Mở cửa đúng giờ", "basis": "NĐ 61/2018/NĐ-CP Điều 4"},
    {"code": "phi", "text": "Niêm yết phí, lệ phí", "basis": "NĐ 61/2018/NĐ-CP Điều 4.5"},
    {"code": "ghe", "text": "Đủ ghế chờ", "basis": ""},
]
CONCLUSION = {
    "present": "Bà Đỗ Thu Hà, công chức một cửa",
    "strengths": "Đúng giờ, thái độ tốt.",
    "shortcomings": "Bảng phí đã cũ.",
    "recommendation": "Thay bảng phí.",
    "opinion": "Nhất trí.",
}
FOUND = {"gio": ("pass", ""), "phi": ("fail", "Bảng phí của năm trước"), "ghe": ("na", "")}


class InspectionDesk(CounterDesk):
    """A surprise inspection of the one-stop by the head, unless somebody else is said."""

    def opening(self, **changed) -> dict:
        body = {
            "checklist": "mot_cua",
            "title": "Bộ phận một cửa",
            "unit": "mot-cua",
            "support_point": "",
            "place": "Bộ phận một cửa",
            "on": "",
            "inspectors": [people.MINH.id],
            "inspected": [people.HA.id],
            "items": ITEMS,
        }
        return {**body, **changed}

    def open(self, by: people.Someone = people.MINH, **changed) -> dict:
        result = self.send("inspection.open/1", self.opening(**changed), by=by)
        assert result["status"] == "ok", result
        return self.row(result["entity"], "inspection")

    def look(self, row: dict, by: people.Someone = people.MINH, found: dict = FOUND) -> dict:
        told = {code: {"finding": finding, "note": note} for code, (finding, note) in found.items()}
        return self.step("find", row, by, set=told, was={code: {"finding": "", "note": ""} for code in told})

    def conclude(self, row: dict, by: people.Someone = people.MINH, owner=people.HA, due_on="2026-11-27") -> dict:
        return self.step("conclude", row, by, **self.concluding(owner, due_on))

    def concluding(self, owner: people.Someone, due_on: str) -> dict:
        return {**CONCLUSION, "owed": [{"item": "phi", "owner": owner.id, "due_on": due_on}]}

    def step(self, verb: str, row: dict, by: people.Someone = people.MINH, noun="inspection", **body) -> dict:
        result = self.send(f"inspection.{verb}/1", body, row["id"], by)
        assert result["status"] == "ok", result
        return self.row(row["id"], noun)

    def stopped(self, verb: str, row: dict, by: people.Someone = people.MINH, noun="inspection", **body) -> str:
        before = self.row(row["id"], noun)
        result = self.send(f"inspection.{verb}/1", body, row["id"], by)
        assert result["status"] in ("rejected", "parked"), result
        assert self.row(row["id"], noun) == before
        return result["code"]
