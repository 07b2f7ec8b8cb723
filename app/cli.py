"""`bin/gandan`: what an operator types. Assembles; no logic."""

import argparse
import os
import sys

from app import backup_commands, config, form_commands, recount_command
from app.problems import Problem


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit code; a refusal is one clear sentence on stderr."""
    parser = argparse.ArgumentParser(prog="bin/gandan", description="Gần Dân: việc của người vận hành.")
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="chạy máy chủ")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--data", help="thư mục dữ liệu (mặc định: var/)")
    serve.add_argument("--no-demo", action="store_true", help="bắt đầu trống, không có phường minh họa")
    serve.add_argument(
        "--small-demo", action="store_true", help="phường minh họa chỉ có vài ngày gần đây, không cả năm"
    )
    serve.add_argument("--lan", action="store_true", help="HTTPS cho điện thoại trong mạng nội bộ (hoặc GD_TLS_NAME)")
    serve.add_argument("--lan-host", default="", help="địa chỉ của máy này trong mạng (mặc định: tự tìm)")
    serve.add_argument("--lan-port", type=int, default=8443, help="cổng HTTPS")
    serve.add_argument("--plain-port", type=int, default=8080, help="cổng của trang tải chứng chỉ")
    serve.set_defaults(run=_serve)
    backup_commands.add_to(commands)
    recount_command.add_to(commands)
    form_commands.add_to(commands)
    templates = commands.add_parser("templates", help="xét các mẫu in riêng của một phường (GD_TEMPLATES_DIR)")
    templates.add_argument("slug", help="tên thư mục của phường")
    templates.set_defaults(run=_templates)
    chosen = parser.parse_args(arguments)
    try:
        return chosen.run(chosen)
    except (config.SettingsError, Problem) as refusal:
        print(f"Không chạy được: {getattr(refusal, 'sentence', refusal)}", file=sys.stderr)
        return 1


def _serve(chosen) -> int:
    from app import server

    environ = dict(os.environ)
    if chosen.data:
        environ["GD_DATA"] = chosen.data
    environ["GD_DEMO"] = "0" if chosen.no_demo else "1"
    environ["GD_DEMO_YEAR"] = "0" if chosen.no_demo or chosen.small_demo else "1"
    if chosen.lan:
        return _serve_lan(chosen, environ)
    shown_host = "localhost" if chosen.host in ("127.0.0.1", "0.0.0.0", "::") else chosen.host
    environ.setdefault("GD_BASE_URL", f"http://{shown_host}:{chosen.port}")
    return server.serve(config.load(environ), chosen.host, chosen.port)


def _serve_lan(chosen, environ) -> int:
    from app import lan, server

    before = lan.front(chosen.lan_host, chosen.lan_port, chosen.plain_port, environ)
    environ.setdefault("GD_BASE_URL", before.url)
    environ["GD_PROXIES"] = "1"
    environ["GD_PLAIN_URL"] = before.plain_url
    for port, option in ((before.port, "--lan --lan-port"), (before.plain_port, "--lan --plain-port")):
        server.check_port("0.0.0.0", port, option)
    caddy = lan.Caddy(before, chosen.port, config.load(environ).data_dir)
    if caddy.own:
        environ["GD_AUTHORITY"] = str(caddy.own.certificate)
    with caddy:
        return server.serve(config.load(environ), "127.0.0.1", chosen.port)


def _templates(chosen) -> int:
    from app.printing import ward_templates

    ward_templates.use(config.templates_dir())
    faults = ward_templates.faults(chosen.slug)
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(faults)} lỗi." if faults else "Đọc được mọi mẫu. Hãy in thử mỗi mẫu một tờ.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
