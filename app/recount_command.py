"""`bin/gandan recount`: counts the figures of each ward anew from its records. Assembles; no logic."""

import time

from app.backup_commands import grouped, in_words, settings_of
from app.config import SettingsError
from app.ledger import recount
from app.problems import Problem
from app.records import folder_lock, ward
from app.records.database import database, is_current, open_database
from app.rules.rollup import WORDS


def add_to(commands) -> None:
    """The command, into the parser of `bin/gandan`."""
    one = commands.add_parser("recount", help="đếm lại số tổng hợp của các trang số liệu từ chính các bản ghi")
    one.add_argument("--check", action="store_true", help="chỉ so, không sửa; lệch thì kết thúc với mã 1")
    one.add_argument("--ward", help="chỉ một phường: tên trong địa chỉ của phường (mặc định: mọi phường)")
    one.add_argument("--data", help="thư mục dữ liệu (mặc định: var/)")
    one.set_defaults(run=_recount)


def _recount(chosen) -> int:
    settings = settings_of(chosen, must_exist=True)
    with in_words(settings.data_dir), folder_lock.shared(settings.data_dir):
        opened = open_database(settings.database)
        try:
            if not is_current(opened):
                raise Problem("database_older")
            drifted = [_tell(each, chosen.check) for each in _wards(chosen.ward)]
        finally:
            database.close()
    return 1 if chosen.check and any(drifted) else 0


def _wards(slug: str | None) -> list[dict]:
    found = ward.all_wards()
    if slug is None:
        return found
    wanted = [each for each in found if each["slug"] == slug]
    if not wanted:
        known = ", ".join(each["slug"] for each in found)
        raise SettingsError(f"không có phường {slug}. Các phường ở đây: {known or 'chưa có'}.")
    return wanted


def _tell(each: dict, check_only: bool) -> bool:
    """Counts one ward and says what was found; whether there was drift."""
    started = time.monotonic()
    count = recount.check if check_only else recount.repair
    try:
        found = count(each["id"], int(time.time() * 1000))
    except recount.Restless as error:
        raise SettingsError(f"{each['name']} đang được đếm ở nơi khác. Đợi vài phút rồi chạy lại.") from error
    took = f"{time.monotonic() - started:.1f}".replace(".", ",")
    if not found.drift:
        print(f"{each['name']}: khớp, {grouped(found.cells)} ô ({took} giây).")
        return False
    print(f"{each['name']}: LỆCH {grouped(found.drift)} trong {grouped(found.cells)} ô ({took} giây).")
    for cube, number in sorted(found.drifted.items()):
        print(f"  {WORDS[cube]}: {grouped(number)} ô")
    if found.repaired:
        print("  Đã sửa: số liệu nay đúng với các bản ghi. Nếu lại lệch, báo người phụ trách phần mềm.")
    else:
        print("  Các bản ghi không bị gì. Sửa số tổng hợp: bin/gandan recount")
    return True
