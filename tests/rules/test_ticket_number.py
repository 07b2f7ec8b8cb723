import pytest

from app.rules.ticket_number import SERVER_LANES, TABLET_LANE, spoken, tablet_lane, written
from tests.shared_cases import cases

CASES = cases("ticket_number")


@pytest.mark.parametrize("case", CASES["lanes"], ids=lambda case: case["letters"])
def test_a_tablets_lane_has_these_letters(case):
    assert tablet_lane(case["lane"]) == case["letters"]


def test_no_two_tablets_and_no_server_share_letters():
    letters = [tablet_lane(lane) for lane in range(2, 3000)]
    assert len(set(letters)) == len(letters)
    assert all(TABLET_LANE.fullmatch(one) for one in letters)
    assert not set(letters) & set(SERVER_LANES)


@pytest.mark.parametrize("lane", [1, 0, -1])
def test_the_servers_own_devices_have_no_letters(lane):
    with pytest.raises(ValueError, match="no tablet"):
        tablet_lane(lane)


@pytest.mark.parametrize("case", CASES["written"], ids=lambda case: case["written"])
def test_a_number_is_written_and_spoken(case):
    assert written(case["lane"], case["number"]) == case["written"]
    assert spoken(case["lane"], case["number"]) == case["spoken"]
