"""Every type of operation there is: which noun it changes, which right it needs, which rule applies it."""

from collections.abc import Callable
from dataclasses import dataclass

from app.rules import (
    answer_template,
    assistance,
    certification,
    declaration,
    dossier,
    dossier_course,
    dossier_delay,
    dossier_end,
    dossier_import,
    dossier_supplement,
    duplicate,
    evaluation,
    evaluation_scheme,
    feedback,
    feedback_alike,
    feedback_course,
    feedback_rating,
    household,
    household_visit,
    index766,
    inspection,
    inspection_fault,
    notice,
    notice_posting,
    office,
    outreach,
    outreach_lines,
    place,
    procedure,
    queue,
    register,
    report,
    shift,
    staff,
    ticket,
    tip,
    unit,
    ward,
    workday,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """`on_tablet`: an enrolled device may send it. `in_shift`: and then only inside a shift.

    `personal`: its body is sealed when saved on a device. `list_changed`: tablets must fetch their lists again.
    """

    noun: str
    verb: str
    apply: Callable
    on_tablet: bool = False
    in_shift: bool = False
    personal: bool = False
    list_changed: bool = False


KINDS: dict[str, Kind] = {
    "assistance.record/1": Kind(
        "assistance", "assistance.record", assistance.record, on_tablet=True, in_shift=True, personal=True
    ),
    "assistance.amend/1": Kind(
        "assistance", "assistance.amend", assistance.amend, on_tablet=True, in_shift=True, personal=True
    ),
    "assistance.void/1": Kind("assistance", "assistance.void", assistance.void, on_tablet=True, in_shift=True),
    "assistance.distinct/1": Kind("assistance", "assistance.distinct", duplicate.distinct),
    "shift.open/1": Kind("shift", "shift.open", shift.open_shift, on_tablet=True),
    "shift.close/1": Kind("shift", "shift.close", shift.close_shift, on_tablet=True),
    "dossier.receive/1": Kind(
        "dossier", "dossier.receive", dossier.receive, on_tablet=True, in_shift=True, personal=True
    ),
    "dossier.import/1": Kind("dossier", "dossier.import", dossier_import.take),
    "dossier.amend/1": Kind("dossier", "dossier.amend", dossier.amend),
    "dossier.request_supplement/1": Kind(
        "dossier", "dossier.request_supplement", dossier_supplement.request_supplement
    ),
    "dossier.complete/1": Kind("dossier", "dossier.complete", dossier_supplement.complete),
    "dossier.verify/1": Kind("dossier", "dossier.verify", dossier_delay.verify),
    "dossier.ask_extension/1": Kind("dossier", "dossier.ask_extension", dossier_delay.ask_extension),
    "dossier.extend/1": Kind("dossier", "dossier.extend", dossier_delay.extend),
    "dossier.apologise/1": Kind("dossier", "dossier.apologise", dossier_delay.apologise),
    "dossier.redate/1": Kind("dossier", "dossier.redate", dossier_delay.redate),
    "dossier.hand_over/1": Kind("dossier", "dossier.hand_over", dossier_course.hand_over),
    "dossier.take_over/1": Kind("dossier", "dossier.take_over", dossier_course.take_over),
    "dossier.finish/1": Kind("dossier", "dossier.finish", dossier_course.finish),
    "dossier.return/1": Kind("dossier", "dossier.return", dossier_course.give_result),
    "dossier.confirm_return/1": Kind("dossier", "dossier.confirm_return", dossier_course.confirm_return),
    "dossier.refuse/1": Kind("dossier", "dossier.refuse", dossier_end.refuse),
    "dossier.stop/1": Kind("dossier", "dossier.stop", dossier_end.stop),
    "dossier.withdraw/1": Kind("dossier", "dossier.withdraw", dossier_end.withdraw),
    "dossier.void/1": Kind("dossier", "dossier.void", dossier_end.void),
    "declaration.send/1": Kind(
        "declaration", "declaration.send", declaration.send, on_tablet=True, in_shift=True, personal=True
    ),
    "declaration.take/1": Kind("declaration", "declaration.take", declaration.take),
    "register.lease/1": Kind("number_lease", "register.lease", register.lease, on_tablet=True, in_shift=True),
    "register.give_back/1": Kind("number_lease", "register.give_back", register.give_back, on_tablet=True),
    "register.close/1": Kind("register", "register.close", register.close),
    "certification.record/1": Kind("certification", "certification.record", certification.record),
    "certification.void/1": Kind("certification", "certification.void", certification.void),
    "feedback.receive/1": Kind("feedback", "feedback.receive", feedback.receive),
    "feedback.amend/1": Kind("feedback", "feedback.amend", feedback.amend),
    "feedback.classify/1": Kind("feedback", "feedback.classify", feedback.classify),
    "feedback.assign/1": Kind("feedback", "feedback.assign", feedback_course.assign),
    "feedback.forward/1": Kind("feedback", "feedback.forward", feedback_course.forward),
    "feedback.verify/1": Kind("feedback", "feedback.verify", feedback_course.verify),
    "feedback.release/1": Kind("feedback", "feedback.release", feedback_course.release),
    "feedback.answer/1": Kind("feedback", "feedback.answer", feedback_course.answer),
    "feedback.publish/1": Kind("feedback", "feedback.publish", feedback_course.publish),
    "feedback.redate/1": Kind("feedback", "feedback.redate", feedback_course.redate),
    "feedback.relate/1": Kind("feedback", "feedback.relate", feedback_alike.relate),
    "feedback.rate/1": Kind("feedback", "feedback.rate", feedback_rating.rate),
    "household.put/1": Kind("household", "household.put", household.put),
    "household.import/1": Kind("household", "household.import", household.take),
    "household.join/1": Kind("household", "household.join", household.join),
    "household.observe/1": Kind("household_observation", "household.observe", household_visit.observe),
    "household.retract/1": Kind("household_observation", "household.retract", household_visit.retract),
    "household.visit/1": Kind(
        "household_visit", "household.visit", household_visit.visit, on_tablet=True, in_shift=True, personal=True
    ),
    "answer_template.put/1": Kind("answer_template", "answer_template.put", answer_template.put),
    "notice.put/1": Kind("notice", "notice.put", notice.put),
    "notice.send/1": Kind("notice", "notice.send", notice.send),
    "notice.prolong/1": Kind("notice", "notice.prolong", notice.prolong),
    "notice.withdraw/1": Kind("notice", "notice.withdraw", notice.withdraw),
    "notice.post/1": Kind("notice_posting", "notice.post", notice_posting.post),
    "notice.take_off/1": Kind("notice_posting", "notice.take_off", notice_posting.take_off),
    "notice.unpost/1": Kind("notice_posting", "notice.unpost", notice_posting.unpost),
    "outreach.plan/1": Kind("outreach", "outreach.plan", outreach.plan),
    "outreach.amend/1": Kind("outreach", "outreach.amend", outreach.amend),
    "outreach.hold/1": Kind("outreach", "outreach.hold", outreach.hold),
    "outreach.ask/1": Kind("outreach", "outreach.ask", outreach_lines.ask),
    "outreach.answer/1": Kind("outreach", "outreach.answer", outreach_lines.answer),
    "outreach.link/1": Kind("outreach", "outreach.link", outreach_lines.link),
    "outreach.hand_out/1": Kind("outreach", "outreach.hand_out", outreach_lines.hand_out),
    "outreach.strike/1": Kind("outreach", "outreach.strike", outreach_lines.strike),
    "outreach.minute/1": Kind("outreach", "outreach.minute", outreach.minute),
    "outreach.cancel/1": Kind("outreach", "outreach.cancel", outreach.cancel),
    "inspection.open/1": Kind("inspection", "inspection.open", inspection.open_inspection),
    "inspection.find/1": Kind("inspection", "inspection.find", inspection.find),
    "inspection.conclude/1": Kind("inspection", "inspection.conclude", inspection.conclude),
    "inspection.void/1": Kind("inspection", "inspection.void", inspection.void),
    "inspection.assign/1": Kind("inspection_fault", "inspection.assign", inspection_fault.assign),
    "inspection.mend/1": Kind("inspection_fault", "inspection.mend", inspection_fault.mend),
    "inspection.check/1": Kind("inspection_fault", "inspection.check", inspection_fault.check),
    "report.issue/1": Kind("report", "report.issue", report.issue),
    "report.sign/1": Kind("report", "report.sign", report.sign),
    "ticket.take/1": Kind("ticket", "ticket.take", ticket.take, on_tablet=True, in_shift=True),
    "ticket.call/1": Kind("ticket", "ticket.call", ticket.call, on_tablet=True, in_shift=True),
    "ticket.recall/1": Kind("ticket", "ticket.recall", ticket.recall, on_tablet=True, in_shift=True),
    "ticket.skip/1": Kind("ticket", "ticket.skip", ticket.skip, on_tablet=True, in_shift=True),
    "ticket.serve/1": Kind("ticket", "ticket.serve", ticket.serve, on_tablet=True, in_shift=True),
    "ticket.done/1": Kind("ticket", "ticket.done", ticket.done, on_tablet=True, in_shift=True),
    "ticket.transfer/1": Kind("ticket", "ticket.transfer", ticket.transfer),
    "ticket.apologise/1": Kind("ticket", "ticket.apologise", ticket.apologise),
    "ticket.lapse/1": Kind("ticket", "ticket.lapse", ticket.lapse),
    "queue.put/1": Kind("queue", "queue.put", queue.put),
    "evaluation.confirm/1": Kind("evaluation", "evaluation.confirm", evaluation.confirm),
    "evaluation.change/1": Kind("evaluation", "evaluation.change", evaluation.change),
    "evaluation_finding.put/1": Kind("evaluation_finding", "evaluation_finding.put", evaluation.find),
    "evaluation_scheme.put/1": Kind("evaluation_scheme", "evaluation_scheme.put", evaluation_scheme.put),
    "national_month.put/1": Kind("national_month", "national_month.put", index766.put),
    "tip_key.put/1": Kind("tip_key", "tip_key.put", tip.put_key),
    "ward.put/1": Kind("ward", "ward.put", ward.put, list_changed=True),
    "support_point.put/1": Kind("support_point", "support_point.put", place.put_support_point, list_changed=True),
    "neighbourhood.put/1": Kind("neighbourhood", "neighbourhood.put", place.put_neighbourhood, list_changed=True),
    "building.put/1": Kind("building", "building.put", place.put_building, list_changed=True),
    "unit.put/1": Kind("unit", "unit.put", unit.put),
    "workday.put/1": Kind("workday", "workday.put", workday.put, list_changed=True),
    "office.put/1": Kind("office", "office.put", office.put, list_changed=True),
    "staff.put/1": Kind("staff", "staff.put", staff.put, list_changed=True),
    "procedure.put/1": Kind("procedure", "procedure.put", procedure.put, list_changed=True),
}

# Nouns whose rows are lists that rules refer to and tablets hold.
LISTED = frozenset(kind.noun for kind in KINDS.values() if kind.list_changed)

# About other operations, applied by the ledger itself: see ledger.review.
REVIEW_KINDS = {"review.settle/1": "review.settle", "review.release/1": "review.release"}
