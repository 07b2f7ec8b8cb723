"""Serving with gunicorn: one process, two lanes of threads; says where it listens and who can sign in."""

import logging
import socket
import sys
import threading
from collections.abc import Callable

from gunicorn.app.base import BaseApplication

from app import create_app
from app.city_sending import send_all
from app.config import PAGE_THREADS, Settings, SettingsError
from app.ledger.tending import tend_all
from app.receiving import ReceivingWorker
from app.records import folder_lock, ward
from app.records.database import database
from app.records.photo_folder import PhotoFolder
from app.rules.permissions import ROLES
from app.web.sessions import now_ms
from app.web.set_up import set_up_code

log = logging.getLogger(__name__)

TEND_SECONDS = 60
SEND_SECONDS = 600


class Again(threading.Thread):
    """Does something at the start, and again every so many seconds, with the database open."""

    def __init__(self, name: str, seconds: int, act: Callable[[int], object]):
        super().__init__(name=name, daemon=True)
        self.seconds, self.act = seconds, act
        self.stop = threading.Event()

    def run(self):
        while True:
            try:
                database.connect(reuse_if_open=True)
                self.act(now_ms())
            except Exception as error:  # a full disk passes; this thread must outlive it
                log.error("%s: %s", self.name, type(error).__name__)
            finally:
                database.close()
            if self.stop.wait(self.seconds):
                return


def _start_by_itself(settings: Settings) -> None:
    """What a server does without being asked. What is sent to a city waits for another machine: by a thread of its own,
    which keeps no parked record waiting."""
    photos = PhotoFolder(settings.data_dir)
    Again("tending", TEND_SECONDS, lambda now: tend_all(now, photos)).start()
    Again("city", SEND_SECONDS, send_all).start()


class _Server(BaseApplication):
    def __init__(self, flask_app, options: dict):
        self._flask_app = flask_app
        self._options = options
        super().__init__()

    def load_config(self):
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self):
        return self._flask_app


def check_port(host: str, port: int, option: str = "--port") -> None:
    """gunicorn would try five times and then print a traceback; a person needs one sentence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SettingsError(
                f"Cổng {port} trên {host} đang bận hoặc không được phép dùng ({error.strerror}). "
                f"Chọn cổng khác, ví dụ: bin/run {option} {port + 1}"
            ) from error


def _no_ward_yet() -> bool:
    # Closed at once: a connection must not be carried over the fork into the worker.
    with database.connection_context():
        return not ward.all_wards()


def _greet(app, settings: Settings) -> None:
    print(f"\n  Gần Dân đang chạy tại {settings.base_url}\n")
    if settings.plain_url:
        print(f"  Điện thoại nối vào lần đầu: {settings.plain_url}/ket-noi (bản in ở trang Áp phích, tờ rơi)\n")
    if settings.demo:
        print("  Dữ liệu MẪU. Đăng nhập thử bằng một trong các tài khoản sau:")
        for person in app.config["DEMO_PEOPLE"]:
            place = f", {person['place']}" if person["place"] else ""
            print(f"    {person['login']:<10} {person['name']} – {ROLES[person['role']]}{place}")
        print(f"  Mật khẩu chung: {app.config['DEMO_PASSWORD']}\n")
    elif _no_ward_yet():
        print("  Mở địa chỉ trên để thiết lập phường.")
        print(f"  Mã thiết lập: {set_up_code(settings.data_dir)}\n")
    sys.stdout.flush()


def serve(settings: Settings, host: str, port: int) -> int:
    """Runs until it is stopped. Raises SettingsError, Problem before it listens."""
    check_port(host, port)
    # Held until the last process of this server has ended: a restore waits for that.
    folder_lock.share(settings.data_dir)
    app = create_app(settings)
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    options = {
        "bind": bind,
        "workers": 1,
        "threads": PAGE_THREADS,
        "worker_class": ReceivingWorker,
        "worker_tmp_dir": "/dev/shm",
        "timeout": 60,
        "graceful_timeout": 10,
        "keepalive": 15,
        "loglevel": "warning",
        # No header of a client says where we are mounted.
        "forwarder_headers": "",
        # The address line of a request may hold what a person searched for: no access log.
        "accesslog": None,
        "post_worker_init": lambda _worker: _start_by_itself(settings),
        "when_ready": lambda _server: _greet(app, settings),
    }
    _Server(app, options).run()
    return 0
