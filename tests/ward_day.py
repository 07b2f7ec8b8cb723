"""A ward after a working day, so that no page is empty, and the address of one page of every kind."""

from app.ledger import fleet, heartbeat, seal
from app.ledger.envelope import new_id
from app.ledger.founding import new_tablet
from app.ledger.from_citizen import receive
from app.records import assistance
from app.records import city as city_records
from app.records import tip as records_of_tips
from app.records.device import Device
from app.rules import base64url, city, office, tip
from app.rules.calendar import add_working_days
from app.rules.clock import DAY_MS, day_of, parse
from app.rules.inspection import fault_id
from app.rules.office import calendar_of
from app.rules.report import report_id
from app.rules.report_document import frozen
from app.rules.report_period import period_of
from app.web.report_making import Making
from app.web.sessions import now_ms
from tests import counter_books, people, queue_morning
from tests.counter import THREE_DAYS, CounterDesk
from tests.feedback_desk import FeedbackDesk
from tests.household_desk import HouseholdDesk
from tests.ledger.devices import Tablet, assistance_body
from tests.notice_desk import NoticeDesk
from tests.outreach_desk import InspectionDesk, OutreachDesk
from tests.printing.declaration_samples import BIRTH
from tests.web.assistance_samples import HOUR, MAI, amended, recorded, say

BUILDING = "toa-ct9"
MAI_AT_HOME = {"head_name": MAI["name"], "phone": MAI["phone"], "consent": True}


def _fleet(tablet: Tablet, now: int) -> None:
    """Beside the lobby's tablet, on which slips wait since yesterday and of which one shift is not complete: one that
    is to send the last and rest, one that came back after a restore, one that is gone.
    """
    tablet.push(tablet.operation("shift.close/1", tablet.shift, {"count": 5}), tablet.open_shift())
    told = {"waiting": 7, "oldest_at": now - 26 * HOUR, "persisted": "no", "offset": -7 * 60_000, "app": "a1b2c3"}
    heartbeat.beat(people.WARD, tablet.id, told, now)
    names = ("Máy tính bảng sảnh CT1B2", "Điện thoại của bác Hùng", "Máy cũ")
    resting, returned, gone = (
        new_tablet(people.WARD, name, b"", people.CT1B2, people.AN.id, now)["id"] for name in names
    )
    fleet.direct(people.WARD, resting, "drain", people.AN.id, now)
    fleet.revoke(people.WARD, gone, people.AN.id, now)
    Device.update(readmitted_at=now).where(Device.ward_id == people.WARD, Device.id == returned).execute()


def _lived_in(now: int) -> tuple[str, str, str]:
    """Ids of a household with a story, of one that may be the same, and of a difficulty that somebody saw."""
    desk = HouseholdDesk()
    desk.now = now
    one = desk.add(
        label="Nhà cuối hành lang, cửa xanh, đối diện thang máy số 2",
        state="guided",
        follow_up=True,
        follow_up_on=day_of(now - 3 * DAY_MS),
        members=[{"relation": "child", "born": 2012}],
        **MAI_AT_HOME,
    )
    other = desk.add(building="Tòa CT1A", apartment="P.1204")
    seen = desk.observe(one, "no_smartphone", "vneid_passcode_forgotten", note="chưa có SIM chính chủ")
    desk.visit(one, outcome="absent", note="hàng xóm nói chiều mới về")
    return one["id"], other["id"], seen["entity"]


def _neighbouring_ward(now: int) -> str:
    """The id of a ward that has told this one its sums of a month, as a city's office is told."""
    member = {"id": new_id(), "name": "Phường Kiến Hưng", "secret_hash": "", "added_by": people.AN.id, "added_at": now}
    city_records.add_member({"ward_id": people.WARD, **member})
    cells = [city.Cell("helped", "filed", "", 40, 700), city.Cell("filing", "1.001193", "online", 12)]
    cells += [city.Cell("filing", "1.001193", "counter", 5), city.Cell("settled", "early", "done", 9, 4_000)]
    told = city.Month(month=day_of(now)[:7], v=1, inc="", cells=cells)
    city_records.take_month(people.WARD, member["id"], told, now)
    return member["id"]


