"""`bin/gandan backup`, `verify`, `restore`: what they are asked, and what they say. Assembles; no logic."""

import errno
import os
import time
from contextlib import contextmanager
from pathlib import Path

from app import config
from app.ledger import backup, photo_backup, restore
from app.ledger.verify import Verdict
from app.problems import Problem
from app.records import folder_lock
from app.records.database import across_wards, database, open_database, storage_problem
from app.records.photo_folder import PhotoFolder

_BROKEN = {
    "chain": "chuỗi băm không khớp: có mục bị sửa, đổi chỗ hoặc chèn thêm",
    "number": "thiếu một số trong sổ",
    "body": "nội dung không khớp dấu niêm phong",
    "time": "giờ của mục không khớp lời khai của máy",
    "sequence": "số thứ tự của một máy bị hụt hoặc lặp",
    "device": "mục của một máy không có trong danh sách máy",
    "head": "đầu sổ không khớp mục cuối",
}
_DIFFERENT = {"missing": "thiếu", "extra": "thừa", "differs": "khác ở cột"}


def add_to(commands) -> None:
    """The three commands, into the parser of `bin/gandan`."""
    one = commands.add_parser("backup", help="sao lưu trong khi máy chủ chạy, kiểm bản sao rồi mới tính")
    one.add_argument("--to", type=Path, help="thư mục chứa bản sao lưu (mặc định: backups/ trong thư mục dữ liệu)")
    one.add_argument(
        "--keep", type=int, default=backup.KEEP, help=f"giữ bao nhiêu bản, ít nhất {backup.KEEP_LEAST} (mặc định: 14)"
    )
    one.set_defaults(run=_backup)
    one = commands.add_parser("verify", help="kiểm sổ, số thứ tự và các bảng; của một tệp hoặc của dữ liệu đang chạy")
    one.add_argument("file", nargs="?", type=Path, help="tệp sao lưu; bỏ trống để kiểm dữ liệu đang chạy")
    one.set_defaults(run=_verify)
    one = commands.add_parser("restore", help="đưa một bản sao lưu vào thay dữ liệu; máy chủ phải đang dừng")
    one.add_argument("file", type=Path, help="tệp sao lưu")
    one.add_argument("--older", action="store_true", help="vẫn khôi phục dù cạnh tệp có bản mới hơn")
    one.add_argument("--force", action="store_true", help="PostgreSQL: thay cả khi đã có phường")
    one.set_defaults(run=_restore)
    for name in ("backup", "verify", "restore"):
        commands.choices[name].add_argument("--data", help="thư mục dữ liệu (mặc định: var/)")


def settings_of(chosen, must_exist: bool) -> config.Settings:
    environ = {**os.environ, "GD_DATA": chosen.data or os.environ.get("GD_DATA", str(config.ROOT / "var"))}
    folder = Path(environ["GD_DATA"])
    if must_exist and not folder.is_dir():
        raise Problem("database_missing", folder=folder)
    settings = config.load(environ)
    if must_exist and not settings.database_url and not settings.database_path.exists():
        raise Problem("database_missing", folder=folder)
    return settings


