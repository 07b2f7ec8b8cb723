"""The brake on guessing counts every guess, those that are sent at the same moment too."""

import pytest

from app.problems import Problem
from app.rules import throttle
from app.web.sessions import Brake
from tests import people

pytestmark = pytest.mark.usefixtures("app")

NOW = people.FOUNDED_AT


def brake():
    return Brake(people.WARD, "login:lan", throttle.LOGIN)


def test_guesses_that_all_began_before_one_had_failed_are_each_counted():
    together = [brake() for _guess in range(throttle.LOGIN.free)]
    for each in together:
        each.check(NOW)
    for each in together:
        each.failed(NOW)
    with pytest.raises(Problem, match="too_many_tries"):
        brake().check(NOW + 1)


def test_what_one_has_forgotten_another_does_not_count_on():
    late = brake()
    for _guess in range(throttle.LOGIN.free - 1):
        brake().failed(NOW)
    brake().forget()
    late.failed(NOW)
    brake().check(NOW + 1)
