"""How the ward handles a procedure, in the words of its page: papers, times, fees and results of each variant."""

from flask_babel import gettext as _

from app.rules import handling as rules
from app.rules.fee import money
from app.rules.handling_check import CHANNELS, FORMS
from app.rules.text import fold
from app.web.words import day, said


def words_of(row: dict) -> dict | None:
    """None where nothing was written for the counter: the page then says the words of the version alone.

    {"papers", "times", "fees", "results": [(name of the variant or "", lines)]}; what all variants share stands once.
    A paper and a result are {"name", "note"}, a fee {"label", "text", "note", "waived"}, a time is a sentence.
    """
    if not row["handling"]:
        return None
    variants = rules.variants(row)
    return {
        "papers": _by_variant(variants, lambda one: [_paper(paper) for paper in one["documents"]]),
        "times": _by_variant(variants, _times),
        "fees": _by_variant(variants, lambda one: [_fee(fee) for fee in one["fees"]]),
        "results": _by_variant(variants, lambda one: [_result(result) for result in one["results"]]),
        "joined": any(len(one["results"]) > 1 for one in variants),
    }


def _by_variant(variants: list[dict], words) -> list[tuple[str, list]]:
    said_of = [(one["name"], words(one)) for one in variants]
    if all(lines == said_of[0][1] for _name, lines in said_of):
        return [("", said_of[0][1])]
    return said_of


_SAY_IT = ("xuat trinh", "ban sao", "ban chinh", "to khai")


def _paper(paper: dict) -> dict:
    notes = []
    if paper["when"]:
        notes.append(_("khi: %(when)s", when=paper["when"]))
    elif not paper["required"]:
        notes.append(_("không phải ai cũng cần"))
    # Many names say it themselves: "Xuất trình căn cước", "Bản sao giấy tờ", "Tờ khai".
    form = said(FORMS[paper["form"]])
    if paper["form"] != "either" and not fold(paper["name"]).startswith(_SAY_IT):
        notes.append(form.lower())
    if paper["count"] > 1:
        notes.append(_("%(count)s bản", count=paper["count"]))
    if paper["citation"]:
        notes.append(paper["citation"])
    return {"name": paper["name"], "note": "; ".join(notes)}


def limit(value: str, unit: str) -> str:
    """ "trong ngày làm việc", "3 ngày làm việc", "½ ngày làm việc"."""
    if float(value) == 0:
        return _("trong ngày làm việc")
    return f"{rules.number_text(value)} {said(unit)}"


def _times(variant: dict) -> list[str]:
    lines = []
    if not rules.time_known(variant):
        lines.append(_("Chưa có thời hạn đã kiểm chứng. Hỏi người tiếp nhận khi nộp."))
    elif rules.shortened(variant):
        own, legal = limit(variant["value"], variant["unit"]), limit(variant["legal_value"], variant["legal_unit"])
        lines.append(_("Theo luật %(legal)s, phường trả trong %(own)s.", legal=legal, own=_bare(own)))
    elif variant["instant"]:
        lines.append(_("Trả kết quả ngay tại quầy, trong ngày làm việc."))
    else:
        text = limit(variant["value"], variant["unit"])
        lines.append(text[0].upper() + text[1:] + ".")
    if variant["cutoff_15h"] and variant["value"] and float(variant["value"]) == 0:
        lines.append(_("Nộp sau 15 giờ: có thể sang ngày làm việc tiếp theo."))
    if variant["verify_value"]:
        longest = limit(variant["verify_value"], variant["verify_unit"])
        lines.append(_("Nếu %(when)s: tất cả không quá %(limit)s.", when=variant["verify_name"], limit=longest))
    return lines


def _bare(text: str) -> str:
    """What follows "trong" has no second one."""
    return text.removeprefix("trong ")


def _fee(fee: dict) -> dict:
    amount, per = fee["amount"], fee["per"]
    if amount is None:
        text = _("chưa có mức đã kiểm chứng")
    elif amount == 0:
        text = _("không thu")
    elif per == "page" and fee["first_pages"]:
        text = _(
            "%(first)s một trang với %(pages)s trang đầu, %(rest)s một trang từ trang thứ %(next)s",
            first=money(amount),
            pages=fee["first_pages"],
            rest=money(fee["rest"]),
            next=fee["first_pages"] + 1,
        )
    else:
        text = {
            "case": _("%(amount)s một hồ sơ", amount=money(amount)),
            "page": _("%(amount)s một trang", amount=money(amount)),
            "copy": _("%(amount)s một bản", amount=money(amount)),
            "paper": _("%(amount)s một giấy tờ, giao dịch", amount=money(amount)),
        }[per]
    if fee["cap"]:
        text += ", " + _("tối đa %(amount)s một bản", amount=money(fee["cap"]))
    notes = [said(CHANNELS[fee["channel"]])] if fee["channel"] else []
    notes += [text for text in (_days(fee), fee["basis"]) if text]
    return {
        "label": fee["label"],
        "text": text,
        "note": "; ".join(notes),
        "waived": [_waived(e) for e in fee["exemptions"]],
    }


def _waived(exemption: dict) -> dict:
    conditions = [said(CHANNELS[exemption["channel"]])] if exemption["channel"] else []
    conditions += [text for text in (_days(exemption), exemption["basis"]) if text]
    what = _("Miễn") if exemption["amount"] == 0 else _("Còn %(amount)s", amount=money(exemption["amount"]))
    return {"what": what, "name": exemption["name"], "note": "; ".join(conditions)}


def _days(rule: dict) -> str:
    if rule["from_on"] and rule["to_on"]:
        return _("từ %(first)s đến hết %(last)s", first=day(rule["from_on"]), last=day(rule["to_on"]))
    if rule["from_on"]:
        return _("từ %(first)s", first=day(rule["from_on"]))
    return _("đến hết %(last)s", last=day(rule["to_on"])) if rule["to_on"] else ""


def _result(result: dict) -> dict:
    notes = [result["authority"]] if result["authority"] else []
    if result["value"]:
        notes.append(limit(result["value"], result["unit"]))
    return {"name": result["name"], "note": "; ".join(notes)}
