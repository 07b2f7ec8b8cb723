"""What every schedule begins with: two settled wards, their people, four enrolled tablets with an open shift each."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.rules import base64url, tracking
from tests import people

VIETNAM = timezone(timedelta(hours=7))
BEGIN_AT = people.FOUNDED_AT
POINTS = (people.CT1A, people.CT1B2)
NEIGHBOURHOODS = ("tdp-03", "tdp-05", "tdp-07")
PROCEDURES = tuple(code for code, _name, _field in people.PROCEDURES)
# In no list at first; a clerk may put it there while records that name it wait.
PROCEDURE_TO_COME = "3.000001"
# Words that must never be read where they do not belong: in another ward's answers, in a tablet's store.
CANARIES = {1: "Hoàng Yến Kiều", 2: "Sơn Ca Bằng"}
CITIZENS = {1: "Lý Thị Bạch Mai", 2: "Đinh Thị Ngọc Trâm"}
TABLETS = ((1, people.LAN), (1, people.TUAN), (1, people.HA), (2, people.THAO))


@dataclass(slots=True)
class Moment:
    """The true time, which is the server's: ms."""

    at: int


@dataclass(frozen=True)
class DeviceKey:
    private: ec.EllipticCurvePrivateKey
    public: str


def _key() -> DeviceKey:
    private = ec.generate_private_key(ec.SECP256R1())
    point = private.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return DeviceKey(private, base64url.encode(point))


KEYS = tuple(_key() for _ in range(16))
_source = random.Random(11)
TRACKING = tuple(tracking.make(_source.randbytes(11)) for _ in range(512))


def rfc3339(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, VIETNAM).isoformat(timespec="milliseconds")


def ward_cards(ward: int) -> list[tuple[str, str, dict]]:
    """(type, entity, body) of everything a ward is founded with, in an order that its own rules allow."""
    name = f"Phường {CANARIES[ward]}"
    cards = [
        (
            "ward.put/1",
            str(ward),
            {
                "name": name,
                "official_code": "",
                "organ_line_1": "ỦY BAN NHÂN DÂN",
                "organ_line_2": name.upper(),
                "place_name": name,
            },
        )
    ]
    for place, id_ in enumerate(NEIGHBOURHOODS):
        cards.append(("neighbourhood.put/1", id_, neighbourhood(f"Tổ {CANARIES[ward]} {place}", place)))
    cards += [("support_point.put/1", id_, point(f"Điểm {CANARIES[ward]} {id_}")) for id_ in POINTS]
    cards.append(("building.put/1", "ct1", building(f"Nhà {CANARIES[ward]}")))
    for code, title, field in people.PROCEDURES:
        cards.append(("procedure.put/1", f"{code}@1", people.procedure_body(code, title, field)))
    slug = {1: "phuong-thu", 2: "phuong-ben"}[ward]
    cards += [("staff.put/1", one.id, staff(one)) for one in people.EVERYBODY if one.ward == slug]
    return cards


def neighbourhood(name: str, position: int = 0, active: bool = True) -> dict:
    return {"name": name, "former_name": "", "position": position, "active": active}


def point(name: str, active: bool = True) -> dict:
    return {"name": name, "short": "", "address": "", "neighbourhood": "", "active": active}


def building(name: str, active: bool = True, neighbourhood: str = "") -> dict:
    return {"name": name, "neighbourhood": neighbourhood, "active": active}


def staff(one: people.Someone, role: str = "", active: bool = True) -> dict:
    return {
        "login": one.login,
        "name": one.name,
        "role": role or one.role,
        "neighbourhood": one.neighbourhood,
        "support_point": "",
        "active": active,
    }


def slip(ward: int, stream, **changed) -> dict:
    """The body of a record, with a citizen's name in it."""
    body = {
        "point": POINTS[0],
        "procedure": PROCEDURES[stream.randrange(len(PROCEDURES))],
        "help": "guide",
        "neighbourhood": NEIGHBOURHOODS[0],
        "building": "",
        "apartment": "1204",
        "name": CITIZENS[ward],
        "phone": "",
        "consent": True,
        "channel": "at_point",
        "result": "filed",
        "national_code": "",
        "difficulties": [],
        "minutes": stream.randrange(1, 60),
        "note": "",
        "follow_up": False,
        "on": "",
        "tracking": TRACKING[stream.randrange(len(TRACKING))],
    }
    return {**body, **changed}
