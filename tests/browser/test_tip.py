"""A tip, from a citizen's phone to the key holder and back; then every file of the server is searched for it."""

import json
import re
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest

from app import cli
from app.config import TIMEZONE
from app.ledger.backup import kept_backups
from tests import people
from tests.browser.at_rest import traces
from tests.browser.axe import faults
from tests.browser.desk import Desk

WORDS = "Bị đòi thêm năm trăm nghìn để ký sớm, chị Hoàng Thị Cánh Diều làm chứng"
WHO = "Quầy số 3, người đeo kính gọng vàng"
REPLY = "Đã chuyển thanh tra, xin cảm ơn lời báo"
PASSPHRASE = "bốn chữ dễ nhớ ở đây"


@pytest.fixture
def head(open_browser):
    browser = open_browser()
    desk = Desk(browser)
    desk.sign_in(people.MINH)
    return browser


@pytest.fixture
def key_file(head, tmp_path) -> Path:
    """The key that the head has made and saved; the ward uses it."""
    head.goto("/tin-bao/khoa")
    head.fill("[name=holder]", "Thanh tra thành phố")
    head.fill("[name=passphrase]", PASSPHRASE)
    head.fill("[name=again]", PASSPHRASE)
    head.press("Tạo khóa mới")
    head.wait_for("Cất tệp khóa trước")
    with head.page.expect_download() as download:
        head.press("Tải tệp khóa về")
    path = tmp_path / "khoa-tin-bao.json"
    download.value.save_as(path)
    head.press("Đã cất tệp, bắt đầu dùng khóa này")
    head.wait_for("Đang dùng: Thanh tra thành phố")
    return path


def send_tip(browser) -> str:
    """Sends a tip; its code."""
    browser.goto("/tin-bao")
    browser.fill("[name=content]", WORDS)
    browser.fill("[name=who]", WHO)
    browser.press("Khóa lại và gửi")
    browser.wait_for("Đã gửi. Chỉ người giữ chìa khóa mở được")
    return browser.text("[data-panel=sent] [data-field=code]")


def test_it_reaches_the_key_holder_alone_and_the_answer_comes_back(server, open_browser, head, key_file):
    citizen = open_browser("chromium", viewport={"width": 360, "height": 740})
    code = send_tip(citizen)
    assert re.fullmatch(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", code)
    citizen.goto("/tin-bao")
    assert citizen.page.locator("[name=content]").input_value() == ""

    head.goto("/tin-bao/hop-thu")
    assert WORDS not in head.text()
    head.page.locator("[name=file]").set_input_files(key_file)
    head.fill("[name=passphrase]", "câu sai mất rồi")
    head.press("Mở trong trình duyệt này")
    head.wait_for("tệp khóa hoặc câu mật khẩu chưa đúng")
    head.fill("[name=passphrase]", PASSPHRASE)
    head.press("Mở trong trình duyệt này")
    head.wait_for(WORDS)
    head.wait_for(WHO)
    assert faults(head) == []
    head.fill("[name=reply]", REPLY)
    head.press("Khóa và lưu trả lời")
    head.wait_for("Người gửi xem được bằng mã của họ")

    for typed, said in ((code.lower(), REPLY), ("0" * 16, "Chưa có trả lời cho mã này"), ("12", "Mã gồm 16")):
        citizen.goto("/tin-bao")
        citizen.fill("[name=code]", typed)
        citizen.press("Xem trả lời")
        citizen.wait_for(said, "[data-reply]")


def test_no_code_leaves_a_browser_before_the_script_has_come(head, key_file, open_browser):
    send_tip(open_browser())
    for path in ("/tin-bao", "/tin-bao/hop-thu", "/tin-bao/khoa"):
        head.goto(path)
        before = head.page.request.get(head.origin + path).text()
        for form in re.findall(r"<form[^>]*>(?:(?!</form>).)*?name=\"(?:code|passphrase)\".*?</form>", before, re.S):
            assert re.search(r"<button[^>]* disabled", form), path
        head.wait("() => [...document.querySelectorAll('#main form button')].every((button) => !button.disabled)")


def test_no_file_of_the_server_tells_of_it(server, open_browser, head, key_file, tmp_path):
    citizen = open_browser("chromium", viewport={"width": 360, "height": 740})
    before = datetime.now(TIMEZONE)
    code = send_tip(citizen)
    after = datetime.now(TIMEZONE)
    backups = tmp_path / "backups"
    assert cli.main(["backup", "--data", str(server.data), "--to", str(backups)]) == 0
    (backup,) = kept_backups(backups)
    assert backup.read_bytes().startswith(b"SQLite format 3"), "a packed file could not be searched"
    server.kill()
    secret = json.loads(key_file.read_text())["locked"]
    words = (WORDS, WHO, "Cánh Diều", code, code.replace("-", ""), PASSPHRASE, secret)
    assert traces(server.data, *words) == []
    assert traces(backups, *words) == []

    with sqlite3.connect(server.data / "gandan.sqlite3") as db:
        columns = [name for _, name, *_ in db.execute('pragma table_info("tip")')]
        ((_, mark, _, sealed, on, reply),) = db.execute("select * from tip")
        with pytest.raises(sqlite3.OperationalError):
            db.execute("select rowid from tip")
        # No other table says that something was sent just then.
        moments = range(int(before.timestamp() * 1000), int(after.timestamp() * 1000) + 1)
        for (table,) in db.execute("select name from sqlite_master where type = 'table'").fetchall():
            for row in db.execute(f'select * from "{table}"'):
                assert not any(isinstance(value, int) and value in moments for value in row), table
    assert columns == ["ward_id", "mark", "key", "sealed", "on", "reply"]
    assert (on, reply) == (before.date().isoformat(), "")
    log = server.log.read_text()
    for told in (mark, sealed[:40], "tin-bao", "/sync/v1/tip", "127.0.0.1 -"):
        assert told not in log


def test_without_a_network_nothing_of_it_stays_on_the_phone(server, open_browser, head, key_file):
    citizen = open_browser("chromium", viewport={"width": 360, "height": 740})
    citizen.goto("/tin-bao")
    citizen.wait("() => !document.querySelector('[data-ready]').hidden")
    server.kill()
    citizen.fill("[name=content]", WORDS)
    citizen.press("Khóa lại và gửi")
    citizen.wait_for("Chưa gửi được vì không có mạng", "[data-trouble]")
    assert citizen.page.locator("[name=content]").input_value() == WORDS
    assert citizen.page.locator("[data-field=code]").is_hidden()
    citizen.page.evaluate("location.href = '/'")
    citizen.page.wait_for_timeout(500)
    citizen.close()
    assert traces(citizen.profile, "Cánh Diều") == []


def test_axe_is_silent_and_nothing_sticks_out(server, open_browser, head, key_file):
    citizen = open_browser("chromium", viewport={"width": 360, "height": 740})
    citizen.goto("/tin-bao")
    assert faults(citizen) == []
    assert citizen.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    send_tip(citizen)
    assert faults(citizen) == []
