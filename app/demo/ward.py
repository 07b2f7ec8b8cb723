"""The demo ward: real places and procedures, invented people. Everything comes through the ledger's door."""

from hashlib import sha256

from app.demo import (
    counter,
    declarations,
    evaluation,
    feedback,
    household,
    notice,
    outreach,
    queue,
    reports,
    year,
)
from app.ledger.accept import accept
from app.ledger.cards import put_cards
from app.ledger.envelope import intent, new_id
from app.ledger.founding import WEB, found_ward
from app.records import procedure
from app.records import ward as ward_records
from app.records.database import database, one_at_a_time
from app.rules import tracking, workday
from app.rules.office import DEFAULT, OFFICE
from app.rules.procedure_import import starter_cards
from app.web import sessions

PASSWORD = "gandan-xin-chao"


def _person(login: str, name: str, role: str, place: str, ward: str = "ha-dong", unit: str = "") -> dict:
    return {"login": login, "name": name, "role": role, "place": place, "ward": ward, "unit": unit}


# One person of each role, two at the counter, and a volunteer of another ward who must see nothing of this one.
PEOPLE = (
    _person("co-lan", "Nguyễn Thị Lan", "volunteer", "Điểm CT1A"),
    _person("bac-hung", "Phạm Quốc Hùng", "lead", "Tổ dân phố 3"),
    _person("chi-ha", "Đỗ Thu Hà", "clerk", "Điểm phục vụ hành chính công", unit="mot-cua"),
    _person("anh-duc", "Nguyễn Minh Đức", "clerk", "Tư pháp – Hộ tịch", unit="tu-phap"),
    _person("anh-minh", "Trần Quang Minh", "leader", "", unit="lanh-dao"),
    _person("quan-tri", "Lê Hoài An", "admin", ""),
    _person("em-thao", "Vũ Phương Thảo", "volunteer", "Phường Kiến Hưng", ward="kien-hung"),
)

_LEAD_OF = 3
_POINTS = (
    (
        "diem-ct1a",
        "Điểm hỗ trợ CT1A Văn Quán – Yên Phúc",
        "CT1A",
        "Sảnh tòa CT1A, khu đô thị Văn Quán – Yên Phúc",
        "tdp-03",
        "Thứ Hai đến thứ Sáu: 18 giờ đến 20 giờ\nThứ Bảy: 8 giờ đến 11 giờ",
    ),
    (
        "diem-ct1b2",
        "Điểm hỗ trợ CT1B2 Xa La",
        "CT1B2",
        "Sảnh tòa CT1B2, khu đô thị Xa La",
        "tdp-12",
        "Thứ Ba và thứ Năm: 18 giờ đến 20 giờ\nChủ nhật: 8 giờ đến 11 giờ",
    ),
)
_BUILDINGS = (("CT1A", 3), ("CT2A", 3), ("CT2B", 4), ("CT1B2", 12), ("CT2A Xa La", 12), ("CT6 Xa La", 15))
_DAY_MS = 24 * 3600 * 1000


def seed(whole_year: bool = False) -> None:
    """Fills an empty database with two wards; does nothing when anybody else's ward is there.

    `whole_year`: the first has a year behind it (half a minute); otherwise the last days alone, which do for tests.
    A ward is one transaction. A start that was stopped between the two is made whole by the next.
    """
    if {ward["slug"] for ward in ward_records.all_wards()} - _WARDS.keys():
        return
    now = sessions.now_ms()
    for slug, seeded in _WARDS.items():
        with database.atomic():
            one_at_a_time(0, "demo")
            if ward_records.ward_by_slug(slug) is None:
                if whole_year and seeded is _ha_dong:
                    print("Đang dựng phường MẪU với số liệu của một năm, chừng nửa phút…", flush=True)
                seeded(now, whole_year)


