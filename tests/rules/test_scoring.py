"""TT 01/2018/TT-VPCP Đ13–15 and QĐ 766/QĐ-TTg, as suggestions whose arithmetic is shown."""

from app.rules import index766, scoring
from app.rules.scoring import OFFICIAL, OFFICIAL_BANDS, UNIT, UNIT_BANDS, Index, mean, suggestion
from app.rules.timeliness import Tally


def indices(points: dict[int, float | None]) -> list[Index]:
    return [Index(number, "", value, 0 if value is None else 10, "") for number, value in points.items()]


def test_a_mean_has_one_decimal_rounded_half_up():
    assert mean([2, 1, 2]) == 1.7
    assert mean([2, 2, 2, 1]) == 1.8
    assert mean([]) is None


def test_the_official_is_scored_on_five_indices_of_ten_points():
    """Commonly taken for the scale of units: ≥ 5 is 100 %, 3.5 to below 5 is 70 to below 100 %, less is below 70 %."""
    full = dict.fromkeys(OFFICIAL, 1.0)
    assert suggestion(indices(full), OFFICIAL, OFFICIAL_BANDS) == (5.0, 10, "Hoàn thành 100% nhiệm vụ")
    less = {**full, 1: 0.0, 3: 0.9}
    assert suggestion(indices(less), OFFICIAL, OFFICIAL_BANDS)[2] == "Hoàn thành từ 70% đến dưới 100% nhiệm vụ"
    assert suggestion(indices({**full, 1: 0.0, 2: 0.0}), OFFICIAL, OFFICIAL_BANDS)[2] == "Hoàn thành dưới 70% nhiệm vụ"


def test_the_bands_of_units_are_others():
    for total, band in ((15, "Xuất sắc"), (14.9, "Tốt"), (12, "Tốt"), (9, "Khá"), (6, "Trung bình"), (5.9, "Yếu")):
        each = dict.fromkeys(UNIT, total / 9)
        found = suggestion(indices(each), UNIT, UNIT_BANDS)
        assert found[2] == band, total


def test_an_index_without_data_is_left_out_and_no_band_is_named():
    told = suggestion(indices({1: 2.0, 2: 1.5, 3: 2.0, 4: None, 7: None}), OFFICIAL, OFFICIAL_BANDS)
    assert told == (5.5, 6, "")


def test_index_3_counts_how_often_somebody_had_to_come_again():
    assert [scoring.contacts_points(times) for times in (0, 1, 2, 5)] == [2, 1, 0, 0]
    assert set(scoring.names()) == set(range(1, 10))


def test_766_adds_up_to_a_hundred_and_shows_its_arithmetic():
    tally = Tally(direct_or_post=100, early=60, on_time=20, late=10, pending_in_time=8, pending_late=2)
    items = index766.items(tally)
    assert sum(one.most for one in items) == 100
    told = {one.number: one for one in items if one.points is not None}
    assert set(told) == {"2.1", "5.1"}
    assert told["2.1"].points == 17.6
    assert told["2.1"].why == "20 × 88 / 100"
    assert round(told["5.1"].points, 2) == 5.93


def test_766_without_a_dossier_says_nothing():
    assert all(one.points is None for one in index766.items(Tally()))