def _handed_over(now: int) -> str:
    """The id of a dossier that waits for the head to take it over."""
    desk = CounterDesk()
    desk.now = now
    return desk.do("hand_over", desk.receive(THREE_DAYS), to=people.MINH.id, note="Xin ký")["id"]


def _asking(now: int) -> str:
    """The id of a dossier whose clerk asks the head for another day."""
    desk = CounterDesk()
    desk.now = now
    row = desk.receive(THREE_DAYS)
    later = day_of(row["due_current_at"] + 30 * DAY_MS)
    while (
        desk.send("dossier.ask_extension/1", {"reason": "Chờ nơi khác trả lời", "new_on": later}, row["id"])["status"]
        != "ok"
    ):
        later = day_of(parse(f"{later}T12:00:00+07:00") + DAY_MS)
    return row["id"]


def _told(now: int) -> str:
    """The id of a complaint of somebody else that the desk may work on, beside a góp ý and one that is answered."""
    desk = FeedbackDesk()
    desk.now = now
    desk.hear(name="", content="Nên có thêm ghế ngồi chờ cho người cao tuổi")
    answered = desk.sorted_as("ours", content="Bảng niêm yết lệ phí ở sảnh đã cũ")
    desk.step("answer", answered, text="Phường đã thay bảng mới.", how="phone")
    published = desk.step("answer", desk.sorted_as("ours"), text="Phường đã thêm một quầy.", how="phone")
    desk.step("publish", published, summary="Phường đã mở thêm một quầy buổi sáng.", where="Bảng niêm yết")
    return desk.sorted_as("conduct", about=[people.TUAN.id])["id"]


def _settled(now: int) -> str:
    """The address of the month's evaluation of whoever has just settled a dossier."""
    desk = CounterDesk()
    desk.now = now
    desk.do("finish", desk.receive(THREE_DAYS), results={})
    year, month, _day = day_of(now).split("-")
    return f"/danh-gia-thang/{year}/{int(month)}/cong-chuc-{people.HA.id}"


def _reported(now: int) -> str:
    """The id of a form of this quarter so far, issued and not signed."""
    first, last = period_of("quarter", day_of(now))[0], day_of(now)
    document = Making(people.WARD, "form_06a", first, last, people.HA.id, now).document()
    body = {"kind": "form_06a", "first": first, "last": last, "corrects": "", "document": frozen(document)}
    result = say(people.HA, "report.issue/1", report_id("form_06a", first, last, ""), body)
    assert result["status"] == "ok", result
    return report_id("form_06a", first, last, "")


def _met(now: int) -> str:
    """The id of an event for Hùng's neighbourhood that was held, with a question, its answer and a paper."""
    desk = OutreachDesk()
    desk.now = now
    row = desk.plan(planned_on=day_of(now))
    row = desk.step("hold", row, held_on=day_of(now), attended=45, summary="Đã cài VNeID cho 18 người.")
    row = desk.step("ask", row, asked="Máy không có NFC thì làm thế nào?", answer="Đến Công an phường.")
    row = desk.step("ask", row, asked="Bao giờ có thêm ghế chờ?", answer="")
    return desk.step("hand_out", row, title="Dùng VNeID an toàn", kind="poster", of="vneid-an-toan", count=50)["id"]