def _people(ward_id: int, ward_slug: str, now: int) -> dict[str, str]:
    """Seeds a ward's people with the demo password; returns {login: id}."""
    people = [person for person in PEOPLE if person["ward"] == ward_slug]
    ids = {person["login"]: new_id() for person in people}
    cards = [
        (
            ids[person["login"]],
            {
                "login": person["login"],
                "name": person["name"],
                "role": person["role"],
                "neighbourhood": f"tdp-{_LEAD_OF:02d}" if person["role"] == "lead" else "",
                "support_point": "",
                "unit": person["unit"],
                "active": True,
            },
        )
        for person in people
    ]
    put_cards(ward_id, "staff.put/1", cards, now)
    for staff_id in ids.values():
        sessions.set_password(ward_id, staff_id, PASSWORD, now)
    return ids


def _ha_dong(now: int, whole_year: bool) -> None:
    ward_id = found_ward("ha-dong", "Phường Hà Đông", now)
    body = {
        "name": "Phường Hà Đông",
        "official_code": "09556",
        "organ_line_1": "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI",
        "organ_line_2": "ỦY BAN NHÂN DÂN PHƯỜNG HÀ ĐÔNG",
        "place_name": "Hà Đông",
    }
    put_cards(ward_id, "ward.put/1", [(str(ward_id), body)], now)
    put_cards(
        ward_id,
        "neighbourhood.put/1",
        [
            (
                f"tdp-{number:02d}",
                {
                    "name": f"Tổ dân phố {number}",
                    "former_name": f"Tổ {number} phường Phúc La",
                    "position": number,
                    "active": True,
                },
            )
            for number in range(1, 20)
        ],
        now,
    )
    put_cards(
        ward_id,
        "building.put/1",
        [
            (f"toa-{place:02d}", {"name": name, "neighbourhood": f"tdp-{number:02d}", "active": True})
            for place, (name, number) in enumerate(_BUILDINGS, start=1)
        ],
        now,
    )
    put_cards(
        ward_id,
        "support_point.put/1",
        [
            (
                id_,
                {
                    "name": name,
                    "short": short,
                    "address": address,
                    "hours": hours,
                    "neighbourhood": neighbourhood,
                    "active": True,
                },
            )
            for id_, name, short, address, neighbourhood, hours in _POINTS
        ],
        now,
    )
    put_cards(ward_id, "workday.put/1", workday.starter_cards(), now)
    office = {name: DEFAULT[name] for name in OFFICE} | {
        "saturday_duty": True,
        "open_data": True,
        "saturday_text": "Sáng thứ Bảy từ 8:00 đến 11:30",
        "counter_name": "ĐIỂM PHỤC VỤ HÀNH CHÍNH CÔNG PHƯỜNG HÀ ĐÔNG",
        "counter_address": "Trụ sở Ủy ban nhân dân phường Hà Đông",
        "signer_title": "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
        "signer_name": "Trần Quang Minh",
    }
    put_cards(ward_id, "office.put/1", [("office", office)], now)
    # The assistances name these procedures, so they come first.
    put_cards(
        ward_id,
        "procedure.put/1",
        counter.with_shortened_days(counter.with_linked_days(starter_cards())),
        now,
    )
    counter.put_units(ward_id, now)
    ids = _people(ward_id, "ha-dong", now)
    _assistances(ward_id, ids, now)
    (year.play if whole_year else counter.open_counter)(ward_id, ids, now)
    feedback.speak(ward_id, ids, now)
    household.settle_in(ward_id, ids, now)
    notice.hang(ward_id, now)
    outreach.bring_along(ward_id, ids, now)
    declarations.send(ward_id, now)
    evaluation.decide(ward_id, ids, now)
    reports.issue(ward_id, ids, now, whole_year)
    queue.wait_in_line(ward_id, ids, now)


