"""Settings: read once at the start, from the environment and the data folder; a wrong one stops the start loudly."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

TIMEZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ROOT = Path(__file__).resolve().parent.parent

# Everything that can grow has its limit here.
PUSH_OPERATIONS_MAX = 100
PUSH_BODY_BYTES_MAX = 256 * 1024
INFLATED_BODY_BYTES_MAX = 1024 * 1024
BODY_BYTES_MAX = 64 * 1024
FORM_BODY_BYTES_MAX = 1024 * 1024
IMPORT_BODY_BYTES_MAX = 4 * 1024 * 1024
IMPORT_ROWS_MAX = 5_000
# Ten thousand sealed operations of a full notebook each.
RESCUE_FILE_BYTES_MAX = 16 * 1024 * 1024
PAGE_ROWS = 30
# Threads for pages and threads for what devices send: neither lane stops the other. A device more than PUSHES_AT_ONCE
# is told to come back; those inside wait in one queue, the last of them well under the 20 s after which a tablet gives
# up.
PAGE_THREADS = 8
DEVICE_THREADS = 3
PUSHES_AT_ONCE = 64
# Of requests that are arriving or not answered yet, all connections together.
RECEIVED_BYTES_MAX = 64 * 1024 * 1024
CONNECTIONS_MAX = 4_000
PULL_ROWS_MAX = 500

SHIFT_SECONDS = 72 * 3600
SESSION_SECONDS = 12 * 3600
ENROLMENT_SECONDS = 15 * 60
SIGNATURE_SKEW_SECONDS = 5 * 60
CLOCK_TOLERANCE_SECONDS = 10 * 60


class SettingsError(Exception):
    """A setting that cannot be used; the text says which and what to do."""


@dataclass(frozen=True)
class Settings:
    """What one running server needs to know.

    data_dir: folder of the database, the secret and the prepared release. demo: MẪU on screen and paper.
    demo_year: the demo ward gets a year behind it when it is first made.
    database_url: "postgresql://…", or "" for an SQLite file in data_dir.
    base_url: what QR codes and links on paper begin with, without a slash at the end.
    secure_cookies: set when the site is served by HTTPS.
    trusted_proxies: how many reverse proxies stand before us (each adds one X-Forwarded-For entry).
    templates_dir: folder of the wards' own templates of paper (printing/ward_templates), or None.
    authority: certificate of the local network's own authority, which phones are asked to trust; None with a real one.
    plain_url: where they fetch it before they trust it. wifi, wifi_password: the lobby's network, "" unknown or open.
    """

    data_dir: Path
    demo: bool
    base_url: str
    secret: bytes
    secure_cookies: bool
    trusted_proxies: int = 0
    database_url: str = field(default="", repr=False)
    templates_dir: Path | None = None
    authority: Path | None = None
    plain_url: str = ""
    wifi: str = ""
    wifi_password: str = ""
    demo_year: bool = False

    @property
    def database_path(self) -> Path:
        return self.data_dir / "gandan.sqlite3"

    @property
    def database(self) -> Path | str:
        """What `open_database` takes: the address of a PostgreSQL, or the path of an SQLite file."""
        return self.database_url or self.database_path

    @property
    def release_dir(self) -> Path:
        return self.data_dir / "release"


def _flag(environ, name, default):
    text = environ.get(name, default)
    if text not in ("0", "1"):
        raise SettingsError(f"{name}={text!r}: chỉ nhận 0 hoặc 1.")
    return text == "1"


def _whole_number(environ, name, default):
    text = environ.get(name, default)
    if not text.isdigit():
        raise SettingsError(f"{name}={text!r}: phải là số nguyên không âm.")
    return int(text)


def _short(environ, name, most):
    text = environ.get(name, "").strip()
    if len(text.encode()) > most or not text.isprintable():
        raise SettingsError(f"{name}: dài nhất {most} ký tự, không có ký tự lạ.")
    return text


def _database_url(environ):
    text = environ.get("GD_DATABASE_URL", "").strip()
    if text and not text.startswith("postgresql://"):
        # What stands there may hold a password: it is not repeated.
        raise SettingsError(
            "GD_DATABASE_URL phải bắt đầu bằng postgresql://. Để dùng SQLite trong thư mục dữ liệu, hãy bỏ biến này."
        )
    return text


def templates_dir(environ=os.environ) -> Path | None:
    """GD_TEMPLATES_DIR, the folder of the wards' own templates of paper. Raises SettingsError when it is not there."""
    text = environ.get("GD_TEMPLATES_DIR", "").strip()
    if not text:
        return None
    folder = Path(text).resolve()
    if not folder.is_dir():
        raise SettingsError(f"GD_TEMPLATES_DIR={text!r}: không có thư mục này. Hãy tạo thư mục hoặc bỏ biến này.")
    return folder


def _secret(data_dir: Path) -> bytes:
    path = data_dir / "secret"
    if not path.exists():
        # Made readable by the owner alone before it holds anything.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
    return path.read_bytes()


def load(environ=os.environ) -> Settings:
    """Reads GD_DATA, GD_DATABASE_URL, GD_DEMO, GD_DEMO_YEAR, GD_BASE_URL, GD_SECURE_COOKIES, GD_PROXIES,
    GD_TEMPLATES_DIR, GD_WIFI, GD_WIFI_PASSWORD; GD_AUTHORITY and GD_PLAIN_URL are set by `serve --lan`.

    Raises SettingsError with a sentence.
    """
    data_dir = Path(environ.get("GD_DATA", ROOT / "var")).resolve()
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        secret = _secret(data_dir)
        probe = data_dir / ".write-probe"
        probe.write_bytes(b"x" * 4096)
        probe.unlink()
    except OSError as error:
        raise SettingsError(
            f"Không ghi được vào thư mục dữ liệu {data_dir}: {error.strerror}. "
            "Kiểm tra quyền ghi và dung lượng đĩa, hoặc chọn thư mục khác bằng --data."
        ) from error
    base_url = environ.get("GD_BASE_URL", "http://localhost:8000").rstrip("/")
    if not base_url.startswith(("http://", "https://")):
        raise SettingsError(f"GD_BASE_URL={base_url!r}: phải bắt đầu bằng http:// hoặc https://.")
    return Settings(
        data_dir=data_dir,
        demo=_flag(environ, "GD_DEMO", "0"),
        base_url=base_url,
        secret=secret,
        secure_cookies=_flag(environ, "GD_SECURE_COOKIES", "1" if base_url.startswith("https://") else "0"),
        trusted_proxies=_whole_number(environ, "GD_PROXIES", "0"),
        database_url=_database_url(environ),
        templates_dir=templates_dir(environ),
        authority=Path(environ["GD_AUTHORITY"]) if environ.get("GD_AUTHORITY") else None,
        plain_url=environ.get("GD_PLAIN_URL", "").rstrip("/"),
        wifi=_short(environ, "GD_WIFI", 32),
        wifi_password=_short(environ, "GD_WIFI_PASSWORD", 63),
        demo_year=_flag(environ, "GD_DEMO_YEAR", "0"),
    )