def _inspected(now: int) -> dict[str, str]:
    """Ids of inspections: one that is over, one of whose items none is left, one under way; and of a fault, which
    Hùng's colleagues owe.
    """
    desk = InspectionDesk()
    desk.now = now
    others = {"unit": "", "inspected": [people.HUNG.id], "inspectors": [people.MINH.id, people.AN.id, people.HA.id]}
    over, done = (desk.look(desk.open(**others)) for _ in range(2))
    later = add_working_days(calendar_of(None, []), day_of(now), 9)
    # The tests' calendar has its holidays; the first day that is taken is as good as any.
    while (
        desk.send("inspection.conclude/1", desk.concluding(due_on=later, owner=people.HUNG), over["id"], people.MINH)[
            "status"
        ]
        != "ok"
    ):
        later = day_of(parse(f"{later}T12:00:00+07:00") + DAY_MS)
    return {
        "over": over["id"],
        "done": done["id"],
        "open": desk.open(**others)["id"],
        "fault": fault_id(over["id"], "phi"),
    }


def _declared(now: int) -> str:
    """The id of a declaration that a citizen sent from home, with something that lacks and something doubtful."""
    values = {**BIRTH, "child": {**BIRTH["child"], "name": "Traafn Minh An", "hometown": ""}}
    entity = new_id()
    body = {"form": "khai_sinh", "form_version": 1, "values": values}
    result = receive(people.WARD, "declaration.send/1", entity, new_id(), body, now)
    assert result["status"] == "ok", result
    return entity


def _posted(now: int) -> tuple[str, str, str]:
    """The ids of a draft, of a notice that hangs in the neighbourhood of Hùng, and of this posting."""
    desk = NoticeDesk()
    desk.now = now
    days = {"post_by": day_of(now + 3 * DAY_MS), "expires_on": day_of(now + 20 * DAY_MS)}
    hung = desk.sent(on_screen=True, **days)
    desk.sent(title="Lịch tiêm phòng dại cho chó, mèo", **days)
    return desk.write(**days)["id"], hung["id"], desk.hang(hung)["id"]


def _tipped() -> None:
    """A key for tips whose private part nobody has, and a tip that nobody can open."""
    public = base64url.encode(seal.new_seal_key()[1])
    people.put(people.WARD, "tip_key.put/1", [(tip.KEY_ID, {"public": public, "holder": "Thanh tra thành phố"})])
    sealed = base64url.encode(bytes(tip.SEALED_BYTES))
    records_of_tips.keep(people.WARD, "A" * 22, tip.fingerprint(public), sealed, "2026-11-20")


def tracking_of(entity: str) -> str:
    return assistance.assistance(people.WARD, entity)["tracking"]