@contextmanager
def in_words(folder: Path):
    """A disk that is full, closed or gone ends in one sentence about `folder`."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Problem("backup_disk_full", folder=folder) from error
        raise Problem("backup_folder", folder=folder, reason=error.strerror or error) from error
    except (Problem, config.SettingsError):
        raise
    except Exception as error:
        code = storage_problem(error)
        if code == "disk_full":
            raise Problem("backup_disk_full", folder=folder) from error
        if code == "data_read_only":
            raise Problem("backup_folder", folder=folder, reason="không ghi được") from error
        if type(error).__name__ in ("CorruptError", "NotADBError", "DatabaseError"):
            raise Problem("database_damaged") from error
        raise


def _backup(chosen) -> int:
    if chosen.keep < backup.KEEP_LEAST:
        raise config.SettingsError(f"--keep {chosen.keep}: cần giữ ít nhất {backup.KEEP_LEAST} bản.")
    settings = settings_of(chosen, must_exist=True)
    folder = (chosen.to or settings.data_dir / "backups").resolve()
    with in_words(folder), folder_lock.shared(settings.data_dir):
        open_database(settings.database)
        try:
            made = backup.back_up(folder, _now(), chosen.keep, PhotoFolder(settings.data_dir))
        finally:
            database.close()
    if not made.whole:
        print(f"Bản sao KHÔNG khớp nên không được tính là bản sao lưu; giữ lại để xem: {made.path}")
        _tell(made.verdicts)
        print("Dừng máy chủ, giữ nguyên dữ liệu và báo người phụ trách phần mềm; bản sao lưu trước đó vẫn dùng được.")
        return 1
    print(f"Đã sao lưu: {made.path} ({_megabytes(made.bytes)}, {_decimal(made.seconds)} giây). Đã kiểm.")
    _tell(made.verdicts)
    for verdict in made.verdicts:
        if verdict.ward_id in made.durable:
            v = grouped(made.durable[verdict.ward_id])
            print(f"  {verdict.name}: hai bản gần nhất cùng có đến số {v}; máy được dọn đến đó.")
    _tell_photos(made.photos + made.photos_missing, made.photos_missing)
    if made.removed:
        print(f"  Đã xóa {len(made.removed)} bản cũ.")
    print("  Tệp có khóa của phường: ai giữ tệp thì đọc được mọi nội dung. Cất ở nơi mã hóa, ngoài máy này.")
    return 0


def _verify(chosen) -> int:
    if chosen.file:
        with in_words(chosen.file.parent):
            verdicts = backup.verify_file(chosen.file)
            named, missing = photo_backup.missing_beside(chosen.file)
        broken = "Đừng khôi phục từ tệp này; lấy bản sao lưu khác."
    else:
        settings = settings_of(chosen, must_exist=True)
        with in_words(settings.data_dir), folder_lock.shared(settings.data_dir):
            open_database(settings.database)
            try:
                verdicts = backup.verify_running(settings.data_dir)
                with across_wards("every photo that is whole must lie on the disk"):
                    named, missing = photo_backup.missing_here(database.obj, PhotoFolder(settings.data_dir))
            finally:
                database.close()
        broken = "Dừng máy chủ, giữ nguyên dữ liệu, rồi khôi phục bản sao lưu gần nhất đã kiểm: bin/gandan restore TỆP."
    _tell(verdicts)
    _tell_photos(named, missing)
    if missing and all(verdict.whole for verdict in verdicts):
        print("Sổ vẫn đúng. Lấy ảnh từ bản sao lưu khác: chép các tệp trong thư mục photos của bản đó vào đây.")
        return 1
    if all(verdict.whole for verdict in verdicts):
        if any(verdict.roll_up_drift for verdict in verdicts):
            print("Sổ và các bảng vẫn đúng. Số tổng hợp không khớp: chạy bin/gandan recount để đếm lại.")
            return 1
        print("Đã kiểm: sổ, số thứ tự của các máy, số tổng hợp và các bảng đều khớp.")
        return 0
    print(broken)
    return 1


def _restore(chosen) -> int:
    newer = restore.newer_beside(chosen.file.resolve())
    if newer and not chosen.older:
        raise Problem("backup_not_newest", newer=newer)
    settings = settings_of(chosen, must_exist=False)
    with in_words(settings.data_dir), folder_lock.alone(settings.data_dir):
        if settings.database_url:
            open_database(settings.database)
            try:
                done = restore.restore_running(chosen.file, settings.data_dir, _now(), replace=chosen.force)
            finally:
                database.close()
        else:
            done = restore.restore_file(chosen.file, settings.database_path, _now())
        brought, missing = photo_backup.bring_back(chosen.file, PhotoFolder(settings.data_dir), backup.stamp_of(_now()))
    print(f"Đã khôi phục từ {chosen.file}. Đã kiểm.")
    _tell(done.verdicts)
    _tell_photos(brought + missing, missing)
    if done.aside:
        print(f"  Dữ liệu đang có trước đó được giữ ở {done.aside}.")
    print(
        "  Khởi động máy chủ: các máy ở điểm tự gửi lại phần bản sao chưa có. Mọi người đăng nhập lại.\n"
        "  Cần làm lại bằng tay những gì làm sau lúc sao lưu: việc trên web, thu hồi máy, đổi mật khẩu."
    )
    return 0


def _tell(verdicts: list[Verdict]) -> None:
    if not verdicts:
        print("  Chưa có phường nào.")
    for verdict in verdicts:
        if verdict.broken_at is not None:
            print(f"  {verdict.name}: SAI từ số {verdict.broken_at} – {_BROKEN[verdict.broken_how]}.")
            continue
        erased = f", {verdict.erased} nội dung đã xóa theo luật" if verdict.erased else ""
        print(f"  {verdict.name}: {grouped(verdict.operations)} thao tác, dấu cuối {verdict.hash[:12]}{erased}.")
        for one in verdict.differences:
            columns = " " + ", ".join(one.columns) if one.columns else ""
            print(f"    SAI so với sổ: {one.noun} {one.id} {_DIFFERENT[one.how]}{columns} (số {one.v}).")
        if verdict.roll_up_drift:
            print(f"    Số tổng hợp: {grouped(sum(verdict.roll_up_drift.values()))} ô không khớp các bảng.")
        if verdict.drift_count:
            first = verdict.drifts[0]
            print(
                f"    Lưu ý: {verdict.drift_count} thao tác nay sẽ được xử lý khác lúc ghi (đầu tiên: số {first.v}, "
                f"{first.type}, {' '.join(first.recorded).strip()} → {' '.join(first.today).strip() or 'không rõ'})."
            )


def _tell_photos(named: int, missing: int) -> None:
    if missing:
        print(f"  Ảnh kèm phản ánh, ảnh bảng tin: có {grouped(named - missing)}, THIẾU {grouped(missing)}.")
    elif named:
        print(f"  Ảnh kèm phản ánh, ảnh bảng tin: đủ {grouped(named)}.")


def _now() -> int:
    return int(time.time() * 1000)


def grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _decimal(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")


def _megabytes(size: int) -> str:
    return f"{_decimal(size / 1_000_000)} MB"
