"""A volunteer at a tablet, doing with a browser what a person does with a thumb."""

from dataclasses import dataclass

from tests import people
from tests.browser.driver import Browser
from tests.browser.serving import Server

SAVED = "[data-saved]:not([hidden])"
FORM = "form[data-outbox]"
_FORM_OR_CARD = """([form, card]) =>
  (document.querySelector(card) && "card") ||
  (document.querySelector(form)?.checkVisibility() && !document.querySelector("[data-save]").disabled && "form")"""


@dataclass(frozen=True)
class Visit:
    """What one citizen came for, in the words of the form. `searches`: what is typed until the procedure is found."""

    result: str = "Nộp xong tại chỗ"
    help: str = "Hướng dẫn tự làm"
    searches: tuple[str, ...] = ()
    procedure: str = ""
    difficulties: tuple[str, ...] = ()
    neighbourhood: str = ""
    apartment: str = ""
    name: str = ""
    phone: str = ""
    consent: bool = True
    note: str = ""


class Volunteer:
    def __init__(self, browser: Browser, server: Server):
        self.browser = browser
        self.server = server
        self.person = people.LAN

    def enrol(self, code: str, name: str = "Máy tính bảng sảnh CT1A") -> None:
        self.browser.goto("/truc/ghi-danh")
        self.browser.fill("#code", code)
        self.browser.fill("#name", name)
        self.browser.press("Ghi danh máy này")
        self.browser.wait_path("/truc/mo-ca")

    def open_shift(self, person: people.Someone = people.LAN, shifts: int = 1) -> None:
        """On the shift page: signs in at the point the tablet stands at, and is on the start page with a worker.

        `shifts`: how many the ledger knows when this one has arrived there; 0 when it cannot arrive.
        """
        self.person = person
        browser = self.browser
        browser.wait_for("Tên đăng nhập")
        browser.wait_value("[name=point]", people.CT1A)
        browser.fill("[name=login]", person.login)
        browser.fill("[name=password]", people.PASSWORD)
        browser.press("Mở ca")
        browser.wait_path("/truc")
        browser.wait_for(person.name)
        browser.wait_worker()
        self.server.wait_ledger("shift.open/1", shifts)

    def begin(self) -> None:
        """The empty form, from wherever the volunteer is."""
        browser = self.browser
        if browser.path() != "/truc/ghi":
            browser.goto("/truc/ghi")
        # A tap right after "Đã lưu" is taken for a second tap on "Lưu": a person presses again, and so do we.
        while browser.wait(_FORM_OR_CARD, [FORM, SAVED]) == "card":
            browser.press("Ghi lượt tiếp")

    def fill_in(self, visit: Visit) -> None:
        browser = self.browser
        for text in visit.searches:
            browser.fill("[role=combobox]", text)
        if visit.procedure:
            browser.press(visit.procedure)
        browser.press(visit.help)
        browser.press(visit.result)
        for words in visit.difficulties:
            self._unfold("Thêm khó khăn", words)
            browser.press(words)
        if visit.neighbourhood:
            browser.choose("[name=neighbourhood]", visit.neighbourhood)
        if visit.apartment:
            browser.fill("[name=apartment]", visit.apartment)
        if visit.name or visit.phone:
            self._unfold("Cần phiếu hoặc theo dõi?", "Họ và tên")
            browser.fill("[name=name]", visit.name)
            browser.fill("[name=phone]", visit.phone)
            if visit.consent:
                browser.press("Người dân đã nghe và đồng ý")
        if visit.note:
            self._unfold("Thêm chi tiết", "Ghi chú")
            browser.fill("[name=note]", visit.note)

    def _unfold(self, summary: str, inside: str) -> None:
        if inside not in self.browser.text(f"{FORM} label"):
            self.browser.press(summary)

    def save(self) -> str:
        """Presses "Lưu", waits for "Đã lưu trên máy" and returns the tracking code that is read to the citizen."""
        self.browser.press("Lưu")
        self.browser.wait_for("Đã lưu trên máy", SAVED)
        return self.browser.text(f"{SAVED} [data-field=tracking]")

    def record(self, visit: Visit) -> str:
        self.begin()
        self.fill_in(visit)
        return self.save()

    def counts(self) -> dict[str, int]:
        """{"waiting", "sent", "needsReview"} as the start page shows them now."""
        names = ("waiting", "sent", "needsReview")
        return {name: int(self.browser.text(f"[data-counts] [data-field={name}]")) for name in names}

    def wait_counts(self, seconds: float = 60, **wanted: int) -> None:
        """On the start page, without touching it: until it shows these counts."""
        for name, count in wanted.items():
            self.browser.wait(
                "([s, n]) => document.querySelector(s)?.innerText.trim() === n",
                [f"[data-counts] [data-field={name}]", str(count)],
                seconds,
            )

    def lock(self) -> None:
        self.browser.goto("/truc/mo-ca")
        self.browser.press("Khóa màn hình")
        self.browser.wait_for("Màn hình đang khóa")

    def hand_over(self) -> None:
        self.browser.goto("/truc/mo-ca")
        self.browser.press("Bàn giao ca")
        self.browser.press("Kết thúc ca, bàn giao")
        self.browser.wait_for("Đã bàn giao ca")
