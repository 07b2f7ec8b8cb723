"""A clerk and a head at the counter, in a real browser, on a server whose clock the test moves."""

import base64
import subprocess
import time
from pathlib import Path

from app.records.database import database, open_database
from tests import counter, people
from tests.browser.desk import _FETCH, Desk
from tests.browser.serving import Server, other_tree

# A release of ours whose clock can be moved: no such switch is in the real one.
_CLOCK = {
    "app/web/sessions.py": (
        "return int(time.time() * 1000)",
        "return int((time.time() + float(open(__import__('os').environ['SHIFTED_BY']).read())) * 1000)",
    )
}


class ShiftedServer(Server):
    """A ward with an open counter, on a day of the test's choice."""

    def __init__(self, folder: Path, settled_folder: Path):
        super().__init__(folder, settled_folder, tree=other_tree(folder, _CLOCK))
        self._shift = folder / "shift"
        open_database(self.data / "gandan.sqlite3")
        with database.connection_context():
            counter.open_counter()

    def at(self, text: str) -> None:
        """ "2026-11-23 09:00" in Việt Nam is now."""
        self._shift.write_text(str(counter.at(text) / 1000 - time.time()))

    def start(self, **environ: str) -> None:
        super().start(SHIFTED_BY=str(self._shift), **environ)


# The button that opens what is needed for it, and the one that saves.
_NOT_ACCEPTED = {
    "guide": ("Yêu cầu bổ sung", "Lưu và in phiếu yêu cầu bổ sung"),
    "decline": ("Từ chối", "Lưu và in phiếu từ chối"),
}


class CounterPerson:
    """Somebody of the counter, signed in on a browser of their own."""

    def __init__(self, browser, server: ShiftedServer, person: people.Someone):
        self.browser, self.server, self.person = browser, server, person

    def begin(self) -> None:
        """Signs in; a day of the test is longer than a session."""
        self.browser.goto("/dang-nhap")
        if self.browser.path() == "/dang-nhap":
            Desk(self.browser).sign_in(self.person)

    def receive(self, code: str, name: str, decision: str = "accept", **fields: str) -> dict:
        """The row of a dossier received through the page. `fields`: other fields of the form, by their names."""
        browser = self.browser
        browser.goto("/ho-so/moi")
        browser.fill("[role=combobox]", code)
        browser.wait("() => document.querySelectorAll('[role=option]').length > 0")
        browser.page.keyboard.press("Enter")
        browser.wait("code => document.querySelector('[name=procedure]').value === code", code)
        browser.wait("() => document.querySelector('[data-part=papers] input[name=have]') !== null")
        browser.fill("[name=name]", name)
        reason = fields.pop("reason", "")
        for field, value in fields.items():
            self.put(f"[name={field}]", value)
        if decision == "accept":
            browser.press("Tiếp nhận và in")
        else:
            first, then = _NOT_ACCEPTED[decision]
            browser.press(first)
            browser.wait_for("In trên phiếu, người dân đọc được.")
            browser.fill("[name=reason]", reason)
            browser.press(then)
        browser.wait("() => /^\\/ho-so\\/[0-9a-f-]{36}$/.test(location.pathname)")
        return self.row(browser.path().rpartition("/")[2])

    def put(self, selector: str, value: str) -> None:
        """Writes into a field, whatever kind it is, opening what it is folded into."""
        kind = self.browser.evaluate(
            """selector => {
              const field = document.querySelector(selector);
              for (let e = field; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true;
              return field.type === "checkbox" ? "checkbox" : field.tagName;
            }""",
            selector,
        )
        if kind == "checkbox":
            self.browser.page.check(selector)
        elif kind == "SELECT":
            self.browser.choose(selector, value)
        else:
            self.browser.fill(selector, value)

    def do(self, row: dict, slug: str, ticked: str = "", **fields: str) -> dict:
        """The row after the form of one action was filled in and sent; fails with what the page says otherwise."""
        browser, before = self.browser, row["v"]
        form = f"form[action$='/{slug}']"
        browser.goto(f"/ho-so/{row['id']}")
        browser.evaluate(
            """form => {
              const found = document.querySelector(form);
              if (found?.closest("details")) found.closest("details").open = true;
            }""",
            form,
        )
        if ticked:
            self.put(f"{form} [value='{ticked}']", "")
        for field, value in fields.items():
            self.put(f"{form} [name='{field}']", value)
        browser.click(f"{form} button[type=submit]:not([formaction])")
        deadline = time.monotonic() + 20
        while self.row(row["id"])["v"] == before:
            assert time.monotonic() < deadline, f"{slug}: {browser.text('main')[:1200]}"
            time.sleep(0.05)
        browser.wait_path(f"/ho-so/{row['id']}")
        return self.row(row["id"])

    def row(self, id_: str) -> dict:
        (row,) = self.server.rows("SELECT * FROM dossier WHERE ward_id = ? AND id = ?", people.WARD, id_)
        return row

    def says(self, row: dict) -> str:
        """The words of the dossier's page."""
        self.browser.goto(f"/ho-so/{row['id']}")
        return self.browser.text("main")

    def sheet(self, row: dict, slug: str) -> str:
        """The words of a printed sheet, read back from the PDF."""
        answer = self.browser.evaluate(_FETCH, f"/ho-so/{row['id']}/{slug}.pdf")
        assert answer["type"] == "application/pdf", f"{slug}: {answer['status']}"
        pdf = base64.b64decode(answer["bytes"])
        told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
        return " ".join(told.stdout.decode().split())
