"""One stylesheet, joined in order, kept by its digest."""

import re
from collections.abc import Iterator

import pytest
from django.test import RequestFactory

from nightlight.web.stylesheet import HERE, present_digest, serve_stylesheet, sources, stylesheet


def test_every_style_file_is_in_the_stylesheet_once() -> None:
    there = {path for path in HERE.glob("styles/*.css") if path.name != "fonts.css"} | set(
        HERE.glob("components/*/style.css")
    )
    joined = [path for path in sources() if path.name != "fonts.css"]
    assert set(joined) == there
    assert len(joined) == len(there)


def test_print_comes_last() -> None:
    assert sources()[-1].name == "print.css"


def test_every_token_that_is_used_is_defined() -> None:
    text = stylesheet().decode()
    assert set(re.findall(r"var\((--[\w-]+)", text)) <= set(re.findall(r"(--[\w-]+):", text))


def test_nothing_takes_back_later_what_a_narrow_screen_was_given() -> None:
    text = stylesheet().decode()
    narrow = re.compile(r"@media \(max-width:\s*\d+px\)\s*\{((?:[^{}]*\{[^{}]*\})*)\s*\}")
    everywhere = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", lambda found: " " * len(found[0]), text)
    later = list(_settings(everywhere, 0))
    taken_back = {
        (selector, name)
        for found in narrow.finditer(text)
        for selector, name, at in _settings(found[1], found.start(1))
        if any((selector, name) == (one, same) and place > at for one, same, place in later)
    }
    assert taken_back == set()


def _settings(text: str, start: int) -> Iterator[tuple[str, str, int]]:
    """Yield each selector with each property that it sets, and where."""
    for rule in re.finditer(r"([^{}]+)\{([^{}]*)\}", text):
        for selector in rule[1].split(","):
            for each in filter(str.strip, rule[2].split(";")):
                yield selector.strip(), each.partition(":")[0].strip(), start + rule.start()


def test_the_stylesheet_asks_nobody_else_for_anything() -> None:
    text = stylesheet().decode()
    assert "//" not in text
    assert "@import" not in text


@pytest.mark.parametrize(("asked", "kept"), [(True, "immutable"), (False, "no-cache")])
def test_only_the_present_digest_is_kept_for_a_year(*, asked: bool, kept: str) -> None:
    answer = serve_stylesheet(RequestFactory().get("/"), present_digest() if asked else "0" * 12)
    assert kept in answer["Cache-Control"]
    assert answer.content == stylesheet()


def test_the_stylesheet_is_small() -> None:
    assert len(stylesheet()) < 60_000
