"""The law of FAULTS.md, looked at from both ends: created = delivered + waiting + parked + deliberately discarded."""

from dataclasses import dataclass

from tests.browser.driver import Browser
from tests.browser.serving import Server

RECORD = "assistance.record/1"

# What the device's own storage holds, read beside the application.
HELD = """async () => {
  const db = await new Promise((done, failed) => {
    const opening = indexedDB.open("gandan");
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => failed(opening.error);
  });
  const all = (store) => new Promise((done) => {
    db.transaction(store).objectStore(store).getAll().onsuccess = ({ target }) => done(target.result);
  });
  const [outbox, sent, results] = [await all("outbox"), await all("sent"), await all("results")];
  db.close();
  const named = (rows) => rows.map(({ op, t }) => ({ op, t }));
  const letters = results.filter(({ code }) => code === "unreadable").map(({ op }) => op);
  return { outbox: named(outbox), sent: named(sent), letters };
}"""


@dataclass(frozen=True)
class Balance:
    """How many records each account holds. `waiting`: on the device and not in the ledger; `parked`: in the ledger for
    a person to look at, also as a letter that nobody could read.
    """

    delivered: int
    waiting: int
    parked: int


def check_conserved(server: Server, browser: Browser, created: int) -> Balance:
    """Asserts the law for one device; `created` is counted by whoever pressed "Lưu". Nothing was discarded."""
    device = browser.evaluate(HELD)
    outbox = [row["op"] for row in device["outbox"] if row["t"] == RECORD]
    sent = [row["op"] for row in device["sent"] if row["t"] == RECORD]
    assert len({*outbox, *sent}) == len(outbox) + len(sent) == created, "on the device: outbox and sent, each once"
    entries = [entry for entry in server.ledger() if entry["op"] in {*outbox, *sent}]
    ledger = {entry["op"]: entry["outcome"] for entry in entries}
    assert len(ledger) == len(entries), "in the ledger: each at most once"
    letters = server.ledger("dead.letter/1")
    assert len(letters) == len(device["letters"])
    assert set(sent) <= {*ledger, *device["letters"]}, "nothing is called sent that the ledger does not hold"
    numbers = [entry["q"] for entry in (*entries, *letters)]
    assert len(set(numbers)) == len(numbers)
    delivered = sum(outcome in ("ok", "merged", "conflict") for outcome in ledger.values())
    balance = Balance(delivered, len(set(outbox) - set(ledger)), len(ledger) - delivered + len(letters))
    assert balance.delivered + balance.waiting + balance.parked == created
    return balance
