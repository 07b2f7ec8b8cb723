"""One person of each role with a name of their own, and a volunteer of another ward who must see nothing."""

from dataclasses import dataclass

from app.ledger.accept import accept
from app.ledger.envelope import intent
from app.ledger.founding import found_ward
from app.rules.operation import SYSTEM
from app.web import sessions

PASSWORD = "mat-khau-thu-nghiem"
FOUNDED_AT = 1_790_000_000_000  # September 2026


@dataclass(frozen=True)
class Someone:
    login: str
    name: str
    role: str
    id: str
    ward: str = "phuong-thu"
    neighbourhood: str = ""


LAN = Someone("lan", "Nguyễn Thị Lan", "volunteer", "0195e000-0000-7000-8000-000000000001")
TUAN = Someone("tuan", "Hồ Anh Tuấn", "volunteer", "0195e000-0000-7000-8000-000000000002")
HUNG = Someone("hung", "Phạm Quốc Hùng", "lead", "0195e000-0000-7000-8000-000000000003", neighbourhood="tdp-07")
HA = Someone("chi-ha", "Đỗ Thu Hà", "clerk", "0195e000-0000-7000-8000-000000000004")
MINH = Someone("minh", "Trần Quang Minh", "leader", "0195e000-0000-7000-8000-000000000005")
AN = Someone("hoai-an", "Lê Hoài An", "admin", "0195e000-0000-7000-8000-000000000006")
# Of another ward: must see nothing of the first one.
THAO = Someone("thao", "Vũ Phương Thảo", "volunteer", "0195e000-0000-7000-8000-000000000007", ward="phuong-ben")
BINH = Someone("binh", "Cao Thanh Bình", "clerk", "0195e000-0000-7000-8000-000000000008", ward="phuong-ben")
DUNG = Someone("dung", "Mai Tiến Dũng", "admin", "0195e000-0000-7000-8000-000000000009", ward="phuong-ben")

EVERYBODY = (LAN, TUAN, HUNG, HA, MINH, AN, THAO, BINH, DUNG)
WARD, OTHER_WARD = 1, 2
CT1A, CT1B2 = "diem-ct1a", "diem-ct1b2"

PROCEDURES = (
    ("1.001193", "Thủ tục đăng ký khai sinh", "Hộ tịch"),
    ("1.004222", "Đăng ký thường trú", "Đăng ký, quản lý cư trú"),
    ("2.000815", "Chứng thực bản sao từ bản chính", "Chứng thực"),
)


def put(ward_id: int, type_: str, cards, now: int = FOUNDED_AT) -> None:
    opened = [
        intent(type_, entity, body, ward=ward_id, device=SYSTEM, author=SYSTEM, now=now) for entity, body in cards
    ]
    for result in accept(ward_id, SYSTEM, opened, now).results:
        assert result["status"] == "ok", result


def procedure_body(code: str, name: str, field: str, **changed) -> dict:
    body = {
        "code": code,
        "version": 1,
        "current": True,
        "name": name,
        "field": field,
        "authority": "UBND cấp xã",
        "time_text": "",
        "time_value": "",
        "time_unit": "",
        "cutoff_15h": False,
        "fee_text": "",
        "level_scheme": "nd224_2026",
        "level": "full",
        "level_text": "",
        "documents": "",
        "result": "",
        "legal_basis": "",
        "decision": "",
        "status": "in_force",
        "effective_from_on": "",
        "effective_to_on": "",
        "replaced_by": "",
        "source": "",
        "note": "",
        "words": "",
        "favourite": 0,
        "handling": "",
    }
    return {**body, **changed}


def settle_wards() -> None:
    """Two wards with points, neighbourhoods, procedures and everybody above. Passwords are set once, cheaply."""
    for slug, name in (("phuong-thu", "Phường Thử"), ("phuong-ben", "Phường Bên")):
        settle_ward(slug, name, [person for person in EVERYBODY if person.ward == slug])


def settle_ward(slug: str, name: str, everybody: list[Someone]) -> int:
    """The number of a new ward with points, neighbourhoods, procedures and these people."""
    ward_id = found_ward(slug, name, FOUNDED_AT)
    body = {
        "name": name,
        "official_code": "00001",
        "organ_line_1": "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI",
        "organ_line_2": f"ỦY BAN NHÂN DÂN {name.upper()}",
        "place_name": name.removeprefix("Phường "),
    }
    put(ward_id, "ward.put/1", [(str(ward_id), body)])
    put(
        ward_id,
        "neighbourhood.put/1",
        [
            (
                f"tdp-{number:02d}",
                {"name": f"Tổ dân phố {number}", "former_name": "", "position": number, "active": True},
            )
            for number in range(1, 20)
        ],
    )
    put(
        ward_id,
        "support_point.put/1",
        [
            (id_, {"name": name, "short": short, "address": "", "neighbourhood": "", "active": True})
            for id_, name, short in ((CT1A, "Điểm CT1A", "CT1A"), (CT1B2, "Điểm CT1B2", "CT1B2"))
        ],
    )
    put(
        ward_id,
        "procedure.put/1",
        [(f"{code}@1", procedure_body(code, name, field)) for code, name, field in PROCEDURES],
    )
    put(
        ward_id,
        "staff.put/1",
        [
            (
                person.id,
                {
                    "login": person.login,
                    "name": person.name,
                    "role": person.role,
                    "neighbourhood": person.neighbourhood,
                    "support_point": "",
                    "active": True,
                },
            )
            for person in everybody
        ],
    )
    for person in everybody:
        sessions.set_password(ward_id, person.id, PASSWORD, FOUNDED_AT)
    return ward_id


def ward_of(person: Someone) -> int:
    return WARD if person.ward == "phuong-thu" else OTHER_WARD
