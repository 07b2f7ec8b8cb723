"""What was typed for a certification (chứng thực): its job, its lines of papers, what they cost by rule."""

import json
from dataclasses import dataclass, field

from flask import request
from flask_babel import gettext as _
from flask_login import current_user

from app.records import certification, procedure, staff
from app.rules import certification as rules
from app.rules import certification_due, fields, handling
from app.rules.clock import day_of
from app.rules.fee import exemptions, money
from app.rules.register import REGISTERS
from app.rules.text import clean, fold
from app.web import card_form
from app.web.door import field_sentence, form_errors
from app.web.dossier_words import calendar_of
from app.web.sessions import now_ms

# More than may be saved, so that nothing typed is lost without a word.
_LINES_READ = 60
_LATEST = 200
_SUGGESTED = 30
COLLECTED = ("full", "none", "other")


@dataclass(frozen=True, slots=True)
class Job:
    """One kind of certification: a variant of a procedure whose results go into a register of certifications."""

    version: dict
    variant: dict

    @property
    def key(self) -> str:
        return f"{self.version['id']}~{self.variant['key']}"

    @property
    def name(self) -> str:
        own = self.version["name"]
        return own if len(handling.variants(self.version)) == 1 else f"{own} – {self.variant['name']}"

    @property
    def by_page(self) -> bool:
        return any(fee["per"] == "page" for fee in self.variant["fees"])

    def exemptions(self, on: str) -> list[tuple[str, str]]:
        return [(each["key"], each["name"]) for each in exemptions(self.variant, "direct", on)]

    def for_browser(self) -> str:
        """What static/js/core/handling.js counts with."""
        kept = {"fees": self.variant["fees"], "fee_text": self.variant["fee_text"]}
        return json.dumps(kept, ensure_ascii=False)


def jobs(ward_id: int) -> list[Job]:
    """Every certification the ward does, copies from originals first."""
    found = [
        Job(version, variant)
        for version in procedure.current_procedures(ward_id)
        for variant in (handling.variants(version) if version["handling"] else ())
        if variant["register"]
    ]
    order = list(REGISTERS)
    return sorted(found, key=lambda job: (order.index(job.variant["register"]), job.name))


def chosen(every: list[Job], latest: list[dict]) -> Job | None:
    """The job asked for; else the one this person did last; else the first."""
    by_key = {job.key: job for job in every}
    asked = request.values.get("viec", "")
    if asked in by_key:
        return by_key[asked]
    mine = (row for row in latest if row["staff"] == current_user.row["id"])
    own = next(mine, None)
    if own is not None:
        for job in every:
            if (job.version["code"], job.variant["key"]) == (own["procedure_code"], own["variant"]):
                return job
    return every[0] if every else None


def latest_of_ward(ward_id: int) -> list[dict]:
    return certification.latest_certifications(ward_id, _LATEST)


def suggested_papers(latest: list[dict]) -> list[str]:
    """Names of papers: those of the last visits, the latest first, then the usual ones; each once."""
    used = [line["paper"] for row in latest for line in json.loads(row["lines"])]
    names: dict[str, str] = {}
    for name in (*used, *rules.USUAL_PAPERS):
        names.setdefault(fold(name), name)
    return list(names.values())[:_SUGGESTED]


def signers(latest: list[dict]) -> list[str]:
    """Who may have signed: those of the last visits, then the ward's leaders."""
    people = staff.all_staff(current_user.ward_id)
    leaders = [row["name"] for row in people if row["role"] == "leader" and row["active"]]
    return list(dict.fromkeys([*(row["signer"] for row in latest if row["signer"]), *leaders]))


@dataclass(slots=True)
class Typed:
    """A form as it came: texts as typed, and what is wrong with it. `line_errors`: {(line, column): sentence}."""

    name: str = ""
    lines: list[dict] = field(default_factory=list)
    exemption: str = ""
    collected: str = "full"
    amount: str = ""
    fee_receipt: str = ""
    signer: str = ""
    note: str = ""
    appointed: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    total: dict = field(default_factory=dict)

    def summary(self) -> list[dict]:
        return card_form.summary(self.errors)


def fresh(job: Job, signer: str) -> Typed:
    typed = Typed(signer=signer, lines=[empty_line(job)])
    _price(typed, job)
    return typed


def empty_line(job: Job) -> dict:
    return {"paper": "", "pages": "" if job.by_page else "1", "copies": "1"}


