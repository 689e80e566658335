"""The sets of categories and the mapping of statutes, and which of them is in force."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from nightlight.investigations import categories, statutes
from nightlight.investigations.categories import Category, CategorySet, category_set
from nightlight.investigations.statutes import Flag, StatuteMapping, statute_rule
from nightlight.policy.dated import NoPolicyInForce, all_files, in_force

SPRING = date(2018, 4, 1)


def _dates(policy: str) -> list[date]:
    return [date.fromisoformat(path.stem) for name, path in all_files() if name == policy]


@pytest.mark.parametrize("on", _dates(categories.POLICY))
def test_a_set_is_in_force_from_the_date_in_its_name(on: date) -> None:
    found = category_set(on)
    assert (found.name, found.in_force_from) == (categories.POLICY, on)
    assert all(category.label and category.wording for category in found.content.categories)


@pytest.mark.parametrize("on", _dates(statutes.POLICY))
def test_a_mapping_is_in_force_from_the_date_in_its_name(on: date) -> None:
    found = in_force(statutes.POLICY, on=on, schema=StatuteMapping)
    assert (found.name, found.in_force_from) == (statutes.POLICY, on)


def test_the_fourth_category_took_in_state_lines_in_2018() -> None:
    before, since = category_set(date(2017, 12, 31)), category_set(date(2018, 1, 1))
    assert (before.in_force_from, since.in_force_from) == (date(2015, 1, 1), date(2018, 1, 1))
    assert "state lines" not in before.content.of("d").wording
    assert "state lines" in since.content.of("d").wording


def test_no_set_is_in_force_before_2015() -> None:
    with pytest.raises(NoPolicyInForce):
        category_set(date(2014, 12, 31))


def test_a_set_words_all_four_categories() -> None:
    three = [{"code": code, "label": "Sample", "wording": "Sample"} for code in "abc"]
    with pytest.raises(ValidationError, match="each of the four"):
        CategorySet(name="sample", in_force_from=SPRING, source="test", categories=three)


@pytest.mark.parametrize(
    ("cited", "problem"),
    [(["18 U.S.C. 1591", "18 U.S.C. 1591"], "one rule only"), (["18 USC 1591"], "written like"), (["s. 1"], "written")],
)
def test_a_mapping_cites_each_statute_once_and_readably(cited: list[str], problem: str) -> None:
    rules = [{"citations": [citation], "conduct": "sample", "category": "c"} for citation in cited]
    with pytest.raises(ValidationError, match=problem):
        StatuteMapping(name="sample", in_force_from=SPRING, source="test", rules=rules)


@pytest.mark.parametrize(
    ("text", "category", "flag"),
    [
        ("18 U.S.C. 2251(a)", "a", None),
        ("18 USC § 2252A(a)(5)(B)", "a", None),
        ("18 U.S.C. 2252A(a)(7)", "a", Flag.SYNTHETIC),
        ("18 U.S.C. 2252A(g)", "a", Flag.ENTERPRISE),
        ("18 U.S.C. 2251A", "c", None),
        ("18 U.S.C. 2422(b)", "b", None),
        ("18 U.S.C. 2422(a)", "d", None),
        ("18 U.S.C. 1591(a)(1)", "c", None),
        ("State equivalent of 18 U.S.C. 2423(b)", "d", None),
        ("18 U.S.C. 2242", None, Flag.CONTACT_ABUSE),
        ("18 U.S.C. 2260A", None, Flag.MODIFIER),
        ("18 U.S.C. 2250", None, None),
    ],
)
def test_a_statute_gives_its_category(text: str, category: str | None, flag: Flag | None) -> None:
    rule = statute_rule(text, on=SPRING)
    assert rule is not None
    assert rule.category == category
    assert rule.flags == ((flag,) if flag else ())


@pytest.mark.parametrize(
    "text", ["", "Sample State Code 12-3", "18 U.S.C. 2241(a)", "21 U.S.C. 841", "18 U.S.C. 22512"]
)
def test_a_statute_that_no_rule_covers_gives_nothing(text: str) -> None:
    assert statute_rule(text, on=SPRING) is None


def test_a_statute_of_2025_counts_from_2025_on_and_nothing_was_lost() -> None:
    text = "47 U.S.C. 223(h)(2)"
    assert statute_rule(text, on=date(2025, 5, 18)) is None
    assert statute_rule(text, on=date(2025, 5, 19)) is not None
    older, newer = (in_force(statutes.POLICY, on=on, schema=StatuteMapping).content for on in _dates(statutes.POLICY))
    assert set(older.rules) < set(newer.rules)


def test_before_the_first_mapping_a_statute_gives_nothing() -> None:
    assert statute_rule("18 U.S.C. 1591", on=date(2017, 12, 31)) is None


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    rule = statute_rule(text, on=SPRING)
    assert rule is None or rule.category is None or rule.category in set(Category)
