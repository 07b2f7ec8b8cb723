"""The texts that the browser's code signed, checked on requests as the server really receives them."""

import pytest

from app.problems import Problem
from app.rules import base64url
from app.web.device_signature import check_signature
from tests.shared_cases import cases

CASES = cases("signed_text")
POINT = base64url.decode(CASES["device"]["public"])


def received(app, case, **changed):
    headers = {"GD-At": case["at"], "GD-Nonce": case["nonce"], "GD-Signature": case["signature"], **changed}
    return app.test_request_context(
        case["path"], method=case["method"], data=base64url.decode(case["body"]), headers=headers
    )


@pytest.mark.parametrize("case", CASES["requests"], ids=lambda case: case["name"])
def test_what_the_browser_signed_is_what_the_server_checks(app, case):
    with received(app, case) as context:
        check_signature(POINT, context.request.get_data())


@pytest.mark.parametrize("name", ["GD-At", "GD-Nonce", "GD-Signature"])
@pytest.mark.parametrize("text", ["", "x" * 65, "Đ"])
def test_another_header_is_not_what_was_signed(app, name, text):
    case = CASES["requests"][3]
    with received(app, case, **{name: text}) as context, pytest.raises(Problem) as refused:
        check_signature(POINT, context.request.get_data())
    assert refused.value.code == "signature_invalid"