def furnish() -> dict[str, str]:
    """{rule of the route: address}, in the open database of two settled wards. What has an id of its own belongs to Lan
    and to the neighbourhood of Hùng.
    """
    now = now_ms()
    settings = {name: office.DEFAULT[name] for name in office.OFFICE} | {"open_data": True}
    people.put(people.WARD, "office.put/1", [(office.ID, settings)])
    people.put(people.WARD, "building.put/1", [(BUILDING, {"name": "CT9", "neighbourhood": "tdp-07", "active": True})])
    tablet = Tablet(now=now)
    tablet.push(tablet.open_shift(), *(tablet.record(neighbourhood="tdp-07", **MAI) for _ in range(3)))
    entity = recorded(people.LAN, neighbourhood="tdp-07", note="lần một", follow_up=True, **MAI)
    amended(people.HA, entity, {"note": "của chị Hà"}, {"note": "lần một"})
    conflict = amended(people.LAN, entity, {"note": "của cô Lan"}, {"note": "lần một"})["op"]
    say(people.LAN, "assistance.record/1", "0195e000-0000-7000-8000-0000000000aa", assistance_body(point="diem-ma"))
    say(
        people.LAN, "assistance.record/1", "0195e000-0000-7000-8000-0000000000ab", assistance_body(procedure="1.999999")
    )
    worked = tablet.shift
    _fleet(tablet, now)
    said = _told(now)
    _tipped()
    books, dossier = counter_books.furnish(now), _handed_over(now)
    waiting, month = queue_morning.furnish(now), _settled(now)
    seen = _inspected(now)
    draft, hung, board = _posted(now)
    home, same_home, hinders = _lived_in(now)
    reported = _reported(now)
    return books | {
        "/": "/",
        "/-/thu-vien": "/-/thu-vien",
        "/ap-phich": "/ap-phich",
        "/ap-phich/<code>": "/ap-phich/diem-ho-tro",
        "/ca-truc": "/ca-truc",
        "/ca-truc/<uuid:shift_id>": f"/ca-truc/{worked}",
        "/cai-dat/con-lai": "/cai-dat/con-lai",
        "/can-xem-lai": "/can-xem-lai",
        "/can-xem-lai/<uuid:op>": f"/can-xem-lai/{conflict}",
        "/can-xem-lai/can-chon": "/can-xem-lai/can-chon",
        "/can-xem-lai/co-the-trung": "/can-xem-lai/co-the-trung",
        "/bao-cao": "/bao-cao",
        "/bao-cao/766": "/bao-cao/766",
        "/bao-cao/da-phat-hanh": "/bao-cao/da-phat-hanh",
        "/bao-cao/da-phat-hanh/<uuid:report_id>": f"/bao-cao/da-phat-hanh/{reported}",
        "/bao-cao/lap": "/bao-cao/lap",
        "/bao-cao/lap/<code>": "/bao-cao/lap/ho-tro-thang",
        "/bao-cao/cham-diem": "/bao-cao/cham-diem",
        "/bao-cao/hai-long": "/bao-cao/hai-long",
        "/bao-cao/ii-06a": "/bao-cao/ii-06a",
        "/danh-gia-thang": "/danh-gia-thang",
        "/danh-gia-thang/<int:nam>/<int:thang>/<code>": month,
        "/danh-gia-thang/<int:nam>/<int:thang>/<code>/chi-so/<int:so>": f"{month}/chi-so/1",
        "/danh-gia-thang/766": "/danh-gia-thang/766",
        "/danh-gia-thang/766/nhap": "/danh-gia-thang/766/nhap",
        "/danh-gia-thang/phuong-an": "/danh-gia-thang/phuong-an",
        "/danh-gia-thang/phuong-an/<code>": "/danh-gia-thang/phuong-an/tt01_2018",
        "/danh-gia-thang/phuong-an/moi": "/danh-gia-thang/phuong-an/moi",
        "/danh-gia": "/danh-gia",
        "/danh-gia/<code>": f"/danh-gia/{tracking_of(entity)}",
        "/danh-gia/<code>/them": f"/danh-gia/{tracking_of(entity)}/them",
        "/gop-y": "/gop-y",
        "/ket-noi": "/ket-noi",
        "/ki-ot": "/ki-ot",
        "/ngoai-tuyen": "/ngoai-tuyen",
        "/thong-bao": "/thong-bao",
        "/thong-bao/<uuid:notice_id>": f"/thong-bao/{hung}",
        "/thong-bao/<uuid:notice_id>/niem-yet": f"/thong-bao/{hung}/niem-yet",
        "/thong-bao/<uuid:notice_id>/sua": f"/thong-bao/{draft}/sua",
        "/thong-bao/moi": "/thong-bao/moi",
        "/thong-bao/niem-yet/<uuid:notice_id>": f"/thong-bao/niem-yet/{board}",
        "/tin-bao": "/tin-bao",
        "/tin-bao/hop-thu": "/tin-bao/hop-thu",
        "/tin-bao/khoa": "/tin-bao/khoa",
        "/lam-gi": "/lam-gi",
        "/dang-nhap": "/dang-nhap",
        "/diem-ho-tro": "/diem-ho-tro",
        "/diem-ho-tro/<code>": f"/diem-ho-tro/{people.CT1A}",
        "/diem-ho-tro/moi": "/diem-ho-tro/moi",
        "/hang-cho": "/hang-cho",
        "/hang-cho/<uuid:ticket_id>": f"/hang-cho/{waiting}",
        "/hang-cho/<uuid:ticket_id>/chuyen": f"/hang-cho/{waiting}/chuyen",
        "/hang-cho/cai-dat/<code>": f"/hang-cho/cai-dat/{people.CT1A}",
        "/hang-cho/phat-so": "/hang-cho/phat-so",
        "/man-hinh/<code>": f"/man-hinh/{people.CT1A}",
        "/so-thu-tu": "/so-thu-tu",
        "/ho-so-tre-han": "/ho-so-tre-han",
        "/ho-so": "/ho-so",
        "/ho-so/<uuid:dossier_id>": f"/ho-so/{dossier}",
        "/ho-so/<uuid:dossier_id>/sua": f"/ho-so/{dossier}/sua",
        "/ho-so/ban-giao": "/ho-so/ban-giao",
        "/ho-so/moi": "/ho-so/moi",
        "/ho-so/nhap": "/ho-so/nhap",
        "/ho-so/qua-han": "/ho-so/qua-han",
        "/ho-so/qua-han/<uuid:dossier_id>": f"/ho-so/qua-han/{_asking(now)}",
        "/ho": "/ho",
        "/ho/<uuid:household_id>": f"/ho/{home}",
        "/ho/<uuid:household_id>/sua": f"/ho/{home}/sua",
        "/ho/<uuid:household_id>/trung/<uuid:other_id>": f"/ho/{home}/trung/{same_home}",
        "/ho/can-tham": "/ho/can-tham",
        "/ho/kho-khan/<uuid:observation_id>/rut-lai": f"/ho/kho-khan/{hinders}/rut-lai",
        "/ho/moi": "/ho/moi",
        "/ho/nhap": "/ho/nhap",
        "/ho/trung": "/ho/trung",
        "/luot-ho-tro": "/luot-ho-tro",
        "/so-lieu": "/so-lieu",
        "/so-lieu/hang-cho": "/so-lieu/hang-cho",
        "/so-lieu/ho-so": "/so-lieu/ho-so",
        "/so-lieu/ho-so/danh-sach": "/so-lieu/ho-so/danh-sach",
        "/so-lieu/ho-tro": "/so-lieu/ho-tro",
        "/so-lieu/nguoi-dan": "/so-lieu/nguoi-dan",
        "/so-lieu/truc-tuyen": "/so-lieu/truc-tuyen",
        "/luot-ho-tro/<uuid:assistance_id>": f"/luot-ho-tro/{entity}",
        "/luot-ho-tro/<uuid:assistance_id>/huy": f"/luot-ho-tro/{entity}/huy",
        "/luot-ho-tro/<uuid:assistance_id>/sua": f"/luot-ho-tro/{entity}/sua",
        "/luot-ho-tro/moi": "/luot-ho-tro/moi",
        "/m/<code>": "/m/0000-0000-0000",
        "/mat-khau": "/mat-khau",
        "/may": "/may",
        "/may/<uuid:device_id>": f"/may/{tablet.id}",
        "/may/<uuid:device_id>/gui-not": f"/may/{tablet.id}/gui-not",
        "/may/<uuid:device_id>/thu-hoi": f"/may/{tablet.id}/thu-hoi",
        "/may/<uuid:device_id>/xoa": f"/may/{tablet.id}/xoa",
        "/may/moi": "/may/moi",
        "/may/tep-cuu-ho": "/may/tep-cuu-ho",
        "/nguoi-dung": "/nguoi-dung",
        "/nguoi-dung/<uuid:staff_id>": f"/nguoi-dung/{people.TUAN.id}",
        "/nguoi-dung/<uuid:staff_id>/dat-lai-mat-khau": f"/nguoi-dung/{people.TUAN.id}/dat-lai-mat-khau",
        "/nguoi-dung/<uuid:staff_id>/sua": f"/nguoi-dung/{people.TUAN.id}/sua",
        "/nguoi-dung/moi": "/nguoi-dung/moi",
        "/lich": "/lich",
        "/lich/<code>": "/lich/2026-11-25",
        "/lich/hoan-doi": "/lich/hoan-doi",
        "/lich/noi-tiep-nhan": "/lich/noi-tiep-nhan",
        "/ket-qua-phan-anh": "/ket-qua-phan-anh",
        "/phan-anh": "/phan-anh",
        "/phan-anh/<uuid:feedback_id>": f"/phan-anh/{said}",
        "/phan-anh/<uuid:feedback_id>/sua": f"/phan-anh/{said}/sua",
        "/phan-anh/moi": "/phan-anh/moi",
        "/mau-tra-loi": "/mau-tra-loi",
        "/mau-tra-loi/<code>": "/mau-tra-loi/5b1f0c52-7d0e-5a51-9a55-0d6c6f2a0002",
        "/mau-tra-loi/moi": "/mau-tra-loi/moi",
        "/phuong": "/phuong",
        "/phuong/sua": "/phuong/sua",
        "/to-khai": "/to-khai",
        "/to-khai/<code>": "/to-khai/khai-sinh",
        "/to-khai-da-gui": "/to-khai-da-gui",
        "/to-khai-da-gui/<uuid:declaration_id>": f"/to-khai-da-gui/{_declared(now)}",
        "/thu-tuc": "/thu-tuc",
        "/thu-tuc/<code>": "/thu-tuc/1.001193",
        "/thu-tuc/<code>/bai-bo": "/thu-tuc/1.001193/bai-bo",
        "/thu-tuc/<code>/mot-cua": "/thu-tuc/1.001193/mot-cua",
        "/thu-tuc/<code>/sua": "/thu-tuc/1.001193/sua",
        "/thu-tuc/nhap": "/thu-tuc/nhap",
        "/tra-cuu": "/tra-cuu",
        "/kiem-tra": "/kiem-tra",
        "/kiem-tra/<uuid:inspection_id>": f"/kiem-tra/{seen['over']}",
        "/kiem-tra/<uuid:inspection_id>/ket-luan": f"/kiem-tra/{seen['done']}/ket-luan",
        "/kiem-tra/<uuid:inspection_id>/ket-qua": f"/kiem-tra/{seen['open']}/ket-qua",
        "/kiem-tra/moi": "/kiem-tra/moi",
        "/kiem-tra/ton-tai": "/kiem-tra/ton-tai",
        "/kiem-tra/ton-tai/<uuid:inspection_id>": f"/kiem-tra/ton-tai/{seen['fault']}",
        "/tuyen-truyen": "/tuyen-truyen",
        "/tuyen-truyen/<uuid:outreach_id>": f"/tuyen-truyen/{_met(now)}",
        "/tuyen-truyen/<uuid:outreach_id>/sua": f"/tuyen-truyen/{_met(now)}/sua",
        "/tuyen-truyen/moi": "/tuyen-truyen/moi",
        "/xac-minh": "/xac-minh",
        "/xuat": "/xuat",
        "/to-dan-pho": "/to-dan-pho",
        "/to-dan-pho/<code>": "/to-dan-pho/tdp-07",
        "/to-dan-pho/<code>/sua": "/to-dan-pho/tdp-07/sua",
        "/to-dan-pho/ca-day": "/to-dan-pho/ca-day",
        "/to-dan-pho/moi": "/to-dan-pho/moi",
        "/khoa-api": "/khoa-api",
        "/phuong/thanh-pho": "/phuong/thanh-pho",
        "/thanh-pho": "/thanh-pho",
        "/thanh-pho/cac-phuong": "/thanh-pho/cac-phuong",
        "/thanh-pho/<uuid:member_id>": f"/thanh-pho/{_neighbouring_ward(now)}",
        "/du-lieu-mo": "/du-lieu-mo",
        "/du-lieu-mo/<code>": "/du-lieu-mo/kho-khan-theo-to",
        "/toa-nha": "/toa-nha",
        "/toa-nha/<code>": f"/toa-nha/{BUILDING}",
        "/toa-nha/moi": "/toa-nha/moi",
    }
