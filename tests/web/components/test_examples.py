"""Every component keeps what its folder promises."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import Context, Engine

from nightlight.web.parts import COMPONENTS, Example, examples

FOLDERS = sorted(path for path in COMPONENTS.iterdir() if path.is_dir())
EXAMPLES = [example for part in examples() for example in part.examples]
UNDEFINED = "undefined-name:%s"
WEB = COMPONENTS.parent
ENGINE = Engine(
    dirs=[WEB, WEB / "templates"],
    string_if_invalid=UNDEFINED,
    builtins=["nightlight.web.templatetags.parts"],
    libraries={"i18n": "django.templatetags.i18n"},  # the words of a field are in Spanish too
)


class _Reader(HTMLParser):
    """Collects what a reader hears: text, accessible names and the values of fields; svg pictures are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.words += [value or "" for name, value in attrs if name in ("aria-label", "value")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _named(example: Example) -> str:
    return f"{example.component}-{example.says}"


def _heard(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    return " ".join(" ".join(reader.words).split())


def _drawn(example: Example) -> str:
    return ENGINE.get_template(f"components/{example.component}/template.html").render(Context(dict(example.values)))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_component_has_its_three_files(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {"template.html", "style.css", "examples.yaml"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_component_is_in_the_list_for_page_authors(folder: Path) -> None:
    assert f"| `{folder.name}` |" in (COMPONENTS / "README.md").read_text()


@pytest.mark.parametrize("example", EXAMPLES, ids=_named)
def test_an_example_is_drawn_without_an_undefined_name(example: Example) -> None:
    assert "undefined-name" not in _drawn(example)


@pytest.mark.parametrize("example", EXAMPLES, ids=_named)
def test_an_example_says_its_state_in_words(example: Example) -> None:
    assert example.says in _heard(_drawn(example))


@pytest.mark.parametrize("example", EXAMPLES, ids=_named)
def test_an_example_holds_nothing_the_content_policy_forbids(example: Example) -> None:
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", _drawn(example))


@pytest.mark.parametrize("page", sorted((WEB / "templates" / "web").rglob("*.html")), ids=lambda page: page.name)
def test_no_page_holds_inline_style_or_script(page: Path) -> None:
    assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son[a-z]+=", page.read_text())


@pytest.mark.parametrize("tier", range(1, 8))
def test_only_tier_1_is_a_filled_label_and_each_tier_has_its_own_shape(tier: int) -> None:
    shapes = {
        re.search(r"<(?:path|circle)[^>]+>", _drawn(Example("tier", "", {"tier": each, "word": "word"}))).group()  # type: ignore[union-attr]
        for each in range(1, 8)
    }
    style = (COMPONENTS / "tier" / "style.css").read_text()
    assert len(shapes) == 7
    assert (f".tier-{tier} {{" in style and "background: var(--tier-1)" in style) == (tier == 1)


def test_what_is_not_known_is_hatched_and_never_drawn_as_none() -> None:
    unknown = _drawn(Example("axis", "", {"label": "Victim", "word": "Not known", "not_known": True, "filled": 0}))
    assert "<rect" not in unknown
    assert "axis-unknown" in unknown


def test_a_blocked_button_can_be_reached_and_says_why() -> None:
    blocked = _drawn(Example("button", "", {"words": "Propose outcome", "blocked": "Opens later.", "href": "/x"}))
    assert 'aria-disabled="true"' in blocked
    assert "Opens later." in blocked
    assert "/x" not in blocked
    assert not re.search(r"\sdisabled", blocked)


def test_folded_words_are_not_in_the_page_when_the_server_opens_them() -> None:
    folded = _drawn(
        Example("fold", "", {"what": "Account", "length": "9 characters", "href": "/a", "body": "kept away"})
    )
    assert "kept away" not in folded


def test_what_a_person_typed_is_escaped() -> None:
    drawn = _drawn(Example("fold", "", {"what": "Account", "length": "9 characters", "body": "<b>bold</b>"}))
    assert "&lt;b&gt;" in drawn
