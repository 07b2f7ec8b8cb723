"""/ho-so/nhap: the city's list, the mapping, the preview, one confirmation; and the same list again does nothing."""

import io

import pytest

from app.rules import spreadsheet
from app.rules.clock import day_of
from tests import counter, people
from tests.counter import CounterDesk

HEADINGS = ["Số", "Mã hồ sơ", "Mã TTHC", "Chủ hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái", "SĐT"]
FIRST = [
    "1",
    "H26.1-0001",
    "1.004873",
    "Nguyễn Thị Ánh Tuyết",
    "18/09/2026 09:00",
    "23/09/2026",
    "Đang xử lý",
    "0912345678",
]
SECOND = ["2", "H26.1-0002", "1.001193", "Trần Văn Nam", "21/09/2026", "21/09/2026 17:00", "Chờ trả kết quả", ""]


@pytest.fixture
def ward(app):
    counter.open_counter()


def uploaded(client, *rows, headings=HEADINGS) -> str:
    """The address of the mapping page."""
    content = spreadsheet.write_csv([headings, *rows])
    answer = client.post(
        "/ho-so/nhap", data={"tep": (io.BytesIO(content), "ho-so.csv")}, content_type="multipart/form-data"
    )
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def chosen(client, address: str) -> dict[str, str]:
    names = ("national_code", "procedure_code", "name", "received", "due", "state", "phone")
    assert client.get(address).status_code == 200
    return {name: str(place) for place, name in enumerate(names, 1)}


def previewed(client, *rows):
    address = uploaded(client, *rows)
    return client.post(address, data=chosen(client, address))


def confirmed(client, answer):
    action = answer.text.split('action="/ho-so/nhap/')[1].split('"')[0]
    return client.post(f"/ho-so/nhap/{action}")


def dossiers() -> list[dict]:
    from app.records.dossier import Dossier

    return list(Dossier.select().where(Dossier.ward_id == people.WARD).order_by(Dossier.national_code).dicts())


def test_a_list_is_taken_over_once_however_often_it_comes(ward, sign_in):
    clerk = sign_in(people.HA)
    answer = previewed(clerk, FIRST, SECOND)
    assert "Nhập 2 hồ sơ" in answer.text
    assert dossiers() == []
    for _ in range(2):
        assert confirmed(clerk, answer).status_code == 303
    first, second = dossiers()
    assert (first["national_code"], first["state"], first["receipt_number"]) == ("H26.1-0001", "processing", 0)
    assert (day_of(first["due_current_at"]), first["phone"]) == ("2026-09-23", "+84912345678")
    assert (second["state"], second["finished_at"] is not None) == ("ready", True)
    assert "Không có gì để nhập" in previewed(clerk, FIRST, SECOND).text
    assert len(dossiers()) == 2


def test_what_moved_over_there_moves_here_and_is_written_down(ward, sign_in):
    clerk = sign_in(people.HA)
    confirmed(clerk, previewed(clerk, FIRST))
    moved = [*FIRST[:5], "30/09/2026", *FIRST[6:]]
    answer = previewed(clerk, moved)
    assert "Có thay đổi" in answer.text
    confirmed(clerk, answer)
    (row,) = dossiers()
    assert day_of(row["due_current_at"]) == "2026-09-30"
    assert day_of(row["due_original_at"]) == "2026-09-23"
    assert '"why":"import"' in row["redates"]


def test_what_was_given_back_here_is_left_alone(ward, sign_in):
    clerk = sign_in(people.HA)
    confirmed(clerk, previewed(clerk, SECOND))
    (row,) = dossiers()
    CounterDesk(now="2026-09-24 09:00").do("return", row, how="counter")
    changed = [*SECOND[:3], "Tên khác hẳn", *SECOND[4:]]
    assert "đã kết thúc, để yên" in previewed(clerk, changed).text
    assert dossiers()[0]["name"] == "Trần Văn Nam"


def test_wrong_lines_are_named_and_the_others_still_come(ward, sign_in):
    clerk = sign_in(people.HA)
    wrong = [*FIRST[:4], "hôm kia", *FIRST[5:]]
    answer = previewed(clerk, wrong, SECOND)
    assert "Dòng 2" in answer.text
    assert "hôm kia" in answer.text
    confirmed(clerk, answer)
    assert len(dossiers()) == 1


def test_a_column_that_must_be_there_is_asked_for_and_nothing_is_lost(ward, sign_in):
    clerk = sign_in(people.HA)
    address = uploaded(clerk, FIRST)
    answer = clerk.post(address, data={**chosen(clerk, address), "name": ""})
    assert answer.status_code == 422
    assert "Chưa chọn cột cho Người nộp" in answer.text
    assert clerk.get(address).status_code == 200


def test_unknown_headings_are_chosen_by_hand(ward, sign_in):
    clerk = sign_in(people.HA)
    address = uploaded(clerk, FIRST, headings=["a", "b", "c", "d", "e", "f", "g", "h"])
    assert "Không có cột này" in clerk.get(address).text
    answer = clerk.post(address, data=chosen(clerk, address))
    assert "Nhập 1 hồ sơ" in answer.text


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04rubbish", "Mã;\n".encode("utf-16")])
def test_a_file_that_is_no_list_gets_a_sentence(ward, sign_in, content):
    answer = sign_in(people.HA).post(
        "/ho-so/nhap", data={"tep": (io.BytesIO(content), "x.csv")}, content_type="multipart/form-data"
    )
    assert answer.status_code in (303, 422)
    assert answer.status_code == 303 or "Chưa đọc được tệp" in answer.text


def test_names_do_not_lie_readable_in_the_folder_of_previews(ward, app, sign_in):
    uploaded(sign_in(people.HA), FIRST)
    folder = app.config["GD"].data_dir / "previews"
    kept = b"".join(path.read_bytes() for path in folder.iterdir())
    assert kept
    assert "Tuyết".encode() not in kept
    assert b"0912345678" not in kept


def test_only_clerks_import_and_only_who_uploaded_sees_it(ward, sign_in, visitor):
    address = uploaded(sign_in(people.HA), FIRST)
    for person in (people.LAN, people.MINH, people.HUNG):
        assert sign_in(person).get("/ho-so/nhap").status_code == 403
        assert sign_in(person).get(address).status_code == 403
    for person in (people.AN, people.BINH):
        assert sign_in(person).get(address).status_code == 409
    assert visitor.get("/ho-so/nhap").status_code in (302, 303, 401)
