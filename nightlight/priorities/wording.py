"""Rules in words: when one holds, and what differs between two sets of them."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from nightlight.priorities.content import Content
from nightlight.triage.assessment.days import Days
from nightlight.triage.assessment.facts import FACTS, WORDS

AXES = {"victim": "Victim", "offender": "Offender", "severity": "Severity"}
ALWAYS = "always: it holds for every report that no rule above took"


def fact(name: str) -> str:
    """Return the noun of a fact by its code; a code that is no fact stands as it is."""
    return WORDS[FACTS[name]] if name in FACTS else name


def listed(nouns: Sequence[str], last: str) -> str:
    """Return nouns as a list in a sentence: "a, b and c"."""
    return nouns[0] if len(nouns) == 1 else f"{', '.join(nouns[:-1])} {last} {nouns[-1]}"


def condition(when: Mapping[str, Any]) -> str:
    """Return a condition in words: what must be stated, of what one thing must be, and how many days there may be."""
    every = [fact(name) for name in when.get("all_of") or ()]
    some = [fact(name) for name in when.get("any_of") or ()]
    days = _days_asked(when)
    if not every and not some and not days:
        return ALWAYS
    parts = [listed(every, "and")] if every else []
    parts += [some[0] if len(some) == 1 else f"one of: {listed(some, 'or')}"] if some else []
    return "; and ".join([*parts, *days])


def differences(before: Content, after: Content) -> list[str]:
    """Return what differs in words, tiers first, then rules in their order, then the axes. Empty where nothing does."""
    return [*_tiers(before, after), *_rules(before, after), *_axes(before, after), *_days(before, after)]


def _tiers(before: Content, after: Content) -> Iterator[str]:
    old, new = ([tier["words"] for tier in content["tiers"]] for content in (before, after))
    for number, (was, now) in enumerate(zip(old, new, strict=False), start=1):
        if was != now:
            yield f"Tier {number} is called “{now}”, not “{was}”."
    for number in range(len(old) + 1, len(new) + 1):
        yield f"Tier {number} is new: “{new[number - 1]}”."
    for number in range(len(new) + 1, len(old) + 1):
        yield f"Tier {number}, “{old[number - 1]}”, is gone."


def _rules(before: Content, after: Content) -> Iterator[str]:
    old = {rule["id"]: (place, rule) for place, rule in enumerate(before["rules"], start=1)}
    new = {rule["id"]: (place, rule) for place, rule in enumerate(after["rules"], start=1)}
    yield from (f"Rule {id_} is gone: {_said(rule)}" for id_, (_, rule) in old.items() if id_ not in new)
    kept = _keeping_their_order([id_ for id_ in old if id_ in new], [id_ for id_ in new if id_ in old])
    for id_, (place, rule) in new.items():
        if id_ not in old:
            yield f"Rule {id_} is new, at place {place}: {_said(rule)}"
            continue
        was_place, was = old[id_]
        if id_ not in kept:
            yield f"Rule {id_} stands at place {place}, not {was_place}."
        yield from _changes(id_, was, rule)


def _changes(id_: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    if was["tier"] != now["tier"]:
        yield f"Rule {id_} leads to tier {now['tier']}, not {was['tier']}."
    if _asked(was["when"]) != _asked(now["when"]):
        yield f"Rule {id_} holds with {condition(now['when'])}; before, with {condition(was['when'])}."
    if was["because"] != now["because"]:
        yield f"Rule {id_} gives another reason: “{now['because']}”"
    if was["short"] != now["short"]:
        yield f"Rule {id_} gives another short reason: “{now['short']}”."


def _asked(when: Mapping[str, Any]) -> tuple[frozenset[str], ...]:
    """Return what a condition asks for, whatever the order in which it is written."""
    return frozenset(when.get("all_of") or ()), frozenset(when.get("any_of") or ()), frozenset(_days_asked(when))


def _days_asked(when: Mapping[str, Any]) -> list[str]:
    return [Days.model_validate(each).words for each in when.get("days") or ()]


def _said(rule: Mapping[str, Any]) -> str:
    return f"tier {rule['tier']}, with {condition(rule['when'])}."


def _keeping_their_order(old: Sequence[str], new: Sequence[str]) -> set[str]:
    blocks = SequenceMatcher(a=old, b=new, autojunk=False).get_matching_blocks()
    return {id_ for block in blocks for id_ in old[block.a : block.a + block.size]}


def _axes(before: Content, after: Content) -> Iterator[str]:
    for axis, title in AXES.items():
        old, new = (_steps(content[axis]) for content in (before, after))
        yield from (f"{title}: no longer {step}." for step in old if step not in new)
        yield from (f"{title}: now {step}." for step in new if step not in old)
        if sorted(old) == sorted(new) and old != new:
            yield f"{title}: the steps stand in another order."
        spoke, speaks = (set(content[axis]["speaks"]) for content in (before, after))
        if spoke != speaks:
            nouns = listed(sorted(fact(name) for name in speaks), "or") if speaks else "nothing"
            yield f"{title}: “None seen” needs that the report speaks of {nouns}."


def _steps(axis: Mapping[str, Any]) -> list[str]:
    return [f"“{step['word']}” with {condition(step['when'])}" for step in axis["steps"]]


def _days(before: Content, after: Content) -> Iterator[str]:
    old, new = before["solvable"], after["solvable"]
    if old["open_days"] != new["open_days"]:
        yield f"Address records count as open for {new['open_days']} days, not {old['open_days']}."
    if old["fading_days"] != new["fading_days"]:
        yield f"Address records count as gone after {new['fading_days']} days, not {old['fading_days']}."