def _kien_hung(now: int, _whole_year: bool) -> None:
    ward_id = found_ward("kien-hung", "Phường Kiến Hưng", now)
    body = {
        "name": "Phường Kiến Hưng",
        "official_code": "09552",
        "organ_line_1": "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI",
        "organ_line_2": "ỦY BAN NHÂN DÂN PHƯỜNG KIẾN HƯNG",
        "place_name": "Kiến Hưng",
    }
    put_cards(ward_id, "ward.put/1", [(str(ward_id), body)], now)
    put_cards(
        ward_id,
        "support_point.put/1",
        [
            (
                "diem-1",
                {"name": "Nhà văn hóa Kiến Hưng", "short": "", "address": "", "neighbourhood": "", "active": True},
            )
        ],
        now,
    )
    _people(ward_id, "kien-hung", now)


# procedure, help, result, neighbourhood, building, apartment, name, phone, difficulties, minutes, note, days ago
_LINES = (
    ("1.001193", "file", "filed", 3, "CT1A", "1204", "Hoàng Thị Mai Phương", "+84912345601", (), 18, "", 0),
    ("1.004222", "guide", "prepared", 3, "CT2A", "0905", "", "", ("vneid_level_2_missing",), 12, "", 0),
    ("2.000815", "guide", "to_counter", 12, "CT1B2", "2210", "", "", (), 6, "Mang bản chính đến điểm phục vụ.", 0),
    ("", "account", "to_police", 4, "CT2B", "0307", "Bùi Văn Thịnh", "+84987654302", ("nfc_unreadable",), 25, "", 0),
    ("1.004873", "file", "unfinished", 7, "", "", "Đinh Thị Gái", "+84903456703", ("elderly",), 30, "", 1),
    ("1.000656", "prepare", "prepared", 7, "", "", "", "", (), 15, "", 1),
    ("2.000635", "file", "filed", 15, "CT6 Xa La", "1811", "", "", (), 9, "", 1),
    ("1.004194", "guide", "rescheduled", 12, "CT2A Xa La", "0412", "", "", ("sim_outgoing_locked",), 11, "", 2),
    ("1.000894", "lookup", "filed", 3, "CT1A", "0610", "", "", (), 5, "", 2),
    ("", "account", "unfinished", 9, "", "", "Nguyễn Văn Bách", "+84936547804", ("no_smartphone",), 20, "", 3),
)


def _assistances(ward_id: int, ids: dict[str, str], now: int) -> None:
    """Ten invented slips of the last days, so that no list is empty on the first look."""
    known = {row["code"] for row in procedure.current_procedures(ward_id)}
    opened = []
    for place, line in enumerate(reversed(_LINES)):
        code, help_, result, number, building, apartment, name, phone, difficulties, minutes, note, days = line
        body = {
            "point": _POINTS[1][0] if "Xa La" in building or building == "CT1B2" else _POINTS[0][0],
            "procedure": code if code in known else "",
            "help": help_,
            "neighbourhood": f"tdp-{number:02d}",
            "building": building,
            "apartment": apartment,
            "name": name,
            "phone": phone,
            "consent": bool(name),
            "channel": "at_point",
            "result": result,
            "national_code": "",
            "difficulties": sorted(difficulties),
            "minutes": minutes,
            "note": note,
            "follow_up": result == "unfinished",
            "on": "",
            "tracking": tracking.make(sha256(line[5].encode() + bytes([place])).digest()),
        }
        opened.append(
            intent(
                "assistance.record/1",
                new_id(),
                body,
                ward=ward_id,
                device=WEB,
                author=ids["co-lan"] if place % 3 else ids["bac-hung"],
                now=now,
                at=now - days * _DAY_MS - (len(_LINES) - place) * 17 * 60_000,
            )
        )
    receipt = accept(ward_id, WEB, opened, now)
    wrong = [result for result in receipt.results if result["status"] != "ok"]
    if wrong:
        raise ValueError(f"a demo slip does not fit the rules: {wrong[0]['code']}")


_WARDS = {"ha-dong": _ha_dong, "kien-hung": _kien_hung}
