"""Notices in tests: written, sent, posted by people at moments, through the door."""

from tests import people
from tests.counter import CounterDesk

FIELDS = {
    "kind": "notice",
    "title": "Cấp căn cước lưu động tại sảnh CT1A",
    "number": "",
    "text": "Công an phường cấp căn cước lưu động ngày 28/11/2026.\nMang theo căn cước cũ và điện thoại có VNeID.",
    "speech": "",
    "poster": "",
    "procedure": "",
    "post_by": "2026-11-23",
    "expires_on": "2026-11-28",
    "on_screen": False,
}
EVERYBODY = [f"tdp-{number:02d}" for number in range(1, 20)]


class NoticeDesk(CounterDesk):
    """`desk.write()` a draft, `desk.sent()` one that is out, `desk.hang(row, "tdp-07")`, `desk.step(verb, row)`."""

    def write(self, by: people.Someone = people.HA, audience=(), **changed) -> dict:
        result = self.send("notice.put/1", {**FIELDS, **changed, "audience": list(audience)}, by=by)
        assert result["status"] == "ok", result
        return self.row(result["entity"], "notice")

    def sent(self, audience=EVERYBODY, **changed) -> dict:
        return self.step("send", self.write(**changed), audience=list(audience))

    def step(self, verb: str, row: dict, by: people.Someone = people.HA, noun: str = "notice", **body) -> dict:
        """The row after `notice.<verb>/1`; fails when it was refused."""
        result = self.send(f"notice.{verb}/1", body, row["id"], by)
        assert result["status"] == "ok", result
        return self.row(row["id"], noun)

    def hang(self, row: dict, neighbourhood: str = "tdp-07", by: people.Someone = people.HUNG, **changed) -> dict:
        result = self.send("notice.post/1", posting(row, neighbourhood, **changed), by=by)
        assert result["status"] == "ok", result
        return self.row(result["entity"], "notice_posting")

    def stopped(self, verb: str, row: dict | None, by: people.Someone = people.HA, **body) -> str:
        """The code with which `notice.<verb>/1` was refused."""
        result = self.send(f"notice.{verb}/1", body, *([row["id"]] if row else []), by=by)
        assert result["status"] in ("rejected", "parked"), result
        return result["code"]


def posting(row: dict, neighbourhood: str = "tdp-07", **changed) -> dict:
    body = {"notice": row["id"], "neighbourhood": neighbourhood, "way": "board", "place": "Bảng tin sảnh CT1A"}
    return {**body, "on": "", "note": "", "photo": "", **changed}
