"""A procedure of the catalogue (thủ tục), one version at a time: what is told to a citizen, word for word.

A version is never written over: what somebody was told on a day can be read later. A change, a publication and a repeal
are each a new version; only the mark `current` moves from one to the next.
"""

import re

from app.rules import card, fields, handling_check
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.text import fold

STATUSES = {"in_force": "Đang áp dụng", "draft": "Bản nháp, chưa công bố", "repealed": "Đã bãi bỏ"}

# NĐ 224/2026: "toàn trình" is the rule, "một phần" the exception; a bare "mức độ" now means something else.
LEVELS = {"full": "Toàn trình", "partial": "Một phần", "information": "Cung cấp thông tin", "": "Chưa rõ"}
LEVEL_SCHEMES = {
    "nd224_2026": "NĐ 224/2026/NĐ-CP",
    "nd42_2022": "NĐ 42/2022/NĐ-CP",
    "nd43_2011": "NĐ 43/2011/NĐ-CP (mức độ 1–4 cũ)",
    "": "",
}

PROCEDURE = {
    "code": fields.code("Mã thủ tục", r"[0-9]\.[0-9]{6}(\.[0-9A-Za-z.]{1,20})?", required=True),
    "version": fields.whole("Phiên bản", 1, 999),
    "current": fields.flag("Bản hiện hành"),
    "name": fields.text("Tên thủ tục", 400, required=True),
    "field": fields.text("Lĩnh vực", 120),
    "authority": fields.text("Nơi giải quyết", 200),
    "time_text": fields.text("Thời hạn", 600, lines=True),
    "time_value": fields.code("Thời hạn (số)", r"[0-9]{1,3}(\.5)?"),
    "time_unit": fields.text("Thời hạn (đơn vị)", 20),
    "cutoff_15h": fields.flag("Sau 15 giờ trả hôm sau"),
    "fee_text": fields.text("Phí, lệ phí", 1_000, lines=True),
    "level_scheme": fields.text("Theo nghị định", 20),
    "level": fields.text("Mức dịch vụ trực tuyến", 12),
    "level_text": fields.text("Mức ghi trong nguồn", 200),
    "documents": fields.text("Thành phần hồ sơ", 4_000, lines=True),
    "result": fields.text("Kết quả", 600, lines=True),
    "legal_basis": fields.text("Căn cứ pháp lý", 1_500, lines=True),
    "decision": fields.text("Quyết định công bố", 200),
    "status": fields.choice("Tình trạng", STATUSES),
    "effective_from_on": fields.code("Hiệu lực từ", "[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "effective_to_on": fields.code("Hết hiệu lực", "[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "replaced_by": fields.text("Thay bằng", 60),
    "source": fields.text("Nguồn", 300),
    "note": fields.text("Ghi chú", 1_000, lines=True),
    "words": fields.text("Từ hay gọi", 300),
    "favourite": fields.whole("Thứ tự hay dùng", 0, 99),
    # How the counter handles it, as text: handling_check.py. "" = as the words above say.
    "handling": fields.text("Cách giải quyết tại quầy", handling_check.LONGEST),
}


def entity(code: str, version: int) -> str:
    """The id of one version."""
    return f"{code}@{version}"


def card_of(row: dict) -> dict:
    """The body that would put this version again, from a row of the table."""
    return {name: bool(row[name]) if spec["kind"] == "flag" else row[name] for name, spec in PROCEDURE.items()}


# What a version says; the rest is its place among the versions.
FACTS = tuple(name for name in PROCEDURE if name not in ("version", "current"))


def changes(before: dict, after: dict) -> list[str]:
    """The names of the facts that differ between two versions."""
    return [name for name in FACTS if before[name] != after[name]]


def next_version(newest: dict | None, current: dict | None, facts: dict) -> list[tuple[str, dict]]:
    """[(entity, body)] that add `facts` as the version after `newest`; to be sent in one batch.

    A draft never takes the place of a version that was published: the public goes on reading the old one.
    """
    version = newest["version"] + 1 if newest else 1
    takes_over = facts["status"] != "draft" or current is None or current["status"] == "draft"
    cards = []
    # A form that is posted twice finds its own version current already, and must not put that out again.
    if takes_over and current and current["version"] < version:
        cards.append((entity(current["code"], current["version"]), {**card_of(current), "current": False}))
    body = {name: facts[name] for name in FACTS}
    cards.append((entity(facts["code"], version), {**body, "version": version, "current": takes_over}))
    return cards


def put(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`procedure.put/1`: one version, or an old one again with `current` false."""
    if isinstance(body, dict):
        # Versions of before the counter had no handling, and are replayed as they were.
        body = {"handling": (held or {}).get("handling", ""), **body}
    answer = card.put(PROCEDURE, held, body, operation, context)
    if not isinstance(answer, Change):
        return answer
    row = answer.row
    if operation.entity != entity(row["code"], row["version"]) or row["level"] not in LEVELS:
        return Refusal("body_invalid", details={"fields": {"code": "code_invalid"}})
    if row["handling"]:
        try:
            row["handling"] = handling_check.written(handling_check.read(row["handling"]))
        except handling_check.NotHandling:
            return Refusal("body_invalid", details={"fields": {"handling": "handling_invalid"}})
    if held and changes(held, row):
        return Refusal("procedure_version_fixed")
    row["folded"] = fold(f"{row['code']} {row['name']} {row['field']} {row['words']}")
    return answer


UNVERIFIED = "chưa kiểm chứng"


def level_unverified(row: dict) -> bool:
    """Whether nobody has compared the level with the official decision."""
    return bool(row["level"]) and UNVERIFIED in row["level_text"].split(";")[0]


_ITEM_MARK = re.compile(r"(?:^|;)\s*[0-9]{1,2}\)\s*")
_SPLIT_OUTSIDE_BRACKETS = re.compile(r";\s*(?![^()]*\))")


def documents_list(text: str) -> list[str]:
    """The papers of a dossier, one each: by lines, or as sources write them ("1) …; 2) …", or "…; …")."""
    if "\n" in text:
        parts = text.split("\n")
    elif _ITEM_MARK.match(text):
        parts = _ITEM_MARK.split(text)
    else:
        parts = _SPLIT_OUTSIDE_BRACKETS.split(text)
    return [part.strip(" ;") for part in parts if part.strip(" ;")]


def decided_by(authority: str) -> str:
    """Who decides: "ward", "police", "received" (the ward receives, another decides), "elsewhere", or "" unknown.

    People confuse the ward's counter with the police station next door, and the counter with the land registry.
    """
    folded = fold(authority)
    if not folded:
        return ""
    if "cong an" in folded:
        return "police"
    if re.search(r"nhan tai (phuong|xa|cap xa)", folded):
        return "received"
    if re.fullmatch(r"(uy ban nhan dan|ubnd) (phuong|xa|cap xa)( \(.*\))?", folded):
        return "ward"
    return "elsewhere"


_BARE_AMOUNT = re.compile(r"[0-9][0-9.,\s]*(đ|₫|đồng|vnđ|vnd)?", re.IGNORECASE)


def bare_fee(text: str) -> bool:
    """A number without its condition: fees depend on channel, date and person (NQ 66.22/2026/NQ-CP), so it misleads."""
    return bool(_BARE_AMOUNT.fullmatch(text.strip()))
