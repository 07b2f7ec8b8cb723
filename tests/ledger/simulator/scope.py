"""The oracle's word on what a lobby tablet may hold: the ward's lists, and a masked line of its own last 24 hours."""

import unicodedata
from datetime import UTC, datetime, timedelta

from tests.ledger.simulator.fold import DAY, WORKERS, Fold

HELP = {"guide": "Hướng dẫn tự làm"}


def lobby(fold: Fold, device: str, now: int) -> dict[str, dict[str, dict]]:
    """{kind: {id: row}} as a pull at this moment leaves them."""
    lists = fold.tables

    def picked(table: str, *names: str) -> dict[str, dict]:
        active = ((id_, row) for id_, row in lists[table].items() if row["active"])
        return {id_: {"id": id_, **{name: row[name] for name in names}} for id_, row in active}

    ward = str(fold.ward)
    procedures = {row["code"]: row for row in lists["procedure"].values() if row["current"]}
    names = ("organ_line_1", "organ_line_2", "place_name")
    return {
        "ward": {ward: {"id": ward, **{name: lists["ward"][ward][name] for name in names}}},
        "point": picked("support_point", "name", "short", "address"),
        "neighbourhood": picked("neighbourhood", "name"),
        "building": picked("building", "name", "neighbourhood"),
        "procedure": {
            code: {"id": code, "words": "", **{name: row[name] for name in ("name", "field", "favourite")}}
            for code, row in procedures.items()
            if row["status"] == "in_force"
        },
        "staff": {
            id_: row for id_, row in picked("staff", "name", "login").items() if lists["staff"][id_]["role"] in WORKERS
        },
        "line": _lines(fold, device, now - DAY, procedures),
    }


def _lines(fold: Fold, device: str, since: int, procedures: dict) -> dict[str, dict]:
    disputed = {
        review["said"].entity
        for review in fold.tables["review"].values()
        if review["outcome"] == "conflict" and not review["closed"]
    }
    found = {}
    for id_, row in fold.tables["assistance"].items():
        if row["device"] != device or row["recorded_at"] <= since:
            continue
        about = procedures.get(row["procedure"], {}).get("name") or HELP[row["help"]]
        hour = (datetime.fromtimestamp(row["happened_at"] / 1000, UTC) + timedelta(hours=7)).strftime("%H:%M")
        phone = "•••" + row["phone"][-3:] if row["phone"] else ""
        code = row["tracking"]
        found[id_] = {
            "id": id_,
            "op": row["op"],
            "u": row["staff"],
            "at": row["recorded_at"],
            "text": " · ".join(part for part in (_initials(row["name"]), phone, about, hour) if part),
            "tracking": f"{code[:4]}-{code[4:8]}-{code[8:]}",
            "void": row["voided_at"] is not None,
            "choose": id_ in disputed,
        }
    return found


def _initials(name: str) -> str:
    return ".".join(unicodedata.normalize("NFC", word)[0].upper() for word in name.split())
