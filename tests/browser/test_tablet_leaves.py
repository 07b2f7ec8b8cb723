"""Work that leaves a tablet by order or by hand, and what the ward does with it afterwards (F26, F41): a tablet that is
taken back, one that is emptied, a rescue file carried by another one, a slip that the desk voids."""

import time

import pytest

from app.ledger import fleet
from app.records.database import database, open_database
from app.web.sessions import now_ms
from tests import people
from tests.browser.axe import faults
from tests.browser.desk import Desk
from tests.browser.volunteer import Visit

LEAVING = "Máy này đang được thu hồi: gửi nốt rồi ngừng"
GONE = "Máy đã được xóa. Cảm ơn anh/chị."
_LEFT = """async () => ({
  outbox: (await indexedDB.databases()).length ? await new Promise((done) => {
    indexedDB.open("gandan").onsuccess = ({ target: { result: db } }) => {
      const stores = [...db.objectStoreNames];
      if (!stores.length) return done(0);
      const counted = stores.map((name) => new Promise((told) => {
        db.transaction(name).objectStore(name).count().onsuccess = ({ target }) => told(target.result);
      }));
      Promise.all(counted).then((counts) => { db.close(); done(counts.reduce((a, b) => a + b, 0)); });
    };
  }) : 0,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  settings: localStorage.length + sessionStorage.length,
})"""

# As when some minutes have gone by since the tablet last asked what is new.
_LOOK_AGAIN = """() => new Promise((done) => {
  indexedDB.open("gandan").onsuccess = ({ target: { result: db } }) => {
    const work = db.transaction("reference", "readwrite");
    const store = work.objectStore("reference");
    store.get("cursor").onsuccess = ({ target }) => store.put({ ...target.result, checkedAt: 0 }, "cursor");
    work.oncomplete = () => { db.close(); done(); };
  };
})"""


@pytest.fixture
def order(server):
    """order("drain") tells every tablet of the ward."""

    def give(directive: str) -> None:
        open_database(server.data / "gandan.sqlite3")
        with database.connection_context():
            for row in server.rows("SELECT id FROM device WHERE ward_id = ? AND kind = 'tablet'", people.WARD):
                fleet.direct(people.WARD, row["id"], directive, people.AN.id, now_ms())

    return give


def test_a_tablet_that_is_taken_back_sends_the_rest_and_records_no_more(server, on_duty, order):
    lan = on_duty()
    browser = lan.browser
    server.kill()
    lan.record(Visit(result="Hẹn lại"))
    server.start()
    order("drain")
    browser.goto("/truc/cho-gui")
    server.wait_ledger("assistance.record/1", 1)
    browser.wait_for(LEAVING)
    assert not faults(browser)
    for path in ("/truc", "/truc/ghi", "/truc/mo-ca"):
        browser.goto(path)
        browser.wait_path("/truc/cho-gui")

    order("")
    browser.evaluate(_LOOK_AGAIN)
    browser.goto("/truc/cho-gui")
    browser.wait("words => !document.querySelector('main').innerText.includes(words)", LEAVING)
    browser.goto("/truc/ghi")
    browser.wait("() => !document.querySelector('[data-save]').disabled")


def test_a_tablet_that_is_emptied_sends_the_rest_first_and_says_goodbye(server, on_duty, order):
    lan = on_duty()
    browser = lan.browser
    server.kill()
    lan.record(Visit(result="Hẹn lại", name="Tạ Thị Mơ"))
    server.start()
    order("wipe")
    browser.goto("/truc/cho-gui")
    browser.wait_for(GONE)
    # Word from another tab makes the page ask who is on duty: it must not send the reader away.
    browser.evaluate("() => new BroadcastChannel('gandan-duty').postMessage('locked')")
    assert not faults(browser)
    assert browser.path() == "/truc/cho-gui"
    (entry,) = server.ledger()
    assert entry["outcome"] == "ok"
    (tablet,) = server.rows("SELECT * FROM device WHERE ward_id = ? AND kind = 'tablet'", people.WARD)
    assert tablet["wiped_at"]
    assert tablet["revoked_at"]
    assert tablet["discarded"] == 0
    assert browser.evaluate(_LEFT) == {"outbox": 0, "caches": 0, "workers": 0, "settings": 0}
    browser.goto("/truc")
    browser.wait_path("/truc/ghi-danh")


def test_a_rescue_file_goes_on_from_another_tablet_and_is_no_second_slip(server, on_duty, tmp_path):
    lan = on_duty()
    browser = lan.browser
    server.kill()
    for _ in range(2):
        lan.record(Visit(result="Hẹn lại"))
    browser.goto("/truc/cho-gui")
    browser.click("#cuu-ho summary")
    with browser.page.expect_download() as started:
        browser.press("Xuất tệp cứu hộ")
    file = tmp_path / started.value.suggested_filename
    assert file.name.startswith("cuu-ho-20")
    assert file.name.endswith(".gandan.json")
    started.value.save_as(file)
    browser.wait_for(f"Đã xuất tệp {file.name}")
    assert not faults(browser)
    browser.close()

    server.start()
    other = on_duty(person=people.TUAN).browser
    other.goto("/truc/cho-gui")
    other.click("#cuu-ho summary")
    (tmp_path / "anh.json").write_text("{}")
    other.page.set_input_files("#carry", tmp_path / "anh.json")
    other.wait_for("Không đọc được tệp", "#cuu-ho")
    other.press("Gửi ngay")
    time.sleep(1)
    assert "Không đọc được tệp" in other.text("#cuu-ho"), "a round of sending took the sentence away"
    other.page.set_input_files("#carry", file)
    other.wait_for("của máy khác.")
    server.wait_ledger("assistance.record/1", 2)
    before = [(entry["op"], entry["q"]) for entry in server.ledger()]

    browser.open()
    browser.goto("/truc/cho-gui")
    browser.wait_for("Không còn lượt nào chờ")
    assert [(entry["op"], entry["q"]) for entry in server.ledger()] == before
    assert {entry["staff"] for entry in server.ledger()} == {people.LAN.id}


_CHOSEN_EARLY = """new MutationObserver((_, seeing) => {
  const input = document.querySelector("#carry");
  if (!input) return;
  seeing.disconnect();
  const chosen = new DataTransfer();
  chosen.items.add(new File(["{}"], "anh.json"));
  input.files = chosen.files;
}).observe(document, { childList: true, subtree: true });"""


def test_a_file_that_was_chosen_before_the_script_came_is_answered(on_duty):
    browser = on_duty().browser
    browser.page.add_init_script(_CHOSEN_EARLY)
    browser.goto("/truc/cho-gui")
    browser.click("#cuu-ho summary")
    browser.wait_for("Không đọc được tệp", "#cuu-ho")


def test_a_slip_that_the_desk_voids_is_called_so_on_the_tablet_that_made_it(server, on_duty, open_browser):
    lan = on_duty()
    lan.record(Visit(result="Hẹn lại"))
    server.wait_ledger("assistance.record/1", 1)
    desk = Desk(open_browser())
    desk.sign_in(people.HA)
    desk.find("")
    path = desk.open_first()
    desk.browser.goto(f"{path}/huy")
    desk.browser.fill("[name=reason]", "Ghi trùng lượt trước")
    desk.browser.press("Hủy lượt này")
    server.wait_ledger("assistance.void/1", 1)

    lan.browser.evaluate(_LOOK_AGAIN)
    lan.browser.goto("/truc")
    lan.browser.wait_for("Đã hủy", "main li .badge [data-when=void]")
    lan.browser.wait("() => document.querySelector('main li .badge').dataset.state === 'void'")
