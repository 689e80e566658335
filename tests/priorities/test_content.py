"""A draft as values: what differs in words, what stands against it, and the same rules out of the text as went in."""

import re
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nightlight.policy import in_force
from nightlight.priorities import editing
from nightlight.priorities.content import Content, NotTaken, complaints, digest_of, documents, from_yaml
from nightlight.priorities.wording import condition, differences
from nightlight.triage.assessment import axes, priority
from nightlight.triage.assessment.facts import NEVER_DECIDES, Fact
from nightlight.triage.assessment.rules import SCHEMAS

DAY = date(2026, 12, 1)
FACTS = sorted(set(Fact) - NEVER_DECIDES)


def content_on(day: date) -> Content:
    whole: Content = {}
    for name, schema in SCHEMAS.items():
        whole |= in_force(name, on=day, schema=schema).content.model_dump(mode="json")
    return {part: whole[part] for part in ("tiers", "rules", "victim", "offender", "severity", "solvable")}


BASE = content_on(DAY)
WHEN = st.fixed_dictionaries(
    {"all_of": st.lists(st.sampled_from(FACTS), max_size=3), "any_of": st.lists(st.sampled_from(FACTS), max_size=3)}
).filter(lambda when: when["all_of"] or when["any_of"])
RULE = st.fixed_dictionaries(
    {
        "id": st.text("ABC-123", min_size=1, max_size=12).map(lambda text: f"X{text}"),
        "tier": st.integers(1, 7),
        "when": WHEN,
        "because": st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60),
        "short": st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=44),
    }
)


def plain(rule: dict[str, Any]) -> dict[str, Any]:
    when = {key: [fact.value for fact in facts] for key, facts in rule["when"].items()}
    return {**rule, "when": when}


@given(rule=RULE.map(plain), place=st.integers(0, 20))
def test_a_content_comes_back_from_its_text_as_it_went_in(rule: dict[str, Any], place: int) -> None:
    content = deepcopy(BASE)
    content["rules"].insert(place, rule)
    made = documents(content, in_force_from=DAY, source="sample")
    assert from_yaml("---\n".join(each.text for each in made), BASE) == content
    assert [yaml.safe_load(each.text)["in_force_from"] for each in made] == [DAY, DAY]


@given(rule=RULE.map(plain), place=st.integers(0, 20))
def test_a_new_rule_is_told_once_and_its_going_too(rule: dict[str, Any], place: int) -> None:
    content = deepcopy(BASE)
    content["rules"].insert(place, rule)
    assert differences(BASE, BASE) == []
    [told] = differences(BASE, content)
    assert told.startswith(f"Rule {rule['id']} is new, at place {place + 1}: tier {rule['tier']}")
    [gone] = differences(content, BASE)
    assert gone.startswith(f"Rule {rule['id']} is gone")


@given(place=st.integers(0, len(BASE["rules"]) - 2), by=st.sampled_from([-1, 1]))
def test_a_move_and_the_move_back_leave_everything_as_it_was(place: int, by: int) -> None:
    moved = editing.moved(BASE, ("rules",), place, by)
    target = min(max(place + by, 0), len(BASE["rules"]) - 1)
    assert moved["rules"][target] == BASE["rules"][place]
    assert digest_of(editing.moved(moved, ("rules",), target, -by)) == digest_of(BASE) or target == place
    assert len(differences(BASE, moved)) == (1 if target != place else 0)


def test_what_differs_is_said_for_every_kind_of_change() -> None:
    changed = deepcopy(BASE)
    changed["tiers"][1]["words"] = "Known to us"
    changed["rules"][6] |= {"tier": 1, "because": "Another reason.", "short": "Another"}
    changed["rules"][7]["when"] = {"all_of": ["infant"], "any_of": []}
    changed["victim"]["steps"].pop()
    changed["severity"]["steps"].reverse()
    changed["offender"]["speaks"] = ["convicted_offender"]
    changed["solvable"] = {"open_days": 30, "fading_days": 60}
    said = "\n".join(differences(BASE, changed))
    for words in (
        "Tier 2 is called “Known to us”, not “Known offender”.",
        "Rule P-7 leads to tier 1, not 2.",
        "Rule P-7 gives another reason: “Another reason.”",
        "Rule P-7 gives another short reason: “Another”.",
        "Rule P-8 holds with an infant mark on a file; before, with one of:",
        "Victim: no longer “Low” with",
        "Severity: the steps stand in another order.",
        "Offender: “None seen” needs that the report speaks of a registered-offender flag.",
        "Address records count as open for 30 days, not 90.",
        "Address records count as gone after 60 days, not 365.",
    ):
        assert words in said


def test_the_order_in_which_a_condition_is_written_is_no_difference() -> None:
    changed = deepcopy(BASE)
    changed["rules"][11]["when"]["any_of"].reverse()
    assert differences(BASE, changed) == []


def test_a_condition_reads_as_a_sentence() -> None:
    assert condition({"all_of": ["infant"], "any_of": ["viral", "meme"]}) == (
        "an infant mark on a file; and one of: a viral mark or a potential-meme mark"
    )
    assert condition({"all_of": [], "any_of": []}).startswith("always")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda content: content["rules"].pop(), "The last rule must hold for every report"),
        (
            lambda content: content["rules"][5].update(tier=9),
            "To tier 9, which there is not, leads P-6: choose",
        ),
        (lambda content: content["rules"].reverse(), "Rule P-21 holds for every report, .* move it to the end"),
        (
            lambda content: [rule.update(tier=1) for rule in content["rules"] if rule["tier"] == 6],
            "No rule leads to tier 6, “Organized trading”: let one lead there",
        ),
        (lambda content: content["rules"].append(content["rules"][0]), "id of its own"),
        (lambda content: content["rules"][0].update(short="x" * 45), "Rule 1, short reason"),
        (lambda content: content["rules"][0]["when"].update(all_of=["generative_ai"]), "may not use generative_ai"),
        (lambda content: content["solvable"].update(fading_days=1), "larger one"),
        (lambda content: content["victim"].update(speaks=[]), "speaks"),
    ],
)
def test_what_stands_against_a_draft_is_said_with_its_place(change: Any, words: str) -> None:
    content = deepcopy(BASE)
    change(content)
    assert any(re.search(words, said) for said in complaints(content))


def test_a_whole_draft_has_nothing_against_it() -> None:
    assert complaints(BASE) == []
    assert complaints(content_on(date(2018, 1, 1))) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "- a\n- b",
        "name: triage.priority",
        "a: &a [*a, *a]",
        "!!python/object/apply:os.system ['true']",
        "{" * 5000,
    ],
)
def test_a_text_that_is_no_policy_is_refused_in_words(text: str) -> None:
    with pytest.raises(NotTaken) as refused:
        from_yaml(text, BASE)
    assert str(refused.value).endswith((".", ")"))


def test_aliases_that_would_fill_the_memory_are_refused_with_their_place() -> None:
    levels = "\n".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]" for n in range(1, 12))
    with pytest.raises(NotTaken, match="line 2"):
        from_yaml(f"x0: &x0 lol\n{levels}", BASE)


def test_one_policy_alone_leaves_the_other_as_it_is() -> None:
    tiers, four = documents(BASE, in_force_from=DAY, source="sample")
    other = deepcopy(BASE)
    other["solvable"]["open_days"] = 7
    assert from_yaml(tiers.text, other)["solvable"]["open_days"] == 7
    assert from_yaml(four.text, other)["solvable"]["open_days"] == 90
    assert {tiers.name, four.name} == {priority.NAME, axes.NAME}
