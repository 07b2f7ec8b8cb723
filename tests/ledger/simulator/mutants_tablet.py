"""Seeded bugs of the tablet: how offline clients have lost, doubled or shown wrongly what people gave them."""

from tests.ledger.simulator.surgery import Edit, Mutant


def _bug(name: str, *edits: tuple[str, str, str]) -> Mutant:
    return Mutant("tablet", name, tuple(Edit(*edit) for edit in edits))


_STORAGE = "tests.ledger.simulator.storage:Storage"
_DRAIN = "tests.ledger.simulator.drain:drain"
_PULL = "tests.ledger.simulator.pull"

TABLET = (
    _bug(
        "acknowledged by count",
        (
            f"{_STORAGE}.apply_answer",
            'held = self._waiting(result.get("op"))',
            "held = next(iter(self.batch(1)), None)",
        ),
    ),
    _bug(
        "acknowledged by position",
        (
            f"{_STORAGE}.apply_answer",
            "    for result in results:\n",
            "    at = self.batch()\n"
            "    for place, result in enumerate(results):\n"
            "        result = {**result, 'op': at[place]['op'] if place < len(at) else ''}\n",
        ),
    ),
    _bug(
        "sent is not kept", (f"{_STORAGE}._answered", 'self.sent[op] = {**held, "sentAt": now - self.offset}', "pass")
    ),
    _bug("sent is forgotten before a backup has it", (f"{_STORAGE}.prune", 'row["q"] <= durable', "True")),
    _bug("sent is forgotten one too soon", (f"{_STORAGE}.prune", 'row["q"] <= durable', 'row["q"] <= durable + 1')),
    _bug(
        "numbering anew turns the order round",
        (f"{_STORAGE}._renumber", "for place, row in enumerate(rows):", "for place, row in enumerate(rows[::-1]):"),
    ),
    _bug(
        "two saves share a number",
        (f"{_STORAGE}.put", 'self.meta["next_q"] = q + 1', 'self.meta["next_q"] = q + q % 2'),
    ),
    _bug(
        "two rows of one number push each other out",
        (f"{_STORAGE}.send_again_from", 'if restored or len({row["q"] for row in rows}) < len(rows):', "if False:"),
    ),
    _bug(
        "a new enrolment forgets what was sent",
        (
            f"{_STORAGE}.adopt",
            'if before and row["dev"] == before["device"]["id"] and row["q"] <= durable:\n'
            '            self.sent[op] = {**row, "lasts": True}',
            "del self.sent[op]",
        ),
    ),
    _bug(
        "a new enrolment forgets which life of the server it knew",
        (f"{_STORAGE}._forget_cursor", '{**NOWHERE, "inc": self.cursor["inc"]}', "NOWHERE"),
        (f"{_PULL}:_settle", 'told["inc"] != asked["inc"]', '(asked["inc"] != "" and told["inc"] != asked["inc"])'),
    ),
    _bug(
        "after a restore only the numbers behind the gap go out again",
        (f"{_STORAGE}.send_again_from", "if restored:\n        # A", "if False:\n        # A"),
    ),
    _bug(
        "a restored server gets nothing again",
        (
            f"{_STORAGE}.send_again_from",
            "return len(back)",
            "self.outbox = {q: row for q, row in self.outbox.items() if row not in back}",
        ),
    ),
    _bug(
        "a new life of the server is not noticed",
        (f"{_PULL}:_settle", 'diverged or told["inc"] != asked["inc"]', "diverged"),
    ),
    _bug(
        "a ledger that does not fit is taken",
        (f"{_PULL}:_page", "_snapshot(tablet, cursor, diverged=True)", '_snapshot(tablet, {**cursor, "inc": ""})'),
        (f"{_PULL}:_settle", 'told["inc"] != asked["inc"]', '(asked["inc"] != "" and told["inc"] != asked["inc"])'),
    ),
    _bug(
        "sums are not compared",
        (
            f"{_PULL}:_agree",
            "all(sum_of(lists.get(kind, {})) == told for kind, told in sums.items())",
            "True",
        ),
    ),
    _bug(
        "any refusal removes what was refused",
        (
            _DRAIN,
            '        if heard.kind != "answer":\n',
            '        if heard.kind == "problem":\n'
            "            storage.outbox = {}\n"
            '        if heard.kind != "answer":\n',
        ),
    ),
    _bug(
        "the Wi-Fi's login page is a receipt",
        (
            _DRAIN,
            '        if heard.kind != "answer":\n',
            '        if heard.kind == "captive":\n'
            '            storage.apply_answer([{"op": row["op"], "status": "ok"} for row in rows], None, tablet.now)\n'
            '        if heard.kind != "answer":\n',
        ),
    ),
    _bug(
        "no answer is a good answer",
        (
            _DRAIN,
            '        if heard.kind != "answer":\n',
            '        if heard.kind == "offline":\n'
            '            storage.apply_answer([{"op": row["op"], "status": "ok"} for row in rows], None, tablet.now)\n'
            '        if heard.kind != "answer":\n',
        ),
    ),
    _bug(
        "a status from the future counts as delivered",
        (f"{_STORAGE}.apply_answer", "if not understood(result):", "if False:"),
    ),
    _bug(
        "poison blocks what stands behind it",
        (_DRAIN, "heard = yield from _dead_letter(tablet, rows[0])\n", "return heard\n"),
    ),
    _bug(
        "a refused batch is given up whole",
        (_DRAIN, "            if len(rows) > 1:\n", "            if len(rows) > 99:\n"),
    ),
    _bug(
        "a dead letter needs no answer",
        (
            "tests.ledger.simulator.drain:_dead_letter",
            '    if heard.kind != "answer":\n        return heard\n',
            '    if heard.kind == "problem":\n        return heard\n'
            '    told = {"next_q": 10**6, "results": [0], **(heard.json or {})}\n'
            '    heard = Heard("answer", 200, told, reached=True)\n',
        ),
    ),
    _bug(
        "a clone of poison hears of the poison only",
        (
            "tests.ledger.simulator.drain:_dead_letter",
            'return heard if again.kind == "problem" and again.status in ABOUT_CONTENT else again',
            "return again",
        ),
    ),
    _bug(
        "shown as saved before it is kept",
        (
            "tests.ledger.simulator.steps_tablet:save",
            '    if crash == "before":\n',
            '    said.shown = crash == "before"\n    play.audit.note(said)\n    if crash == "before":\n',
        ),
    ),
    _bug(
        "saved, says a full phone",
        (
            "tests.ledger.simulator.tablet:Tablet.keep",
            "        return False\n",
            "        said.shown = True\n        return True\n",
        ),
    ),
    _bug(
        "signing out clears the outbox",
        (f"{_STORAGE}.end_shift", 'self.meta.pop("shift", None)', 'self.meta.pop("shift", None)\n    self.outbox = {}'),
    ),
    _bug(
        "a wipe does not wait for the outbox", ("tests.ledger.simulator.errands:wipe", " or storage.outbox or", " or")
    ),
    _bug("gone rows stay", (f"{_PULL}:changed", 'told.get("gone", {}).items()', "()")),
    _bug("old lines stay", (f"{_PULL}:changed", 'if line["at"] > told.get("since", 0)}', "}")),
    _bug(
        "a cut snapshot is whole",
        (
            f"{_PULL}:_snapshot",
            'if not head or end.get("end") != len(found) - 1 or end.get("sum") != _short_hash("\\n".join(lines[:-1])):',
            "if not head:",
        ),
    ),
    _bug(
        "the clock's error is added, not taken off",
        ("tests.ledger.simulator.tablet:Tablet.make", '"co": self.storage.offset', '"co": -self.storage.offset'),
    ),
    _bug(
        "a citizen's name lies open on the tablet",
        (
            "tests.ledger.simulator.tablet:Tablet.make",
            '        if intent.flaw == "sealed":\n',
            '        op["d"] = intent.body\n        if intent.flaw == "sealed":\n',
        ),
    ),
)
