"""`python -m tests.printing.draw_samples` draws the pictures of docs/samples from demo records, and their list.

Each picture is at most 150 kB: grey, 16 shades.
"""

from app.config import ROOT
from app.printing import (
    dossier_sheets,
    feedback_sheets,
    minutes_sheets,
    neighbourhood_sheet,
    notice_sheets,
    registers,
    sheets,
)
from app.printing.certification_slip import certification_slip
from app.printing.declaration_sheet import declaration
from app.printing.poster_sheet import posters
from app.rules.declaration_form import ours
from tests.printing import counter_samples as counter
from tests.printing import (
    declaration_samples,
    feedback_samples,
    minutes_samples,
    notice_samples,
    poster_samples,
    reading,
)
from tests.printing.samples import RECORD, SHIFT, day_rows

SAMPLES = ROOT / "docs" / "samples"
BYTES_MAX = 150_000
DOTS_PER_INCH = 110

# {file: (what it is, how it is drawn)}
DRAWN = {
    "slip_a5": ("Phiếu hỗ trợ của điểm hỗ trợ, A5", lambda: sheets.slip(RECORD, "a5")),
    "slip_80mm": ("Cùng phiếu đó trên giấy cuộn 80 mm", lambda: sheets.slip(RECORD, "80mm")),
    "day_sheet": ("Phiếu ghi ngày trực, A4 ngang", lambda: sheets.day_sheet(SHIFT, day_rows(5))),
    "mau_01": (
        "Mẫu 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả, A5, liên 2",
        lambda: dossier_sheets.receipt(counter.FULL_RECEIPT, (2,)),
    ),
    "mau_02": (
        "Mẫu 02, Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ, A5",
        lambda: dossier_sheets.supplement(counter.SUPPLEMENT),
    ),
    "mau_03": ("Mẫu 03, Phiếu từ chối tiếp nhận giải quyết hồ sơ, A5", lambda: dossier_sheets.refusal(counter.REFUSAL)),
    "mau_04": (
        "Mẫu 04, Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết, A5, cấp phó ký thay",
        lambda: dossier_sheets.apology(counter.APOLOGY),
    ),
    "mau_04_2018": (
        "Mẫu 04 của hồ sơ nhận trước ngày 01/07/2025 (TT 01/2018): Phiếu xin lỗi và hẹn lại ngày trả kết quả",
        lambda: dossier_sheets.apology(
            counter.APOLOGY | {"received_on": "2025-06-27", "at": "2025-06-30T09:00:00+07:00"}
        ),
    ),
    "mau_05": ("Mẫu 05, Thông báo dừng giải quyết hồ sơ, A5", lambda: dossier_sheets.stop(counter.STOP)),
    "mau_06": (
        "Mẫu 06, Phiếu kiểm soát quá trình giải quyết hồ sơ, A5",
        lambda: dossier_sheets.control(counter.CONTROL),
    ),
    "mau_07": (
        "Mẫu 07, Sổ theo dõi hồ sơ, A4 ngang, số đã hủy gạch ngang",
        lambda: registers.ledger(counter.LEDGER, counter.ledger_rows(12)),
    ),
    "so_chung_thuc": (
        "Sổ chứng thực bản sao từ bản chính, A4 ngang, khóa sổ tháng",
        lambda: registers.certification_register(counter.CERTIFICATION, counter.certification_rows(4)),
    ),
    "hen_chung_thuc": (
        "Phiếu hẹn trả kết quả chứng thực nhận sau 15 giờ, A5",
        lambda: certification_slip(counter.CERTIFICATION_SLIP),
    ),
    "so_tiep_nhan": (
        "Sổ tiếp nhận hồ sơ, A4 ngang",
        lambda: registers.reception_register(counter.RECEPTION, counter.reception_rows(8)),
    ),
    "so_phan_anh": (
        "Sổ tiếp nhận phản ánh, kiến nghị, A4 ngang",
        lambda: feedback_sheets.feedback_register(feedback_samples.REGISTER, feedback_samples.rows(9)),
    ),
    "tra_loi_phan_anh": (
        "Văn bản trả lời phản ánh, kiến nghị, A4, cấp phó ký thay",
        lambda: feedback_sheets.answer_letter(feedback_samples.LETTER),
    ),
    "bien_ban_tuyen_truyen": (
        "Biên bản một buổi tập huấn, A4",
        lambda: minutes_sheets.outreach_minutes(minutes_samples.OUTREACH),
    ),
    "bien_ban_kiem_tra": (
        "Biên bản kiểm tra đột xuất, A4, ba bên ký",
        lambda: minutes_sheets.inspection_minutes(minutes_samples.INSPECTION),
    ),
    "ban_giao": ("Phiếu bàn giao hồ sơ giữa hai bộ phận, A4", lambda: registers.hand_over(counter.HAND_OVER)),
    "tra_ket_qua": ("Phiếu trả kết quả giải quyết hồ sơ, A5", lambda: dossier_sheets.return_receipt(counter.RETURNED)),
    "nhan_buu_gui": ("Nhãn bưu gửi (bưu chính công ích), A6 ngang", lambda: registers.post_label(counter.LABEL)),
    "mau_01_tam": (
        "Mẫu 01 khi chưa có số trong sổ (TẠM), các dòng trống được ẩn",
        lambda: dossier_sheets.receipt(counter.BARE_RECEIPT, (1,)),
    ),
    "to_khai_khai_sinh": ("Tờ khai đăng ký khai sinh, A4", lambda: _declaration("khai_sinh")),
    "to_khai_ket_hon": ("Tờ khai đăng ký kết hôn, A4, hai cột", lambda: _declaration("ket_hon")),
    "to_khai_ct01": ("Tờ khai thay đổi thông tin cư trú (CT01), A4", lambda: _declaration("ct01")),
    "to_khai_trong": ("Tờ khai đăng ký khai tử để trống, A4", lambda: _declaration("khai_tu", {})),
    "ap_phich_diem": (
        "Áp phích giờ trực của điểm hỗ trợ, A4, ghi tên tổ dân phố",
        lambda: _poster("diem-ho-tro", points=[poster_samples.CT1A], **poster_samples.NEIGHBOURHOODS[2]),
    ),
    "to_roi_khai_sinh": (
        "Tờ rơi một thủ tục, A5, ô đánh dấu giấy tờ",
        lambda: _poster("thu-tuc", **poster_samples.BIRTH),
    ),
    "ap_phich_vneid": ("Áp phích dùng VNeID an toàn, A4", lambda: _poster("vneid-an-toan")),
    "ap_phich_quy_tac": ("Quy tắc của tình nguyện viên, A4", lambda: _poster("quy-tac")),
    "ap_phich_10_noi_dung": ("10 nội dung, A4", lambda: _poster("10-noi-dung")),
    "ap_phich_ket_noi": (
        "Nối mạng ở sảnh, A4: Wi-Fi, chứng chỉ, địa chỉ",
        lambda: _poster("ket-noi", **poster_samples.CONNECT),
    ),
    "thong_bao": ("Thông báo để niêm yết, A4", lambda: notice_sheets.board_notice(notice_samples.NOTICE)),
    "bai_phat_thanh": ("Bài phát thanh của một thông báo, A4", lambda: notice_sheets.loud(notice_samples.LOUD)),
    "theo_doi_niem_yet": (
        "Bảng theo dõi niêm yết: tổ nào đã treo, tổ nào chưa, A4",
        lambda: notice_sheets.coverage(notice_samples.coverage()),
    ),
    "to_hop_to": (
        "Tờ họp tổ dân phố, A4: số liệu mười hai tháng, khó khăn, thông báo",
        lambda: neighbourhood_sheet.meeting_sheet(notice_samples.MEETING),
    ),
    "ap_phich_4_xin_4_luon": ("4 xin, 4 luôn, A4", lambda: _poster("4-xin-4-luon")),
}


def _poster(slug: str, **sheet) -> bytes:
    return posters(poster_samples.record(slug), [sheet])


def _declaration(code: str, values: dict | None = None) -> bytes:
    filled = declaration_samples.FILLED[code] if values is None else values
    return declaration(declaration_samples.RECORD, ours()[code], filled)


def main() -> None:
    lines = [
        "# Samples of paper",
        "",
        "Demo people only; every page says MẪU (TT 01/2018 Đ5.2). Each is the first page of a PDF that is PDF/A-3a and",
        "PDF/UA-1 at once. `python -m tests.printing.draw_samples` draws them and writes this page.",
        "",
        "| picture | what it is |",
        "|---|---|",
    ]
    for name, (words, draw) in DRAWN.items():
        path = SAMPLES / f"{name}.png"
        image = reading.picture(draw(), DOTS_PER_INCH)
        image.quantize(16).save(path, optimize=True)
        assert path.stat().st_size <= BYTES_MAX, f"{path}: {path.stat().st_size} bytes"
        lines.append(f"| [{name}]({name}.png) | {words} |")
    (SAMPLES / "README.md").write_text("\n".join([*lines, ""]), "utf-8")


if __name__ == "__main__":
    main()
