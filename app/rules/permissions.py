"""Who may do what: verbs ("noun.verb") against roles. The only table of rights; routes and the ledger both ask it."""

from app.rules.glossary import ROLES

_EVERYBODY = frozenset(ROLES)
_DESK = frozenset({"clerk", "leader", "admin"})
# A lead within his own neighbourhood alone: the rule asks.
_LEADING = frozenset({"lead", "clerk", "leader", "admin"})
_ADMIN = frozenset({"admin"})
_COUNTER = frozenset({"clerk", "admin"})
# Who signs for the ward and answers for what is late (NĐ 61/2018 Đ19.9): the chair and the vice chairs.
HEADS = frozenset({"leader"})

RIGHTS: dict[str, frozenset[str]] = {
    "home.see": _EVERYBODY,
    "account.change": _EVERYBODY,
    # what a support point does
    "shift.open": frozenset({"volunteer", "lead", "clerk", "admin"}),
    "shift.close": frozenset({"volunteer", "lead", "clerk", "admin"}),
    "shift.see": _EVERYBODY,
    "shift.print": _EVERYBODY,
    "assistance.record": frozenset({"volunteer", "lead", "clerk", "admin"}),
    "assistance.amend": frozenset({"volunteer", "lead", "clerk", "admin"}),
    "assistance.void": frozenset({"volunteer", "lead", "clerk", "admin"}),
    "assistance.distinct": frozenset({"lead", "clerk", "admin"}),
    "assistance.see": _EVERYBODY,
    "assistance.print": _EVERYBODY,
    "review.see": frozenset({"clerk", "leader", "admin"}),
    "review.settle": frozenset({"clerk", "admin"}),
    "review.release": frozenset({"clerk", "admin"}),
    # the counter (bộ phận một cửa)
    "dossier.see": _DESK,
    "dossier.print": _DESK,
    "dossier.receive": _COUNTER,
    "dossier.amend": _COUNTER,
    "dossier.hand_over": _DESK,
    "dossier.take_over": _DESK,
    "dossier.request_supplement": _DESK,
    "dossier.complete": _COUNTER,
    "dossier.verify": _COUNTER,
    "dossier.ask_extension": _COUNTER,
    "dossier.extend": HEADS,
    "dossier.apologise": HEADS,
    "dossier.refuse": _DESK,
    "dossier.stop": HEADS,
    "dossier.withdraw": _COUNTER,
    "dossier.void": _DESK,
    "dossier.finish": _DESK,
    "dossier.return": _COUNTER,
    "dossier.confirm_return": _COUNTER,
    "dossier.redate": _COUNTER,
    "dossier.import": _COUNTER,
    "dossier.export": _DESK,
    "register.lease": _COUNTER,
    "register.give_back": _COUNTER,
    "register.see": _DESK,
    "register.close": frozenset({"leader", "admin"}),
    "certification.record": _COUNTER,
    "certification.void": _DESK,
    "certification.see": _DESK,
    # declarations that citizens filled in (tờ khai)
    "declaration.send": frozenset({"volunteer", "lead", "clerk", "admin"}),
    "declaration.see": _DESK,
    "declaration.take": _COUNTER,
    "declaration.print": _DESK,
    # what citizens say (góp ý, phản ánh, kiến nghị)
    "feedback.see": _DESK,
    "feedback.receive": _DESK,
    "feedback.amend": _DESK,
    "feedback.classify": _DESK,
    "feedback.assign": _DESK,
    "feedback.forward": _DESK,
    "feedback.answer": _DESK,
    "feedback.verify": HEADS,
    "feedback.release": HEADS,
    "feedback.publish": _DESK,
    "feedback.redate": _COUNTER,
    "feedback.relate": _DESK,
    # by whoever spoke alone
    "feedback.rate": frozenset(),
    "feedback.print": _DESK,
    "answer_template.put": _DESK,
    # notices (thông báo): written by the desk, posted by the leads, who see those for their own neighbourhood
    "notice.see": frozenset({"lead", "clerk", "leader", "admin"}),
    "notice.put": _DESK,
    "notice.send": _DESK,
    "notice.prolong": _DESK,
    "notice.withdraw": _DESK,
    "notice.post": frozenset({"lead", "clerk", "admin"}),
    "notice.take_off": frozenset({"lead", "clerk", "admin"}),
    "notice.unpost": frozenset({"lead", "clerk", "admin"}),
    "notice.print": frozenset({"lead", "clerk", "leader", "admin"}),
    # households (hộ)
    "household.see": _LEADING,
    "household.put": _LEADING,
    "household.import": _LEADING,
    "household.join": _LEADING,
    "household.observe": _LEADING,
    "household.retract": _LEADING,
    "household.visit": _LEADING,
    "household.export": _LEADING,
    # outreach (tuyên truyền, tập huấn, đối thoại); a lead reads what is for his own neighbourhood
    "outreach.see": frozenset({"lead", "clerk", "leader", "admin"}),
    "outreach.plan": _DESK,
    "outreach.amend": _DESK,
    "outreach.hold": _DESK,
    "outreach.ask": _DESK,
    "outreach.answer": _DESK,
    "outreach.link": _DESK,
    "outreach.hand_out": _DESK,
    "outreach.strike": _DESK,
    "outreach.minute": _DESK,
    "outreach.cancel": _DESK,
    # inspections (kiểm tra đột xuất); who may inspect what is the rule's (rules.inspection); a lead reads what is his
    "inspection.see": frozenset({"lead", "clerk", "leader", "admin"}),
    "inspection.open": _DESK,
    "inspection.find": _DESK,
    "inspection.conclude": _DESK,
    "inspection.void": _DESK,
    "inspection.assign": HEADS,
    "inspection.mend": frozenset({"lead", "clerk", "leader", "admin"}),
    "inspection.check": HEADS,
    # the queue (máy lấy số); a day is closed by the server alone
    "ticket.see": _EVERYBODY,
    "ticket.take": _EVERYBODY,
    "ticket.call": _EVERYBODY,
    "ticket.recall": _EVERYBODY,
    "ticket.skip": _EVERYBODY,
    "ticket.serve": _EVERYBODY,
    "ticket.done": _EVERYBODY,
    "ticket.transfer": _EVERYBODY,
    "ticket.apologise": _EVERYBODY,
    "ticket.lapse": frozenset(),
    "queue.put": _COUNTER,
    # tin báo nhũng nhiễu: past every desk, to the head; the file with the key decides who can read
    "tip.see": HEADS,
    "tip_key.put": HEADS,
    "unit.put": _ADMIN,
    "api_key.put": _ADMIN,
    # the wards that tell this office their sums; and this ward's own link to such an office
    "city.see": frozenset({"leader", "admin"}),
    "city.put": _ADMIN,
    "city.link": _ADMIN,
    "report.see": _DESK,
    "report.issue": _DESK,
    "report.sign": HEADS,
    # One's own day, a lead's own neighbourhood; what of the whole ward is only for the desk.
    "dashboard.see": _EVERYBODY,
    "dashboard.ward": _DESK,
    # the monthly evaluation (đánh giá tháng): everybody of the desk sees his own; the head alone decides (R19)
    "evaluation.see": _DESK,
    "evaluation.print": _DESK,
    "evaluation.confirm": HEADS,
    "evaluation.change": HEADS,
    "evaluation_finding.put": frozenset({"leader", "admin"}),
    "evaluation_scheme.put": frozenset({"leader", "admin"}),
    "national_month.put": _DESK,
    # For the boards of the ward; a lead for that of his own neighbourhood.
    "poster.print": frozenset({"lead", "clerk", "leader", "admin"}),
    # lists of the ward
    "calendar.see": _EVERYBODY,
    "workday.put": _ADMIN,
    "office.put": _ADMIN,
    "procedure.put": frozenset({"clerk", "admin"}),
    "procedure.import": frozenset({"clerk", "admin"}),
    "ward.put": _ADMIN,
    "support_point.put": _ADMIN,
    "neighbourhood.put": _ADMIN,
    "neighbourhood.see": _LEADING,
    "building.put": frozenset({"lead", "admin"}),
    "staff.put": _ADMIN,
    "staff.see": frozenset({"leader", "admin"}),
    "device.enrol": frozenset({"lead", "admin"}),
    "device.see": frozenset({"lead", "clerk", "leader", "admin"}),
    "device.revoke": frozenset({"lead", "admin"}),
    "device.rescue": frozenset({"lead", "clerk", "admin"}),
    "gallery.see": _ADMIN,
}

# Roles that read every assistance of the ward; a volunteer reads his own, a lead those of his own neighbourhood.
READS_WHOLE_WARD = _DESK


def allowed(role: str, verb: str) -> bool:
    """Whether a role may do a verb. An unknown verb is a mistake of ours and is refused."""
    return role in RIGHTS.get(verb, frozenset())
