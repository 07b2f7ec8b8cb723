"""Two reports of the demo ward: one that its head has signed off, one that waits. Their figures are the ward's own."""

from app.demo.dossiers import DUC, HA, MINH
from app.ledger.accept import accept
from app.ledger.envelope import intent
from app.ledger.founding import WEB
from app.rules import report_period
from app.rules.clock import day_of
from app.rules.report import KINDS, report_id
from app.rules.report_document import frozen
from app.web.report_making import Making


def issue(ward_id: int, staff: dict[str, str], now: int, whole_year: bool) -> None:
    """`staff`: {login: id}. Time in ms. Without a year behind it the ward reports what it has: the period so far."""
    for kind, by, signed in (("support_month", HA, True), ("form_06a", DUC, False)):
        today, cadence = day_of(now), KINDS[kind].cadence
        first, last = report_period.over(cadence, today) if whole_year else report_period.period_of(cadence, today)
        last = min(last, today)
        entity = report_id(kind, first, last, "")
        document = Making(ward_id, kind, first, last, staff[by], now).document()
        body = {"kind": kind, "first": first, "last": last, "corrects": "", "document": frozen(document)}
        made = [_said(ward_id, "report.issue/1", entity, body, staff[by], now)]
        if signed:
            made.append(_said(ward_id, "report.sign/1", entity, {}, staff[MINH], now))
        results = accept(ward_id, WEB, made, now).results
        if wrong := [one for one in results if one["status"] != "ok"]:
            raise ValueError(f"the demo's report does not fit the rules: {wrong[0]['code']}")


def _said(ward_id: int, type_: str, entity: str, body: dict, author: str, now: int):
    return intent(type_, entity, body, ward=ward_id, device=WEB, author=author, now=now, at=now)
