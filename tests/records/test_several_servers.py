"""Several server processes on one PostgreSQL: they start together, and a tablet may meet either."""

import http.client
import json
import threading

import pytest

from app.records import ward as ward_records
from app.records.database import database, open_database
from app.records.ledger_entry import LedgerEntry
from tests import people
from tests.browser.serving import Server
from tests.web.wire_client import WireDevice

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


class OverHttp:
    """As much of Flask's test client as a wire device asks for, over a socket."""

    def __init__(self, port: int):
        self.port = port

    def open(self, path, method, data, headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, data, headers)
        response = connection.getresponse()
        status, body = response.status, response.read()
        connection.close()
        return Answer(status, body)


class Answer:
    def __init__(self, status_code: int, body: bytes):
        self.status_code, self.body = status_code, body

    def get_json(self):
        return json.loads(self.body)


@pytest.fixture
def servers(tmp_path):
    """start(database url, how many) → running servers; killed in the end."""
    running = []

    def start(url: str, number: int) -> list[Server]:
        made = [Server(tmp_path / str(one)) for one in range(number)]
        running.extend(made)
        for server in made:
            server.data.mkdir(parents=True)
        environ = {"GD_DATABASE_URL": url}
        threads = [threading.Thread(target=server.start, kwargs=environ) for server in made]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return made

    yield start
    for server in running:
        server.kill()


def test_two_that_start_on_an_empty_database_migrate_it_once(servers, empty_database):
    assert all(server.answers() for server in servers(empty_database, 2))
    opened = open_database(empty_database)
    assert opened.execute_sql("SELECT count(*), count(DISTINCT name) FROM schema_migration").fetchone()[0] >= 2
    assert ward_records.all_wards() == []
    opened.close()


def test_what_one_has_taken_the_other_knows(app, servers):
    first, second = servers(database.obj.database, 2)
    device = WireDevice(app)
    device.enrol()
    device.open_shift()
    batch = [device.tablet.record() for _ in range(20)]
    told = []

    def push(server):
        told.append(device_of(server).push(*batch))

    def device_of(server):
        copy = WireDevice.__new__(WireDevice)
        copy.__dict__ |= vars(device)
        copy.client = OverHttp(server.port)
        return copy

    threads = [threading.Thread(target=push, args=[server]) for server in (first, second) * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in told] == [200] * 6
    assert len({json.dumps(answer.get_json()["results"]) for answer in told}) == 1
    kept = LedgerEntry.select().where(LedgerEntry.ward_id == people.WARD, LedgerEntry.device == device.tablet.id)
    assert kept.count() == 21
    first.kill()
    assert device_of(second).push(device.tablet.record()).get_json()["results"][0]["status"] == "ok"
