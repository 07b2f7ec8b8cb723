"""A citizen who fills in a declaration on a phone: types into fields by their names, presses what buttons say."""

from tests.browser.driver import PlaywrightBrowser

BIRTH = {
    "requester": {
        "relation": "mother",
        "name": "Phạm Thị Lụa",
        "birth": "05031996",
        "residence": "P1204, tòa CT1A, phường Hà Đông, Hà Nội",
        "id": "001196012345",
    },
    "child": {
        "name": "Nguyễn Phạm Gia Hân",
        "birth": "02112026",
        "sex": "female",
        "ethnicity": "Kinh",
        "birthplace": "Bệnh viện Đa khoa Hà Đông, Hà Nội",
        "hometown": "xã Hòa Xá, Hà Nội",
    },
    "father": {"name": "Nguyễn Bá Ước", "birth": "1994"},
    "copies": {"wanted": "yes", "count": "2"},
}
# Whether this browser's storage holds a draft of this form with these words.
KEPT = """async ([form, words]) => {
  const db = await new Promise((done) => {
    indexedDB.open("gandan").onsuccess = (event) => done(event.target.result);
  });
  const request = db.transaction("meta").objectStore("meta").get(`citizen:form:${form}`);
  const row = await new Promise((done) => (request.onsuccess = () => done(request.result)));
  db.close();
  return JSON.stringify(row ?? "").includes(words);
}"""
# Right after a part has come a tap is not taken: a thumb shakes.
DEAF_MS = 400


class Declarant:
    def __init__(self, browser: PlaywrightBrowser, form: str = "khai-sinh"):
        self.browser, self.page = browser, browser.page
        self.address = f"/to-khai/{form}"

    def open(self, part: str = "") -> None:
        self.browser.goto(self.address + (f"#{part}" if part else ""))
        self.ready()

    def ready(self) -> None:
        self.browser.wait("() => document.querySelector('[data-declaration]')?.dataset.stepwise === ''")

    def whose(self, words: str = "Máy của tôi") -> None:
        self.browser.press(words)

    def write(self, name: str, text: str) -> None:
        """Types, taps or chooses, as the field asks for it."""
        kind = self.browser.evaluate("name => document.querySelector(`[name='${name}']`).type", name)
        if kind in ("radio", "checkbox"):
            self.page.locator(f"[name='{name}'][value='{text}']").check()
        elif kind == "select-one":
            self.page.locator(f"[name='{name}']").select_option(text)
        else:
            self.page.locator(f"[name='{name}']").fill(text)
            self.page.locator(f"[name='{name}']").dispatch_event("change")

    def part(self, section: str, values: dict) -> None:
        self.at(section)
        for field, text in values.items():
            self.write(f"{section}.{field}", text)

    def at(self, section: str) -> None:
        """Until this part alone is shown."""
        self.browser.wait(
            """id => [...document.querySelectorAll('[data-section]')]
              .every((part) => part.checkVisibility() === (part.dataset.section === id))""",
            section,
        )

    def next(self) -> None:
        self.page.wait_for_timeout(DEAF_MS)
        self.browser.click("[data-next]")

    def next_after(self, words: str) -> None:
        self.page.wait_for_timeout(DEAF_MS)
        self.browser.press(words)

    def fill_birth(self) -> None:
        """The whole declaration of a birth, up to the review: what stands elsewhere is taken over."""
        self.part("requester", BIRTH["requester"])
        self.next()
        self.part("child", BIRTH["child"])
        self.next()
        self.at("mother")
        self.browser.press("Điền giống người yêu cầu:")
        self.browser.press("Giống dân tộc của người được khai sinh:")
        self.next()
        self.part("father", BIRTH["father"])
        self.browser.press("Giống dân tộc của")
        self.browser.press("Giống nơi cư trú của người mẹ:")
        self.next()
        self.part("copies", BIRTH["copies"])
        self.next()
        self.browser.wait_for("Xem lại trước khi gửi", "h2")

    def value(self, name: str) -> str:
        return self.page.locator(f"[name='{name}']").input_value()

    def wait_kept(self, words: str) -> None:
        """Until this browser's storage holds a declaration with these words."""
        self.browser.wait(KEPT, ["khai_sinh", words])

    def kept(self) -> list[str]:
        """Kinds of what citizens' pages hold in this browser's storage."""
        return self.browser.evaluate(
            """async () => {
              const db = await new Promise((done) => {
                indexedDB.open("gandan").onsuccess = (event) => done(event.target.result);
              });
              const request = db.transaction("meta").objectStore("meta").getAllKeys();
              const keys = await new Promise((done) => (request.onsuccess = () => done(request.result)));
              db.close();
              return keys.filter((key) => String(key).startsWith("citizen:")).sort();
            }"""
        )
