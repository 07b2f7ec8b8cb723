"""/api/v1: read only, by a key that the admin makes and revokes; what is described is what is served."""

import json
import re

import msgspec
import pytest

from app.records import api_key as records
from app.rules import api_key as rules
from app.rules import base64url, throttle
from app.web.api import ENDPOINTS
from tests import people
from tests.web.assistance_samples import recorded

API = "/api/v1"
SECRET = bytes(range(32))
KEY_ID = "0195e000-0000-7000-8000-0000000000aa"


def key_of(ward_id: int, **changed) -> dict[str, str]:
    """The header of a key that this ward has."""
    if records.api_key(ward_id, KEY_ID) is None:
        row = {"name": "Bảng số liệu", "created_at": people.FOUNDED_AT, "created_by": people.AN.id}
        row |= {"ward_id": ward_id, "id": KEY_ID, "secret_hash": rules.hash_of(SECRET), "expires_on": "2099-12-31"}
        records.add(row | changed)
    return {"Authorization": f"Bearer {rules.write(ward_id, KEY_ID, SECRET)}"}


def read(client, path: str, **arguments):
    answer = client.get(f"{API}{path}", **arguments)
    return answer.status_code, json.loads(answer.data)


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda one: one.path)
def test_what_is_described_is_what_is_served(visitor, endpoint):
    described = read(visitor, "/openapi.json")[1]
    operation = described["paths"][endpoint.path]["get"]
    parameters = {one["name"]: one for one in operation["parameters"]}
    path = endpoint.path.replace("{cube}", "assistance_day")
    # Every parameter that is described is taken, and what it must fit is what is refused.
    values = {"from": "2026-09-01", "to": "2026-09-30", "limit": "5", "by": "support_point,month"}
    asked = "&".join(f"{name}={values[name]}" for name in parameters if name in values)
    for name, value in values.items():
        if name in parameters:
            assert re.fullmatch(parameters[name]["schema"]["pattern"], value)
            status, problem = read(visitor, f"{path}?{name}=%3F", headers=key_of(people.WARD))
            assert (status, problem["code"]) == (400, "api_question_wrong")
    answer = visitor.get(f"{API}{path}?{asked}", headers=key_of(people.WARD))
    assert answer.status_code == 200
    # Nothing that the type does not know, and all that it needs.
    strict = msgspec.defstruct("Strict", [], bases=(endpoint.answer,), forbid_unknown_fields=True)
    assert msgspec.json.decode(answer.data, type=strict)
    named = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    assert set(described["components"]["schemas"][named]["properties"]) == set(json.loads(answer.data))
    assert read(visitor, f"{path}?ten=lan", headers=key_of(people.WARD))[1]["code"] == "api_question_wrong"


def test_the_description_names_every_address_and_no_other(app, visitor):
    served = {rule.rule.removeprefix(API) for rule in app.url_map.iter_rules() if rule.rule.startswith(API)}
    described = read(visitor, "/openapi.json")[1]
    assert described["openapi"].startswith("3.1")
    assert served - {"/openapi.json"} == {path.replace("{", "<").replace("}", ">") for path in described["paths"]}


def test_nobody_reads_without_a_key_or_with_one_that_is_over(visitor):
    assert read(visitor, "/lists")[1]["code"] == "api_key_needed"
    assert read(visitor, "/lists", headers={"Authorization": "Bearer gd1.1.x.y"})[1]["code"] == "api_key_wrong"
    good = key_of(people.WARD)
    assert read(visitor, "/lists", headers=good)[0] == 200
    other = good["Authorization"].replace("gd1.1.", "gd1.2.")
    assert read(visitor, "/lists", headers={"Authorization": other})[1]["code"] == "api_key_wrong"
    records.revoke(people.WARD, KEY_ID, people.AN.id, people.FOUNDED_AT)
    assert read(visitor, "/lists", headers=good)[1]["code"] == "api_key_wrong"


def test_a_stranger_who_tries_keys_is_slowed_down_and_stops_no_program_behind_the_same_address(visitor):
    good, wrong = key_of(people.WARD), {"Authorization": "Bearer gd1.1.x.y"}
    told = [read(visitor, "/lists", headers=wrong)[1]["code"] for _ in range(throttle.ADDRESS.free + 1)]
    assert told == [*["api_key_wrong"] * throttle.ADDRESS.free, "too_many_tries"]
    assert read(visitor, "/lists", headers=good)[0] == 200
    assert read(visitor, "/lists", headers=wrong)[0] == 429


