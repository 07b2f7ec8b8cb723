"""`bin/gandan forms check`: what is wrong with form files of declarations. Assembles; no logic."""

import sys
from pathlib import Path

from app import config


def add_to(commands) -> None:
    """The command and its parts, into the parser of `bin/gandan`."""
    forms = commands.add_parser("forms", help="tờ khai: kiểm tra tệp tờ khai, chuyển từ Excel (XLSForm)")
    parts = forms.add_subparsers(dest="part", required=True)
    check = parts.add_parser("check", help="chỉ ra từng lỗi của tệp tờ khai")
    check.add_argument("files", nargs="*", type=Path, help="tệp .json; bỏ trống: của phần mềm và của mọi phường")
    check.set_defaults(run=_check)


def _check(chosen) -> int:
    from app.printing import ward_declarations, ward_templates
    from app.rules.declaration_form import OURS

    files = chosen.files
    if not files:
        folder = config.templates_dir()
        ward_templates.use(folder)
        wards = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder else []
        files = [*OURS, *(path for ward in wards for path in ward_declarations.files_of(ward))]
    count = 0
    for path in files:
        for fault in ward_declarations.faults(path):
            print(f"{path}: {fault}", file=sys.stderr)
            count += 1
    print(f"{count} lỗi." if count else f"{len(files)} tờ khai, không có lỗi. Hãy điền thử mỗi tờ một lần.")
    return 1 if count else 0
