"""How the ward handles one version of a procedure: its variants, times, papers, results, and where it is received.

What was written for the counter (the fact `handling`) says it; where nothing was, one variant is read from what the
version tells citizens, and its fee stays the text that it is. The shape is in handling_check.py.
"""

import re
from functools import lru_cache

from app.rules import procedure as procedures
from app.rules.demand import beyond_list
from app.rules.due import is_limit
from app.rules.handling_check import check as check
from app.rules.handling_check import compared, read
from app.rules.text import clean, fold

# Of the one variant of a version that nobody wrote a handling for.
DERIVED_KEY = "chung"
_DERIVED_NAME = "Mọi trường hợp"

# Versions are never written over: what a text says is worked out once. Whoever is given it changes nothing in it.
_read = lru_cache(maxsize=1_024)(read)


def counter_of(row: dict) -> str:
    """Where it is received, as written for the counter: "ward", "elsewhere", or "" as its authority says."""
    return _read(row["handling"])["counter"] if row["handling"] else ""


def variants(row: dict) -> list[dict]:
    """The variants (trường hợp) of a row of records.procedure, complete. Beside the written shape each has "derived"
    (nobody wrote it for the counter) and "fee_text" (what the version says of fees in words).
    """
    if not row["handling"]:
        return [{**_derived(row), "derived": True, "fee_text": row["fee_text"]}]
    written = _read(row["handling"])["variants"]
    return [{**each, "derived": False, "fee_text": row["fee_text"]} for each in written]


def variant(row: dict, key: str) -> dict | None:
    """One of them; "" is the only one, where there is only one."""
    found = variants(row)
    if not key and len(found) == 1:
        return found[0]
    return next((each for each in found if each["key"] == key), None)


def time_known(variant: dict) -> bool:
    """Whether a due date can be counted; else somebody must say one, and why."""
    return is_limit(variant["value"], variant["unit"])


def shortened(variant: dict) -> bool:
    """Whether the ward gives the result sooner than the law asks."""
    if not variant["legal_value"] or not variant["value"]:
        return False
    return compared(variant["value"], variant["unit"], variant["legal_value"], variant["legal_unit"]) == -1


def count_shortened(rows) -> tuple[int, int]:
    """(procedures of which the ward shortened some variant, procedures), of versions in force."""
    in_force = [row for row in rows if row["status"] == "in_force"]
    written = [row for row in in_force if row["handling"]]
    return sum(any(map(shortened, variants(row))) for row in written), len(in_force)


def limit_text(value: str, unit: str, cutoff_15h: bool = False) -> str:
    """ "03 ngày làm việc", "2,5 ngày làm việc", "½ ngày làm việc", "Trong ngày làm việc"; "" when not known."""
    if not value or not unit:
        return ""
    if float(value) == 0:
        late = ", nhận sau 15 giờ thì trong ngày làm việc tiếp theo" if cutoff_15h else ""
        return "Trong ngày làm việc" + late
    number = number_text(value)
    return f"{number.zfill(2) if number.isdigit() else number} {unit}"


def number_text(value: str) -> str:
    """ "½", "2,5", "3"."""
    return "½" if float(value) == 0.5 else value.replace(".", ",")


def time_texts(variant: dict) -> dict[str, str]:
    """{"promised", "legal", "verified"} in Vietnamese words, as on paper; "" where not known, or never verified."""
    promised = limit_text(variant["value"], variant["unit"], variant["cutoff_15h"])
    legal = limit_text(variant["legal_value"], variant["legal_unit"], variant["cutoff_15h"]) or promised
    return {
        "promised": promised,
        "legal": legal,
        "verified": limit_text(variant["verify_value"], variant["verify_unit"]),
    }


def deciding(row: dict) -> str:
    """Who decides: "ward", "police", "received" (the ward receives, another decides), "elsewhere" or "" unknown."""
    return procedures.decided_by(row["authority"])


def received_here(row: dict) -> bool:
    """Whether the ward's counter receives it. What was written for the counter has the last word."""
    counter = counter_of(row)
    if counter:
        return counter == "ward"
    decided = deciding(row)
    if decided == "elsewhere":
        return bool(re.search(r"(uy ban nhan dan|ubnd) (phuong|xa|cap xa)", fold(row["authority"])))
    return decided != "police"


def out_of_step(row: dict) -> list[str]:
    """Facts told to citizens that the written handling contradicts: "time_value", "documents". A clerk mends them."""
    if not row["handling"]:
        return []
    told, written = (row["time_value"], row["time_unit"]), variants(row)
    said = {(each["legal_value"] or each["value"], each["legal_unit"] or each["unit"]) for each in written}
    said |= {(each["value"], each["unit"]) for each in written}
    found = ["time_value"] if told[0] and told not in said and said != {("", "")} else []
    return found + (["documents"] if beyond_list(row["documents"], written) else [])


def key_of(name: str, taken=()) -> str:
    """A key for a new variant, paper or result: "Giấy chứng sinh" → "giay-chung-sinh", with -2 when that is taken."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:50].strip("-") or "muc"
    if plain not in taken:
        return plain
    number = 2
    while f"{plain}-{number}" in taken:
        number += 1
    return f"{plain}-{number}"


def _derived(row: dict) -> dict:
    known = is_limit(row["time_value"], row["time_unit"])
    return {
        "key": DERIVED_KEY,
        "name": _DERIVED_NAME,
        "value": row["time_value"] if known else "",
        "unit": row["time_unit"] if known else "",
        "cutoff_15h": bool(row["cutoff_15h"]),
        "legal_value": "",
        "legal_unit": "",
        "verify_value": "",
        "verify_unit": "",
        "verify_name": "",
        "instant": False,
        "register": "",
        "documents": documents_of(row["documents"]),
        "fees": [],
        "results": [result_of(row)],
    }


def result_of(row: dict) -> dict:
    """The one result of a version that is not liên thông."""
    name = clean("; ".join(line for line in row["result"].split("\n") if line.strip()))[:300]
    return {
        "key": "ket-qua",
        "name": name or "Kết quả giải quyết",
        "authority": row["authority"],
        "value": "",
        "unit": "",
    }


_WHEN = re.compile(r"\(([^()]{1,200})\)\s*(.+)", re.DOTALL)
_ONLY_IF = re.compile(r"\b(neu co|neu khong|chi khi|neu xin)\b")


def documents_of(text: str) -> list[dict]:
    """The published list as papers to tick: "(trẻ bị bỏ rơi) Biên bản" is asked of some only."""
    papers: list[dict] = []
    lines = [line for line in procedures.documents_list(text) if not fold(line).startswith("khong co ")]
    for line in lines[:40]:
        condition = _WHEN.fullmatch(line)
        name, when = (condition[2], condition[1]) if condition else (line, "")
        name = clean(name)[:500]
        key = key_of(name, {paper["key"] for paper in papers})
        papers.append(
            {
                "key": key,
                "name": name,
                "form": _form(fold(name)),
                "count": 1,
                "required": not when and not _ONLY_IF.search(fold(name)),
                "when": clean(when),
                "citation": "",
            }
        )
    return papers


def _form(folded: str) -> str:
    """What the words of a paper say of its form; where they say nothing, either will do."""
    if folded.startswith("xuat trinh"):
        return "shown"
    if folded.startswith("ban sao"):
        return "copy"
    return "original" if folded.startswith(("to khai", "giay chung sinh")) else "either"
