"""Seeded bugs of the server: what has gone wrong in systems like this one, put into ours on purpose."""

from contextlib import contextmanager
from operator import itemgetter

from app.ledger import chain
from tests.ledger.simulator.surgery import Edit, Mutant


def _bug(name: str, *edits: tuple[str, str, str]) -> Mutant:
    return Mutant("server", name, tuple(Edit(*edit) for edit in edits))


_ACCEPT = "app.ledger.accept:_accept"


@contextmanager
def _chain_without_outcome(server):
    before = chain._picked
    chain._picked = itemgetter(*[name for name in chain.COVERED if name != "outcome"])
    try:
        yield
    finally:
        chain._picked = before


@contextmanager
def _answer_before_commit(server):
    """The last request before a death was answered, and what it did is not on the disk."""
    committed: list[bytes] = []

    def undo():
        if committed:
            server.put_back(committed.pop())

    def prepare():
        committed[:] = [server.image()]

    server.before_request.append(prepare)
    server.death_rites.append(undo)
    try:
        yield
    finally:
        server.before_request.clear()
        server.death_rites.clear()


SERVER = (
    _bug("no operation is known twice", (_ACCEPT, "before = logged.get(operation.id)", "before = None")),
    _bug(
        "the same id is the same operation, whatever it says",
        ("app.ledger.accept:_repeat", 'before["commitment"] != operation.commitment', "False"),
    ),
    _bug(
        "a forgery is told the result of the original",
        ("app.ledger.accept:_repeat", '"code": "op_id_conflict", "v": 0', '"code": before["code"], "v": before["v"]'),
    ),
    _bug("a gap in the numbers is taken", (_ACCEPT, "if operation.sequence > last_q + 1:", "if False:")),
    _bug("a copy of a tablet is not noticed", (_ACCEPT, "if operation.sequence <= last_q:", "if False:")),
    _bug(
        "what stands behind a gap is acknowledged",
        (
            _ACCEPT,
            "                break\n",
            '                results.append({"op": operation.id, "status": "ok", "code": "", "v": v})\n'
            "                continue\n",
        ),
    ),
    _bug(
        "what is refused is not logged",
        (
            _ACCEPT,
            "        code = answer.code if",
            "        if answer.outcome == 'rejected':\n"
            "            results.append({'op': operation.id, 'status': 'rejected', 'code': answer.code, 'v': v})\n"
            "            last_q, v = last_q - 1, v - 1\n"
            "            continue\n"
            "        code = answer.code if",
        ),
    ),
    _bug(
        "what is parked is dropped",
        (
            _ACCEPT,
            "        entry = {",
            "        if answer.outcome == 'parked':\n"
            "            results.append({'op': operation.id, 'status': 'parked', 'code': code, 'v': v})\n"
            "            v -= 1\n"
            "            continue\n"
            "        entry = {",
        ),
    ),
    _bug("a number is used up twice", (_ACCEPT, "        last_q += 1\n", "        last_q += 1 + (v % 7 == 0)\n")),
    _bug(
        "one operation too many stops the batch in silence", (_ACCEPT, "for one in opened:", "for one in opened[:3]:")
    ),
    _bug(
        "a mistake of ours stops the whole batch",
        ("app.ledger.accept:decide", 'return Refusal("operation_error", parked=True)', "raise"),
    ),
    _bug(
        "a conflict is on nobody's list",
        (_ACCEPT, '("conflict", "rejected", "parked") and', '("rejected", "parked") and'),
    ),
    _bug(
        "a refusal is on nobody's list",
        (_ACCEPT, '("conflict", "rejected", "parked") and', '("conflict", "parked") and'),
    ),
    Mutant("server", "the chain leaves the outcome out", setting=_chain_without_outcome),
    Mutant("server", "the answer leaves before the commit", setting=_answer_before_commit),
    _bug(
        "the last one to write wins",
        ("app.rules.merge:merge", "if name in was and was[name] == held[name]:", "if True:"),
    ),
    _bug(
        "half of what belongs together is taken",
        ("app.rules.merge:merge", "if taken and conflicts and fields.check_together(values, together):", "if False:"),
    ),
    _bug(
        "a voided record can be amended",
        ("app.rules.assistance:_changeable", 'if held["voided_at"] is not None:', "if False:"),
    ),
    _bug(
        "a settlement writes over what changed since",
        ("app.rules.assistance:settle_conflict", "if changed := changed_since(seen, before):", "if changed := None:"),
    ),
    _bug(
        "a conflict can be settled twice",
        (
            "app.ledger.review:apply_review",
            'if review["closed_at"] is not None:',
            'if review["closed_at"] is not None and one.operation.type != "review.settle/1":',
        ),
    ),
    _bug(
        "what was parked can be released twice",
        (
            "app.ledger.review:apply_review",
            'if review["closed_at"] is not None:',
            'if review["closed_at"] is not None and one.operation.type != "review.release/1":',
        ),
    ),
    _bug(
        "time lets in what only a person may",
        ("app.ledger.review:_release", 'released=vouched or "because" not in one.body', "released=True"),
    ),
    _bug(
        "time forgets that somebody has vouched",
        (
            "app.ledger.review:_release",
            'released=vouched or "because" not in one.body',
            'released="because" not in one.body',
        ),
    ),
    _bug(
        "a release that fails takes the operation off the list",
        ("app.ledger.review:_turned", "return {**review,", 'return {**review, "closed_at": now,'),
    ),
    _bug("nothing is tried again by time", ("app.rules.retry:next_at", "if code not in BY_TIME or", "if True or")),
    _bug(
        "nothing is tried again after an upgrade",
        ("app.records.parked:_to_try_again", "timely | upgraded", "timely"),
    ),
    _bug("a shift never runs out", ("app.rules.shift:working_refusal", 'context.at > shift["expires_at"]', "False")),
    _bug(
        "anybody may work in anybody's shift",
        ("app.rules.shift:working_refusal", 'if shift["staff"] != operation.author:', "if False:"),
    ),
    _bug("a forged ward is taken", ("app.ledger.accept:judge", "if operation.ward != state.ward_id:", "if False:")),
    _bug("a forged device is taken", ("app.ledger.accept:judge", 'if operation.device != device["id"]:', "if False:")),
    _bug(
        "a tablet may do what a desk does",
        ("app.ledger.accept:judge", "if from_tablet and not kind.on_tablet:", "if False:"),
    ),
    _bug(
        "who has left may go on",
        ("app.ledger.accept:_header_refusal", 'if not author["active"] and not released:', "if False:"),
    ),
    _bug(
        "a commitment is not checked",
        (
            "app.ledger.envelope:_open_body",
            '                return None, None, Refusal("commitment_mismatch")',
            "                pass",
        ),
    ),
    _bug(
        "a tablet's clock is believed",
        (
            "app.ledger.envelope:open_operation",
            "min(clock.parse(operation.at) - operation.clock_offset, now)",
            "clock.parse(operation.at)",
        ),
    ),
    _bug(
        "a changed list is not told",
        ("app.ledger.accept:_store", 'head["reference_v"] = v', "pass"),
    ),
    _bug(
        "what left the scope stays on the tablet",
        ("app.ledger.lobby:gone", "        if not left:\n            continue\n", "        continue\n"),
    ),
    _bug(
        "the head is read after the rows",
        ("app.ledger.pull:pull", "if at > v]\n        left", 'if v < at < head["v"]]\n        left'),
    ),
    _bug(
        "a page of a pull ends within a position",
        (
            "app.ledger.pull:pull",
            "for at, kind, text in changed if at <= last_v)",
            "for at, kind, text in sorted(changed)[:PULL_ROWS_MAX] if at <= last_v)",
        ),
    ),
    _bug(
        "a page of a pull forgets its last rows",
        (
            "app.ledger.pull:pull",
            "for at, kind, text in changed if at <= last_v)",
            "for at, kind, text in changed if at < last_v)",
        ),
    ),
    _bug(
        "another life of the ledger is taken for this one",
        ("app.ledger.pull:pull", "if not _on_our_chain(ward_id, head, v, h):", "if v > head['v']:"),
    ),
    _bug(
        "rows of another ward are told",
        (
            "app.records.scope:_of_ward",
            '.where((model.id if noun == "ward" else model.ward_id) == ward_id)',
            ".where(True)",
        ),
    ),
    _bug(
        "lines of other tablets are told",
        ("app.records.scope:_said_by", "LedgerEntry.device == device_id", "LedgerEntry.device != ''"),
        ("app.records.scope:own_assistances", 'row["device"] == device_id and ', ""),
    ),
    _bug(
        "a snapshot forgets the lines",
        (
            "app.ledger.snapshot:snapshot",
            "for kind, rows in kinds.items() for",
            "for kind, rows in held.rows.items() for",
        ),
    ),
    _bug(
        "durable is what was sent",
        ("app.ledger.backup:_advance", "Device.update(durable_q=q)", "Device.update(durable_q=Device.last_q)"),
    ),
    _bug(
        "durable is what only the newest backup holds",
        ("tests.ledger.simulator.steps_ward:back_up", "play.backups[-2].last_q", "play.backups[-1].last_q"),
    ),
    _bug(
        "a restored server does not say that it was",
        (
            "tests.ledger.simulator.steps_ward:begin_new_life",
            '"ledger_head" SET "incarnation" = ? WHERE',
            '"ledger_head" SET "incarnation" = coalesce(incarnation, ?) WHERE',
        ),
    ),
    _bug(
        "a tablet is let in again with its old numbers",
        ("app.ledger.founding:returned_tablet", "limit(1).scalar() or 0,", "limit(1).scalar() or 1,"),
    ),
    _bug(
        "a rescued operation is taken under its old number",
        (_ACCEPT, "if from_tablet and not vouched:", "if from_tablet:"),
    ),
    _bug(
        "any letter under a number is the same letter",
        ("app.ledger.dead_letter:dead_letter", 'f"{q} {told.hexdigest()}"', "str(q)"),
    ),
    _bug(
        "who signed in while something else kept it back has not vouched",
        ("app.ledger.review:_release", "if _waits_for_its_author(answer) and", "if False and"),
    ),
    _bug(
        "nothing is released behind a new shift",
        ("app.ledger.release:release_behind_shifts", 'if operation.type == "shift.open/1" and', "if False and"),
    ),
    _bug(
        "a row is not written when it stood before",
        (
            "app.records.batch:write_rows",
            'if str(row["id"]) in changed_ids]',
            'if str(row["id"]) in changed_ids and row["v"] % 3]',
        ),
    ),
    _bug(
        "a server that dies keeps half",
        (
            "app.ledger.accept:_store",
            "batch.insert(ledger_entry.LedgerEntry, entries)\n",
            "batch.insert(ledger_entry.LedgerEntry, entries)\n    batch.run_many('COMMIT', [()])\n"
            "    batch.run_many('BEGIN IMMEDIATE', [()])\n",
        ),
    ),
)
