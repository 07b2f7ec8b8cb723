"""/ket-noi: what a phone is told about Wi-Fi and certificate, as the settings say, and the sheet that says the same."""

import dataclasses
import ssl
import subprocess
from hashlib import sha256

import pytest

from app.lan_authority import authority
from tests import people
from tests.web.form_reader import main_text

LAN = {"base_url": "https://192.168.1.9:8443", "plain_url": "http://192.168.1.9:8080"}


@pytest.fixture
def set_up(app, monkeypatch):
    def change(**settings):
        monkeypatch.setitem(app.config, "GD", dataclasses.replace(app.config["GD"], **settings))

    return change


@pytest.fixture
def own(tmp_path, set_up):
    made = authority(tmp_path, "192.168.1.9").certificate
    set_up(**LAN, authority=made, wifi="GanDan-Sanh", wifi_password="xin-chao-ba-con")
    return made


def fingerprint(path) -> str:
    return sha256(ssl.PEM_cert_to_DER_cert(path.read_text())).hexdigest().upper()


def sheet(client) -> str:
    answer = client.get("/ap-phich/ket-noi/in.pdf")
    told = subprocess.run(["pdftotext", "-raw", "-", "-"], input=answer.data, capture_output=True, check=True)
    return " ".join(told.stdout.decode().split())


def test_with_an_authority_of_its_own_the_page_hands_out_its_certificate(own, visitor):
    told = main_text(visitor.get("/ket-noi"))
    for words in ("GanDan-Sanh", "xin-chao-ba-con", "Điện thoại Android", "iPhone, iPad", "Máy tính Windows"):
        assert words in told
    assert fingerprint(own) in told.replace(" ", "")
    answer = visitor.get("/ket-noi/chung-chi.crt")
    assert answer.mimetype == "application/x-x509-ca-cert"
    assert sha256(answer.data).hexdigest().upper() == fingerprint(own)
    assert b"PRIVATE" not in answer.data


def test_with_a_real_certificate_nothing_has_to_be_trusted(set_up, visitor):
    set_up(base_url="https://gandan.hadong.example.vn")
    told = main_text(visitor.get("/ket-noi"))
    assert "gandan.hadong.example.vn" in told
    assert "chứng chỉ" not in told
    assert "Hỏi người trực tên mạng Wi-Fi" in told
    assert visitor.get("/ket-noi/chung-chi.crt").status_code == 404


def test_an_open_network_is_said_to_have_no_password(set_up, visitor):
    set_up(wifi="GanDan-Sanh")
    assert "Mạng này không có mật khẩu" in main_text(visitor.get("/ket-noi"))


def test_the_printed_sheet_says_the_same_and_leads_where_nothing_is_trusted_yet(own, sign_in):
    text = sheet(sign_in(people.HA))
    for words in ("GanDan-Sanh", "Mật khẩu: xin-chao-ba-con", "http://192.168.1.9:8080/ket-noi"):
        assert words in text
    assert fingerprint(own) in text.replace(" ", "")


def test_the_address_on_posters_follows_the_setting(own, sign_in):
    answer = sign_in(people.HA).get("/ap-phich/quy-tac/in.pdf")
    told = subprocess.run(["pdftotext", "-raw", "-", "-"], input=answer.data, capture_output=True, check=True)
    assert "192.168.1.9:8443" in told.stdout.decode()


def test_an_address_with_a_page_without_https_beside_it_is_not_pinned_to_https(own, visitor):
    assert "Strict-Transport-Security" not in visitor.get("/ket-noi", base_url="https://localhost").headers