def test_a_key_of_yesterday_opens_nothing(visitor):
    status, problem = read(visitor, "/lists", headers=key_of(people.WARD, expires_on="2020-01-01"))
    assert (status, problem["code"]) == (401, "api_key_wrong")


def test_rows_come_page_by_page_without_anybody_in_them(visitor):
    for minutes in range(7):
        recorded(people.LAN, ago=minutes * 60_000)
    key, seen, cursor = key_of(people.WARD), [], ""
    while cursor is not None:
        _status, page = read(visitor, "/assistances?limit=3" + (f"&cursor={cursor}" if cursor else ""), headers=key)
        assert len(page["rows"]) <= 3
        seen += page["rows"]
        cursor = page["next"]
    assert len({row["id"] for row in seen}) == len(seen) == 7
    assert [row["happened_at"] for row in seen] == sorted(row["happened_at"] for row in seen)
    text = json.dumps(seen, ensure_ascii=False)
    for hidden in ("+84", "phone", "name", "apartment", "note", "tracking"):
        assert hidden not in text
    assert read(visitor, "/assistances?cursor=abc", headers=key)[1]["code"] == "api_question_wrong"


@pytest.mark.parametrize("path", ["/assistances", "/dossiers", "/cubes/assistance_day"])
def test_a_day_that_is_none_and_a_forged_cursor_are_questions_that_are_wrong(visitor, path):
    key = key_of(people.WARD)
    wrong = ["from=2026-02-31", "to=2026-02-30"]
    if "cubes" not in path:
        times = (2**63, -1, 10**30)
        wrong += [f"cursor={base64url.encode(json.dumps([at, 'x']).encode())}" for at in times]
        wrong.append(f"cursor={base64url.encode(json.dumps([1, chr(0)]).encode())}")
    for asked in wrong:
        status, problem = read(visitor, f"{path}?{asked}", headers=key)
        assert (status, problem["code"]) == (400, "api_question_wrong")
    # Nothing lies between two days that are turned round.
    turned = read(visitor, f"{path}?from=2026-10-31&to=2026-10-01", headers=key)[1]["rows"]
    assert turned == ([{"n": 0, "minutes": 0}] if "cubes" in path else [])


def test_what_tells_of_one_official_is_not_given(visitor):
    key = key_of(people.WARD)
    named = {one["name"] for one in read(visitor, "/cubes", headers=key)[1]["cubes"]}
    assert "assistance_day" in named
    assert not named & {"assistance_staff_day", "dossier_staff_day"}
    assert read(visitor, "/cubes/dossier_staff_day", headers=key)[0] == 404
    assert read(visitor, "/cubes/assistance_place?from=2026-09-02", headers=key)[0] == 400
    assert read(visitor, "/cubes/assistance_day?by=name", headers=key)[0] == 400
    assert read(visitor, "/cubes/assistance_day?by=day,result,day", headers=key)[0] == 400


def test_an_admin_makes_a_key_that_is_shown_once_and_revokes_it(visitor, sign_in):
    admin = sign_in(people.AN)
    assert "Khóa này để làm gì" in admin.post("/khoa-api", {"name": "", "days": "0"}).get_data(as_text=True)
    page = admin.post("/khoa-api", {"name": "Văn phòng", "days": "30"}).get_data(as_text=True)
    key = re.search(r"gd1\.[^<]+", page)[0]
    assert read(visitor, "/lists", headers={"Authorization": f"Bearer {key}"})[0] == 200
    again = admin.get("/khoa-api").get_data(as_text=True)
    assert key not in again
    assert "Văn phòng" in again
    revoke = re.search(r"/khoa-api/[0-9a-f-]{36}/thu-hoi", again)[0]
    admin.follow(admin.post(revoke))
    assert read(visitor, "/lists", headers={"Authorization": f"Bearer {key}"})[0] == 401
    # The key of one ward is nothing to the admin of another.
    assert sign_in(people.DUNG).post(revoke).status_code == 404
    for stranger in (people.LAN, people.HUNG, people.HA, people.MINH):
        assert sign_in(stranger).get("/khoa-api").status_code == 403


def test_open_data_is_given_away_only_where_the_ward_has_said_so(visitor):
    for path in ("/du-lieu-mo", "/du-lieu-mo/danh-muc.json", "/du-lieu-mo/kho-khan", "/du-lieu-mo/kho-khan.csv"):
        assert visitor.get(path).status_code == 404
