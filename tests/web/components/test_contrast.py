"""The colors, measured: text at 4.5 or better, shapes and edges at 3 or better, in both themes."""

import re
from pathlib import Path

import pytest

from nightlight.web.stylesheet import HERE

LIGHT, DARK = 0, 1
TEXT, SHAPE = 4.5, 3.0
PAIR = re.compile(r"--([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));")
TOKENS = {
    name: (light or same, dark or same)
    for name, light, dark, same in PAIR.findall(Path(HERE / "styles" / "tokens.css").read_text())
}

TEXT_PAIRS = [
    *(
        (ink, ground)
        for ink in ("ink", "ink-2", "ink-3", "link", "red", "amber", "green")
        for ground in ("surface", "ground", "sunken")
    ),
    *((ink, "selected") for ink in ("ink", "ink-2", "ink-3", "link", "red", "amber", "green")),
    ("on-primary", "primary"),
    ("on-primary", "primary-strong"),
    ("red", "tint-red"),
    ("amber", "tint-amber"),
    ("green", "tint-green"),
    ("blue", "tint-blue"),
    ("ink-2", "tint-grey"),
    *(("ink", tint) for tint in ("tint-red", "tint-amber", "tint-blue", "tint-grey")),
    *((ink, tint) for ink in ("link",) for tint in ("tint-red", "tint-amber", "tint-blue")),
    ("on-banner", "banner"),
    ("banner-link", "banner"),
    ("on-tier", "tier-1"),
    *((f"on-step-{step}", f"step-{step}") for step in range(5)),
]
SHAPE_PAIRS = [
    *(
        (mark, "surface")
        for mark in ("control", "focus", "bar", "hatch", "primary", *(f"tier-{tier}" for tier in range(1, 8)))
    ),
    ("bar", "selected"),
]


def _luminance(color: str) -> float:
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_text_can_be_read(pair: tuple[str, str], theme: int) -> None:
    ink, ground = pair
    assert _contrast(TOKENS[ink][theme], TOKENS[ground][theme]) >= TEXT


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", SHAPE_PAIRS, ids="-on-".join)
def test_shapes_can_be_seen(pair: tuple[str, str], theme: int) -> None:
    mark, ground = pair
    assert _contrast(TOKENS[mark][theme], TOKENS[ground][theme]) >= SHAPE


@pytest.mark.parametrize(
    ("token", "light", "dark"),
    [
        ("ink", 16.9, 14.5),
        ("ink-2", 9.7, 10.2),
        ("ink-3", 6.7, 7.5),
        ("link", 6.7, 9.0),
        ("red", 7.0, 10.1),
        ("bar", 6.7, 6.9),
    ],
)
def test_a_ratio_is_the_one_the_design_names(token: str, light: float, dark: float) -> None:
    assert _contrast(TOKENS[token][LIGHT], TOKENS["surface"][LIGHT]) == pytest.approx(light, abs=0.15)
    assert _contrast(TOKENS[token][DARK], TOKENS["surface"][DARK]) == pytest.approx(dark, abs=0.15)


def test_neighboring_steps_of_a_map_differ() -> None:
    for theme in (LIGHT, DARK):
        luminances = [_luminance(TOKENS[f"step-{step}"][theme]) for step in range(5)]
        assert luminances == sorted(luminances, reverse=theme == LIGHT)
