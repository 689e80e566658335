from datetime import UTC, date, datetime, timedelta

import pytest

from nightlight.triage.assessment import axes
from nightlight.triage.assessment.axes import Solvable, Word
from nightlight.triage.assessment.facts import Fact, FactSheet, Finding

POLICY = axes.policy(date(2026, 11, 20)).content
AT = datetime(2026, 11, 20, tzinfo=UTC)


def words(*true: Fact, no: tuple[Fact, ...] = (), age_days: int | None = None) -> axes.FourWords:
    found = {fact: Finding(True, "stated") for fact in true} | {fact: Finding(False, "stated") for fact in no}
    seen = AT - timedelta(days=age_days) if age_days is not None else None
    return axes.four_words(POLICY, FactSheet(found, seen), at=AT)


def test_a_report_that_says_nothing_is_not_known_on_every_axis() -> None:
    assert set(vars_of(words())) == {"Not known"}


def vars_of(four: axes.FourWords) -> list[str]:
    return [four.victim, four.offender, four.solvable, four.severity]


def test_a_stated_no_is_none_seen_and_silence_is_not_known() -> None:
    four = words(no=(Fact.ENTICEMENT, Fact.CONVICTED_OFFENDER))
    assert (four.victim, four.offender, four.severity) == (Word.NONE_SEEN, Word.NONE_SEEN, Word.NOT_KNOWN)


@pytest.mark.parametrize(
    ("true", "axis", "word"),
    [
        ({Fact.ESCALATED}, "victim", Word.VERY_HIGH),
        ({Fact.SEXTORTION, Fact.CHILD_REPORTED}, "victim", Word.VERY_HIGH),
        ({Fact.SEXTORTION}, "victim", Word.HIGH),
        ({Fact.CHILD_REPORTED}, "victim", Word.MEDIUM),
        ({Fact.CONVICTED_OFFENDER, Fact.ACCESS_TO_CHILDREN}, "offender", Word.VERY_HIGH),
        ({Fact.CONVICTED_OFFENDER}, "offender", Word.HIGH),
        ({Fact.PRIOR_REPORTS}, "offender", Word.MEDIUM),
        ({Fact.RECIPIENTS}, "offender", Word.LOW),
        ({Fact.INFANT}, "severity", Word.VERY_HIGH),
        ({Fact.CLASS_A1}, "severity", Word.HIGH),
        ({Fact.CLASS_B2, Fact.GENERATIVE_AI}, "severity", Word.LOW),
    ],
)
def test_an_axis_takes_the_highest_step_that_holds(true: set[Fact], axis: str, word: Word) -> None:
    assert getattr(words(*true), axis) == word


@pytest.mark.parametrize(
    ("age_days", "word"),
    [(0, Solvable.OPEN), (90, Solvable.OPEN), (91, Solvable.FADING), (365, Solvable.FADING), (366, Solvable.GONE)],
)
def test_address_records_fade(age_days: int, word: Solvable) -> None:
    assert words(age_days=age_days).solvable == word
