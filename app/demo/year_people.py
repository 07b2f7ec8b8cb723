"""The invented people of the demo's year: who works in the ward, and what citizens may be called."""

from dataclasses import dataclass
from random import Random

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Đinh", "Phan", "Mai")
_MIDDLE = (
    "Văn",
    "Thị",
    "Đức",
    "Thị Thu",
    "Quang",
    "Thị Ngọc",
    "Minh",
    "Thị Kim",
    "Hữu",
    "Thị Thanh",
    "Xuân",
    "Thị Bích",
)
_GIVEN = ("An", "Bình", "Chi", "Dung", "Giang", "Hạnh", "Hương", "Khánh", "Lâm", "Linh", "Mai", "Nga", "Oanh", "Phúc")
_GIVEN += ("Quyên", "Sơn", "Thảo", "Thắng", "Trang", "Tuấn", "Uyên", "Vân", "Yến", "Đạt", "Hải", "Loan", "Nhung", "Tâm")


@dataclass(frozen=True, slots=True)
class Worker:
    login: str
    name: str
    role: str
    neighbourhood: str = ""
    unit: str = ""

    def card(self) -> dict:
        """The body of `staff.put/1`."""
        return {
            "login": self.login,
            "name": self.name,
            "role": self.role,
            "neighbourhood": self.neighbourhood,
            "support_point": "",
            "unit": self.unit,
            "active": True,
        }


STAFF = (
    Worker("chi-tam", "Lương Thị Tâm", "clerk", unit="mot-cua"),
    Worker("anh-khoa", "Đào Anh Khoa", "clerk", unit="tu-phap"),
    Worker("ba-thinh", "Trịnh Thị Thịnh", "volunteer"),
    Worker("em-quan", "Hà Minh Quân", "volunteer"),
    Worker("em-ly", "Phùng Khánh Ly", "volunteer"),
    *(
        Worker(
            f"to-truong-{number:02d}",
            f"{_FAMILY[number % 14]} {_MIDDLE[number * 5 % 12]} {_GIVEN[number]}",
            "lead",
            place,
        )
        for number, place in ((number, f"tdp-{number:02d}") for number in range(1, 20))
        if number != 3
    ),
)


def name(random: Random) -> str:
    return f"{random.choice(_FAMILY)} {random.choice(_MIDDLE)} {random.choice(_GIVEN)}"


def phone(random: Random) -> str:
    """Of a number range that nobody has been given: the six digits behind it say that they are a demo's."""
    return f"+8491234{random.randrange(10_000):04d}"


def chosen(random: Random, weights: dict):
    """One of the keys, each as often as its weight says."""
    return random.choices(list(weights), weights=list(weights.values()))[0]
