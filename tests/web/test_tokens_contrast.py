"""The colours of tokens.css stay readable in light and in dark (WCAG 2.2: 1.4.3 for text, 1.4.11 for controls)."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOKENS = (ROOT / "static/css/tokens.css").read_text(encoding="utf-8")
PAIRS = json.loads((ROOT / "tests/cases/contrast_pairs.json").read_text(encoding="utf-8"))
LEAST = {"text": 4.5, "ui": 3.0}


def colours_of(selector: str) -> dict[str, str]:
    """The hex colours that one rule of tokens.css declares, by token name."""
    block = re.search(re.escape(selector) + r"\s*\{([^}]*)\}", TOKENS)
    assert block, f"tokens.css has no rule {selector}"
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3}(?:[0-9a-f]{3})?);", block[1]))


LIGHT = colours_of(":root")
DARK_BY_SYSTEM = colours_of(':root:not([data-theme="light"])')
DARK_BY_CHOICE = colours_of(':root[data-theme="dark"]')


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(each * 2 for each in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_knows_black_on_white():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK_BY_CHOICE], ids=["light", "dark"])
@pytest.mark.parametrize(("kind", "front", "back"), [(kind, *pair) for kind in LEAST for pair in PAIRS[kind]])
def test_a_pair_of_colours_is_readable(theme, kind, front, back):
    measured = contrast(theme[front], theme[back])
    assert measured >= LEAST[kind], (
        f"--{front} on --{back} has {measured:.2f}:1, needs {LEAST[kind]}:1. Change one of them in tokens.css."
    )


def test_both_ways_into_the_dark_give_the_same_colours():
    assert DARK_BY_SYSTEM == DARK_BY_CHOICE


def test_the_dark_theme_gives_every_colour_of_the_light_one():
    assert DARK_BY_CHOICE.keys() == LIGHT.keys()


def test_every_colour_stands_in_some_pair_or_is_only_a_decoration():
    paired = {token for pairs in PAIRS.values() for pair in pairs for token in pair}
    assert LIGHT.keys() - paired == {"line"}, "Add the new colour to tests/cases/contrast_pairs.json."
