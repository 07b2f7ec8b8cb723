"""The day, the fee and every word of a Mẫu 01 printed without the server; the browser is held to these cases."""

import json
from pathlib import Path

import pytest

from app.printing.dossier_sheets import receipt_fields
from app.rules import clock, dossier_clock, dossier_fields, fee, tracking
from app.rules.calendar import Calendar
from app.rules.dossier_row import EMPTY, opened
from app.rules.handling_check import FORMS

GIVEN = json.loads((Path(__file__).parent.parent / "cases" / "dossier_receipt.json").read_text("utf-8"))
CALENDAR = Calendar(
    GIVEN["lists"]["calendar"]["exceptions"],
    tuple(GIVEN["lists"]["calendar"]["morning"]),
    tuple(GIVEN["lists"]["calendar"]["afternoon"]),
    GIVEN["lists"]["calendar"]["cutoff"],
)
# The server's own: codes that lead to it, and the end of the page.
_OF_THE_SERVER = ("verify_qr", "rating_qr", "running", "demo", "title", "browser", "documents", "state")


def expected(case: dict) -> dict:
    """What the server makes of the same reception: rules, then paper."""
    lists, body, variant, at = GIVEN["lists"], case["body"], case["variant"], case["at"]
    row = dossier_clock.started({**EMPTY}, variant, CALENDAR, at)
    channel = "direct" if body["channel"] == "elsewhere" else body["channel"]
    cost = fee.fee_for(variant, channel, clock.day_of(at), body["exemption"], body["quantities"])
    whys = "; ".join(line["why"] for line in cost["lines"] if line["why"])
    words = (f"{fee.money(cost['total'])} ({whys})" if whys else fee.money(cost["total"])) if cost["known"] else whys
    record = {
        **{name: lists["ward"][name] for name in ("organ_line_1", "organ_line_2")},
        "office": lists["office"]["counter_name"],
        "place": lists["ward"]["place_name"],
        "demo": False,
        "ward_slug": "",
        "at": clock.write(at),
        "received_on": clock.day_of(at),
        "number": case["number"],
        "symbol": lists["symbol"],
        "code": tracking.format(body["tracking"]),
        **{name: body[name] for name in ("national_code", "name", "address", "phone", "email", "subject")},
        "procedure": case["procedure"]["name"],
        "procedure_code": case["procedure"]["code"],
        "clerk": case["clerk"],
        "verify_text": "",
        "rating_url": "",
        "office_name": lists["ward"]["name"][:1].lower() + lists["ward"]["name"][1:],
        "documents": [{**one, "form": FORMS[one["form"]]} for one in body["documents"]],
        "copies": body["copies"],
        "legal_time": case["legal"],
        "received_at": clock.write(at),
        "due_at": clock.write(row["due_original_at"]),
        "return_by": dossier_fields.RETURNS[body["return_by"]]
        + (f": {body['return_address']}" if body["return_by"] == "post" else ""),
        "fee": f"{words}. Biên lai số {body['fee_receipt']}" if body["fee_receipt"] else words,
        "book": f"01/{case['year']}",
        "book_number": case["number"],
        "note": body["note"],
        "identity_line": lists["office"]["identity_line"],
    }
    told = receipt_fields(record)
    return {
        "due": row["due_original_at"],
        "results": [
            {"name": one["name"], "authority": one["authority"], "due": one["due_at"]} for one in opened(row, "results")
        ],
        "fee": cost,
        "fields": {
            name: value for name, value in told.items() if name not in _OF_THE_SERVER and not name.startswith("line_")
        },
        "documents": told["documents"],
        "state": told["state"],
    }


@pytest.mark.parametrize("case", GIVEN["cases"], ids=lambda case: case["about"])
def test_the_machine_says_what_the_server_says(case):
    assert expected(case) == case["expected"]


def test_the_words_of_the_page_are_those_of_the_rules():
    assert GIVEN["words"] == {"forms": FORMS, "returns": dossier_fields.RETURNS}
