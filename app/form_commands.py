"""`bin/gandan forms check`, `import`: form files of declarations, and XLSForms made into them. Assembles; no logic."""

import json
import sys
from pathlib import Path

from app import config
from app.problems.fields import DESK_PROBLEMS

_XLSX_BYTES_MAX, _XLSX_ROWS_MAX = 4 * 1024 * 1024, 1_000


def add_to(commands) -> None:
    """The command and its parts, into the parser of `bin/gandan`."""
    forms = commands.add_parser("forms", help="tờ khai: kiểm tra tệp tờ khai, chuyển từ Excel (XLSForm)")
    parts = forms.add_subparsers(dest="part", required=True)
    check = parts.add_parser("check", help="chỉ ra từng lỗi của tệp tờ khai, tệp phiếu khảo sát (surveys/)")
    check.add_argument("files", nargs="*", type=Path, help="tệp .json; bỏ trống: của phần mềm và của mọi phường")
    check.set_defaults(run=_check)
    taken = parts.add_parser("import", help="chuyển một XLSForm (.xlsx: survey, choices, settings) thành tệp tờ khai")
    taken.add_argument("file", type=Path, help="tệp .xlsx")
    taken.add_argument("--to", type=Path, help="tệp .json để ghi (mặc định: <form_id>.json cạnh tệp .xlsx)")
    taken.set_defaults(run=_import)


def _check(chosen) -> int:
    from app.printing import ward_declarations, ward_templates
    from app.rules import survey
    from app.rules.declaration_form import OURS

    files = chosen.files
    if not files:
        folder = config.templates_dir()
        ward_templates.use(folder)
        wards = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder else []
        files = [*OURS, *(path for ward in wards for path in ward_declarations.files_of(ward)), *survey.FILES]
    count = 0
    for path in files:
        # A questionnaire (phiếu khảo sát) lies in a folder of its own.
        of_survey = path.resolve().parent.name == survey.FOLDER
        for fault in survey.file_faults(path) if of_survey else ward_declarations.faults(path):
            print(f"{path}: {fault}", file=sys.stderr)
            count += 1
    print(
        f"{count} lỗi."
        if count
        else f"{len(files)} tờ khai và phiếu khảo sát, không có lỗi. Hãy điền thử mỗi tờ một lần."
    )
    return 1 if count else 0


def _import(chosen) -> int:
    from app.rules import spreadsheet, xlsform

    try:
        content = chosen.file.read_bytes()
    except OSError as error:
        raise config.SettingsError(f"không đọc được {chosen.file}: {error.strerror}") from error
    try:
        sheets = spreadsheet.read_sheets(content, spreadsheet.Limits(_XLSX_BYTES_MAX, _XLSX_ROWS_MAX))
    except spreadsheet.Unreadable as refused:
        raise config.SettingsError(DESK_PROBLEMS[refused.code].format(**refused.params)) from refused
    made = xlsform.imported(sheets, chosen.file.stem)
    for fault in made.faults:
        print(fault, file=sys.stderr)
    if made.form is None:
        print(f"{sum(fault.stops for fault in made.faults)} chỗ chưa chuyển được; chưa ghi tệp nào.")
        return 1
    path = chosen.to or chosen.file.with_name(f"{made.form['code']}.json")
    try:
        # What a person has gone on writing in is never overwritten.
        with path.open("x", encoding="utf-8") as file:
            file.write(json.dumps(made.form, ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        why = "đã có tệp này; hãy đổi tên hoặc dùng --to" if isinstance(error, FileExistsError) else error.strerror
        raise config.SettingsError(f"không ghi được {path}: {why}") from error
    print(f"Đã ghi {path}. Hãy đọc lại, bổ sung phần in (paper), rồi chạy: bin/gandan forms check {path}")
    return 0