def read(job: Job) -> tuple[Typed, dict]:
    """(the form, the body of `certification.record/1` as far as it can be made)."""
    posted = request.form
    columns = [posted.getlist(name)[:_LINES_READ] for name in ("paper", "pages", "copies")]
    lines = [dict(zip(("paper", "pages", "copies"), cells, strict=True)) for cells in zip(*columns, strict=False)]
    typed = Typed(
        **{name: posted.get(name, "") for name in ("name", "exemption", "amount", "fee_receipt", "signer", "note")},
        appointed=posted.get("appointed", "")[:16],
        collected=posted.get("collected") if posted.get("collected") in COLLECTED else "full",
        lines=[line for line in lines if _says_something(line, job)],
    )
    total = _price(typed, job)
    body = {
        "procedure": job.version["id"],
        "variant": job.variant["key"],
        "name": typed.name,
        "lines": [{**line, "pages": _count(line["pages"]), "copies": _count(line["copies"])} for line in _bare(typed)],
        "exemption": typed.exemption,
        "fee_paid": _paid(typed, total),
        "fee_receipt": typed.fee_receipt,
        "signer": typed.signer,
        "note": typed.note,
        "appointed": typed.appointed,
    }
    return typed, body


def _bare(typed: Typed) -> list[dict]:
    return [{name: line[name] for name in ("paper", "pages", "copies")} for line in typed.lines]


def _says_something(line: dict, job: Job) -> bool:
    """An empty line at the end is no mistake."""
    return bool(clean(line["paper"])) or line != {**empty_line(job), "paper": line["paper"]}


def _count(text: str) -> int:
    kept = text.strip()
    return int(kept) if kept.isascii() and kept.isdigit() and len(kept) < 5 else -1


def _paid(typed: Typed, total: dict) -> int:
    if typed.collected == "other":
        kept = typed.amount.strip().replace(".", "")
        return int(kept) if kept.isascii() and kept.isdigit() and len(kept) < 11 else -1
    return total["amount"] if typed.collected == "full" else 0


def _price(typed: Typed, job: Job) -> dict:
    """Says at each line what it costs and why; the total."""
    on, amount, known = day_of(now_ms()), 0, True
    for line in typed.lines:
        counted = {name: _count(line[name]) for name in ("pages", "copies")}
        if min(counted.values()) < 1:
            line["fee"] = line["why"] = ""
            continue
        fee = rules.fee_of(counted, job.variant, typed.exemption, on)
        line["fee"] = money(fee["total"]) if fee["known"] else _("Chưa có mức")
        line["why"] = "; ".join(each["why"] for each in fee["lines"])
        amount, known = amount + (fee["total"] or 0), known and fee["known"]
    typed.total = {"amount": amount, "known": known, "text": money(amount) if known else _("Chưa có mức theo quy định")}
    return typed.total


def check(typed: Typed, body: dict, job: Job) -> None:
    """Puts into `typed.errors` what the door would refuse, each beside its own field."""
    flat = {name: value for name, value in body.items() if name != "lines"}
    _clean, refusals = fields.check(flat, rules.FIELDS, day_of(now_ms()))
    errors = form_errors(refusals)
    if not typed.lines:
        errors["paper-1"] = _("Ghi ít nhất một loại giấy tờ.")
    for number, line in enumerate(body["lines"], 1):
        if not clean(line["paper"]):
            errors[f"paper-{number}"] = _("Dòng %(number)s: ghi tên loại giấy tờ.", number=number)
        for name, said in (("pages", _("số trang bản chính")), ("copies", _("số bản"))):
            if line[name] < 1:
                errors[f"{name}-{number}"] = _("Dòng %(number)s: ghi %(what)s từ 1 đến 9999.", number=number, what=said)
        _kept, refusals = rules.check_lines([line])
        for sentence in form_errors(refusals).values():
            if not any(f"{name}-{number}" in errors for name in line):
                errors[f"paper-{number}"] = sentence
    _kept, refusals = rules.check_lines(body["lines"])
    if "too_many" in [refusal.code for refusal in refusals]:
        errors["paper-1"] = _("Một lượt ghi được nhiều nhất %(most)s loại giấy tờ.", most=rules.LINES_MAX)
    if typed.exemption and typed.exemption not in dict(job.exemptions(day_of(now_ms()))):
        errors["exemption"] = field_sentence("exemption_unknown", {})
    by_rule = typed.total["known"] and body["fee_paid"] in (0, typed.total["amount"])
    if not by_rule and body["fee_paid"] > 0 and not clean(typed.fee_receipt):
        errors["fee_receipt"] = field_sentence("fee_needs_receipt", {})
    if "appointed" not in errors:
        given = (job.variant, calendar_of(current_user.ward_id), now_ms(), typed.appointed, clean(typed.note))
        _due, wrong = certification_due.appointed(*given)
        if wrong:
            errors["appointed"] = field_sentence(wrong, {})
    if "fee_paid" in errors:
        errors["amount"] = errors.pop("fee_paid")
    papers = [name for name in errors if "-" in name]
    order = ["name", *papers, "exemption", "amount", "fee_receipt", "signer", "appointed", "note"]
    typed.errors = {name: errors[name] for name in (*order, *errors) if name in errors}
