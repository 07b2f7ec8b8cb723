"""Photos of a feedback: in pieces, exactly once, without what they betray, seen by whoever may read it (F67, F69)."""

import re
from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image

from app.ledger import photo
from app.ledger.picture import NotAPicture, anew
from app.records import feedback_photo
from app.records.feedback import Feedback
from app.records.photo_folder import PhotoFolder
from app.rules.clock import DAY_MS
from app.rules.feedback_photo import BYTES_MAX
from app.web import sync_public
from app.web.sessions import now_ms
from tests import people, photos
from tests.feedback_desk import FeedbackDesk, hire
from tests.web.form_reader import main_text

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def quiet_street():
    sync_public._knocks.clear()


@pytest.fixture
def folder(app):
    return PhotoFolder(app.config["GD"].data_dir)


def say(visitor, *pictures, **changed) -> dict:
    """The row of a feedback that a phone has sent with photos to follow."""
    operation = photos.voice(*pictures, **changed)
    answer = visitor.client.post("/sync/v1/public", json={"ops": [operation]}, headers=OURS)
    assert answer.json["results"][0]["status"] == "ok", answer.json
    return row_of(operation["e"])


def row_of(entity: str) -> dict:
    return Feedback.select().where(Feedback.ward_id == people.WARD, Feedback.id == entity).dicts().get()


def test_it_goes_on_from_where_the_line_broke_and_is_kept_once(visitor, sign_in, folder):
    one = photos.jpeg()
    row = say(visitor, one)
    page = f"/phan-anh/{row['id']}"
    clerk = sign_in(people.HA)
    assert "Thiếu tệp: 1 trên 1 ảnh chưa đến đủ." in main_text(clerk.get(page))
    assert "Thiếu tệp" in main_text(clerk.get("/phan-anh"))
    assert photos.send(visitor.client, row["id"], one, 0, one[:3_000]).json == {"state": "waiting", "have": 3_000}
    # The answer was lost: the same piece again, one from further on, and a question change nothing.
    for offset, piece in ((0, one[:3_000]), (5_000, one[5_000:6_000]), (0, b"")):
        answer = photos.send(visitor.client, row["id"], one, offset, piece)
        assert answer.json == {"state": "waiting", "have": 3_000}
        assert answer.headers["GD-Proto"] == "1"
    assert photos.send(visitor.client, row["id"], one, 3_000, one[3_000:]).json["state"] == "whole"
    assert photos.send(visitor.client, row["id"], one, 0, b"").json == {"state": "whole", "have": len(one)}
    assert folder.have(people.WARD, row["id"], photos.digest(one)) == 0
    shown = clerk.get(page)
    assert "Thiếu tệp" not in shown.text
    assert f'src="{page}/anh/1"' in shown.text


def test_neither_the_place_nor_the_phone_is_kept(visitor, sign_in, folder):
    one = photos.jpeg()
    assert photos.PLACE in one
    row = say(visitor, one)
    assert photos.send_whole(visitor.client, row["id"], one)["state"] == "whole"
    answer = sign_in(people.HA).get(f"/phan-anh/{row['id']}/anh/1")
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer.headers["Cache-Control"]
    kept = Image.open(BytesIO(answer.data))
    assert (kept.size, dict(kept.getexif()), kept.info.get("comment")) == ((480, 640), {}, None)
    path = folder.file(people.WARD, row["id"], photos.digest(one))
    assert path.read_bytes() == answer.data
    for word in (photos.PLACE, b"Exif", b"Phone of somebody"):
        assert word not in answer.data
    assert path.stat().st_mode & 0o077 == path.parent.stat().st_mode & 0o077 == folder.root.stat().st_mode & 0o077 == 0


def test_only_who_may_read_the_feedback_sees_its_photos(app, visitor, sign_in):
    hire()
    one = photos.jpeg()
    row = say(visitor, one)
    photos.send_whole(visitor.client, row["id"], one)
    address = f"/phan-anh/{row['id']}/anh/1"
    assert visitor.get(address).status_code in (302, 401)
    assert sign_in(people.LAN).get(address).status_code == 403
    assert sign_in(people.HA).get(address).status_code == 200
    desk = FeedbackDesk()
    desk.step("amend", row, by=people.MINH, set={"about": [people.HA.id]}, was={"about": []}, reason="Nêu tên cán bộ")
    assert sign_in(people.HA).get(address).status_code == 404
    assert sign_in(people.MINH).get(address).status_code == 200
    assert sign_in(people.MINH).get(f"/phan-anh/{row['id']}/anh/2").status_code == 404


def test_what_the_feedback_does_not_name_is_not_taken(visitor):
    one, other = photos.jpeg(), photos.jpeg(colour=(1, 2, 3))
    row = say(visitor, one)
    assert photos.send(visitor.client, row["id"], other, 0, other).json == {"state": "unknown", "have": 0}
    assert photos.send(visitor.client, "0195e000-0000-7000-8000-0000000000ff", one, 0, one).json["state"] == "unknown"
    # More than was named, and a piece that was spoiled on the way.
    assert photos.send(visitor.client, row["id"], one, 0, one + b"x").json["have"] == 0
    assert photos.send(visitor.client, row["id"], one, 0, one, **{"GD-Chunk": "0" * 64}).status_code == 400
    assert photos.send(visitor.client, "../../secret", one, 0, one).status_code == 400


