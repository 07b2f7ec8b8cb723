"""What an import would do, kept on the server between "Xem trước" and "Nhập": the confirmation does what was shown.

A file in the data folder for half an hour, sealed with the server's secret: a list of dossiers names citizens. Only who
uploaded it can open it.
"""

import base64
import hmac
import json
import os
import time
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.rules import spreadsheet

KEPT_SECONDS = 30 * 60
# A person who uploads again and again must not fill the disk.
KEPT_MAX = 20


def _seal() -> Fernet:
    key = hmac.digest(current_app.config["SECRET_KEY"], b"import previews", "sha256")
    return Fernet(base64.urlsafe_b64encode(key))


def _folder() -> Path:
    folder = current_app.config["GD"].data_dir / "previews"
    folder.mkdir(exist_ok=True)
    return folder


def _sweep(folder: Path) -> None:
    made = sorted(folder.glob("*.sealed"), key=lambda path: path.stat().st_mtime, reverse=True)
    oldest = time.time() - KEPT_SECONDS
    for place, path in enumerate(made):
        if place >= KEPT_MAX or path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def keep(content: dict) -> str:
    """Stores a preview (JSON-able) of the signed-in person and returns its id."""
    folder = _folder()
    preview = new_id()
    path = folder / f"{preview}.sealed"
    text = json.dumps({"ward": current_user.ward_id, "staff": current_user.row["id"], **content}, ensure_ascii=False)
    unfinished = path.with_suffix(".part")
    try:
        unfinished.write_bytes(_seal().encrypt(text.encode()))
        os.replace(unfinished, path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise Problem("disk_full") from error
    _sweep(folder)
    return preview


def kept(preview: str) -> dict:
    """The preview as it was shown. Raises Problem("import_expired")."""
    path = _folder() / f"{preview}.sealed"
    try:
        if path.stat().st_mtime < time.time() - KEPT_SECONDS:
            raise FileNotFoundError
        content = json.loads(_seal().decrypt(path.read_bytes()))
    except (FileNotFoundError, InvalidToken) as error:
        raise Problem("import_expired") from error
    if (content["ward"], content["staff"]) != (current_user.ward_id, current_user.row["id"]):
        raise Problem("import_expired")
    return content


def plain(line: spreadsheet.Line) -> list:
    """The cells of an uploaded line as JSON can hold them; a formula stays recognisable."""
    return [_plain(cell) for cell in line.cells]


def _plain(cell):
    if isinstance(cell, spreadsheet.Formula):
        return {"formula": cell.text[:60]}
    return cell.isoformat() if hasattr(cell, "isoformat") else cell


def lines(content: dict) -> list[spreadsheet.Line]:
    """The uploaded lines again, out of `content["lines"]` [[number, plain cells]]."""
    return [
        spreadsheet.Line(
            number, [spreadsheet.Formula(cell["formula"]) if isinstance(cell, dict) else cell for cell in cells]
        )
        for number, cells in content["lines"]
    ]
