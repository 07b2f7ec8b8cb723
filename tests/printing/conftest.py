import pytest

from app.printing import paper


@pytest.fixture
def press_of():
    """Makes presses with their own limits and ends their workers afterwards."""
    presses = []

    def make(**limits):
        presses.append(paper.Press(paper.Limits(**limits)))
        return presses[-1]

    yield make
    for press in presses:
        press.close()