def test_what_is_no_picture_is_refused_and_leaves_nothing(visitor, sign_in, folder):
    bomb = BytesIO()
    Image.new("L", (9_000, 9_000)).save(bomb, "JPEG", quality=1)
    text, png = b"<script>alert(1)</script>" * 20, BytesIO()
    Image.new("RGB", (10, 10)).save(png, "PNG")
    for content in (text, png.getvalue(), photos.jpeg()[:900], bomb.getvalue()):
        with pytest.raises(NotAPicture):
            anew(content)
    row = say(visitor, text)
    assert photos.send_whole(visitor.client, row["id"], text)["state"] == "refused"
    assert "1 tệp không phải là ảnh" in main_text(sign_in(people.HA).get(f"/phan-anh/{row['id']}"))
    assert not folder.file(people.WARD, row["id"], photos.digest(text)).exists()
    assert folder.have(people.WARD, row["id"], photos.digest(text)) == 0


@pytest.mark.parametrize("camera", [False, True])
def test_a_photo_of_ten_thousand_scans_is_not_worked_through(camera):
    """A scan is 17 bytes and a whole walk over the picture: 100 kB took half a minute."""
    made = BytesIO()
    Image.new("L", (2_000, 3_000)).save(made, "JPEG", progressive=True)
    content = made.getvalue()
    starts = [found.start() for found in re.finditer(rb"\xff\xda", content)]
    scan = min((content[one:other].partition(b"\xff\xc4")[0] for one, other in pairwise(starts[1:])), key=len)
    with pytest.raises(NotAPicture):
        anew(content[: starts[-1]] + scan * 5_000 + content[starts[-1] :], camera)
    # What is progressive by itself, and what has a film behind its end, is a photo.
    assert anew(content, camera)
    assert anew(content + b"\xff\xda\x00\x08" * 5_000, camera)


def test_a_spoiled_part_begins_anew(visitor, folder):
    one = photos.jpeg()
    row = say(visitor, one)
    photos.send(visitor.client, row["id"], one, 0, b"\0" * 1_000)
    answer = photos.send(visitor.client, row["id"], one, 1_000, one[1_000:])
    assert answer.json == {"state": "waiting", "have": 0}
    assert photos.send_whole(visitor.client, row["id"], one)["state"] == "whole"


@pytest.mark.parametrize(
    "named",
    [
        "x",
        [{"hash": "0" * 64}],
        [{"hash": "z" * 64, "bytes": 1}],
        [{"hash": "0" * 64, "bytes": 0}],
        [{"hash": "0" * 64, "bytes": BYTES_MAX + 1}],
        [{"hash": "0" * 64, "bytes": 5}] * 2,
        [{"hash": str(digit) * 64, "bytes": 5} for digit in range(4)],
    ],
)
def test_more_or_other_than_three_photos_are_refused(visitor, named):
    operation = photos.voice()
    operation["b"]["photos"] = named
    answer = visitor.client.post("/sync/v1/public", json={"ops": [operation]}, headers=OURS)
    assert set(answer.json["results"][0]["fields"]) == {"photos"}


def test_what_never_comes_is_swept_and_what_is_over_is_erased(visitor, sign_in, folder):
    whole, half = photos.jpeg(), photos.jpeg(colour=(9, 9, 9))
    row = say(visitor, whole, half)
    photos.send_whole(visitor.client, row["id"], whole)
    photos.send(visitor.client, row["id"], half, 0, half[:100])
    now = now_ms()
    assert photo.erase_due(folder, people.WARD, now + 29 * DAY_MS) == 0
    assert folder.have(people.WARD, row["id"], photos.digest(half)) == 100
    photo.erase_due(folder, people.WARD, now + 31 * DAY_MS)
    assert folder.have(people.WARD, row["id"], photos.digest(half)) == 0
    state, _have = photo.take(folder, people.WARD, row, photos.digest(half), 0, b"", now + 31 * DAY_MS)
    assert state == "gone"
    # Kept as long as it is not over; then a year.
    assert photo.erase_due(folder, people.WARD, now + 2_000 * DAY_MS) == 0
    row = FeedbackDesk().step("answer", row, text="Đã sửa vỉa hè", how="noted")
    assert photo.erase_due(folder, people.WARD, row["answered_at"] + 364 * DAY_MS) == 0
    assert photo.erase_due(folder, people.WARD, row["answered_at"] + 366 * DAY_MS) == 1
    assert not folder.file(people.WARD, row["id"], photos.digest(whole)).exists()
    assert "1 ảnh đã xóa vì hết thời hạn giữ" in main_text(sign_in(people.HA).get(f"/phan-anh/{row['id']}"))
    assert feedback_photo.ended(people.WARD, [row["id"]])[row["id"]][photos.digest(whole)]["state"] == "erased"


def test_whoever_begins_many_finishes_none_at_the_cost_of_others(visitor, folder, monkeypatch):
    monkeypatch.setattr("app.records.photo_folder.PARTS_MAX", 2)
    pictures = [photos.jpeg(colour=(shade, 0, 0)) for shade in (10, 20, 30)]
    row = say(visitor, *pictures)
    for each in pictures:
        photos.send(visitor.client, row["id"], each, 0, each[:50])
    assert sum(1 for _ in folder.part(people.WARD, row["id"], photos.digest(pictures[0])).parent.iterdir()) <= 2


def test_the_code_tells_how_many_photos_have_come(visitor):
    one, other = photos.jpeg(), photos.jpeg(colour=(7, 7, 7))
    row = say(visitor, one, other)
    photos.send_whole(visitor.client, row["id"], one)
    assert "Phường đã có 1 trên 2 ảnh" in main_text(visitor.get(f"/tra-cuu?ma={row['tracking']}"))
