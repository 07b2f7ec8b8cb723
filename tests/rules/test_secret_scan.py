"""R16: no free text of a volunteer or of the counter is a place for a secret. Every table of fields, field by field."""

import pytest

from app.rules import assistance_fields, certification, dossier_fields, dossier_import, secret_scan
from app.rules.operation import Change, Refusal

SECRET = "Mật khẩu VNeID: Hoalan79"
TABLES = {
    "assistance": assistance_fields.FIELDS,
    "dossier": dossier_fields.FIELDS,
    "dossier_amend": dossier_fields.AMEND_FIELDS,
    "dossier_import": dossier_import.FIELDS,
    "certification": certification.FIELDS,
}


@pytest.mark.parametrize("table", TABLES)
def test_r16_every_free_text_is_scanned(table):
    texts = {name: spec for name, spec in TABLES[table].items() if spec["kind"] == "text"}
    assert texts
    assert [name for name, spec in texts.items() if not spec["secret"]] == []


def test_r16_a_code_is_no_place_for_one_either():
    """Whatever is no free text is a code of a narrow shape, a number, a choice: none takes these words."""
    from app.rules import fields

    for table in TABLES.values():
        codes = {name: spec for name, spec in table.items() if spec["kind"] in ("code", "phone", "tracking", "choice")}
        refused = {one.field for one in fields.check(dict.fromkeys(codes, SECRET), codes, "2026-11-20")[1]}
        assert refused == set(codes)


class _Here:
    from_tablet = False


class _OnTablet:
    from_tablet = True


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"reason": "Chờ văn bản", "basis": SECRET}, ["basis"]),
        ({"results": {"khai-sinh": SECRET}}, ["results"]),
        ({"quantities": {SECRET: 1}}, ["quantities"]),
        ({"documents": [{"key": "to-khai", "name": SECRET}], "note": "OTP 482913"}, ["documents", "note"]),
        ({"note": "Bác quên mật khẩu, hẹn mai", "phone": "+84912345678"}, []),
        ({"was": {"note": SECRET}, "set": {"note": ""}}, []),
        (["OTP 482913"], []),
        (None, []),
    ],
)
def test_r16_a_secret_is_found_however_deep_it_lies(body, fields):
    assert secret_scan.fields_with_secrets(body) == fields


def test_r16_what_was_typed_at_the_desk_is_refused_and_what_a_tablet_kept_waits_for_a_person():
    done, body = Change({}), {"note": SECRET}
    assert secret_scan.after_rule("dossier", body, done, _Here).code == "text_secret"
    assert secret_scan.after_rule("dossier", body, done, _OnTablet).parked
    # The rule's own word is clearer, unless it only missed a reason.
    assert secret_scan.after_rule("dossier", body, Refusal("dossier_state"), _Here).code == "dossier_state"
    assert secret_scan.after_rule("dossier", body, Refusal("reason_needed"), _Here).code == "text_secret"
    assert secret_scan.after_rule("dossier", {"note": ""}, done, _Here) is done
