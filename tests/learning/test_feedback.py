"""What a report was worth, and what providers are told of theirs."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotAllowed, NotFound, RuleRefusal
from nightlight.intake.models import Report
from nightlight.learning.actions import give_feedback
from nightlight.learning.models import Feedback
from nightlight.learning.providers import hidden, provider_feedback
from nightlight.learning.usability import Usability
from nightlight.triage.assessment.facts import Fact
from tests.breaking import breaks
from tests.learning.conftest import SPRING, Became

USABLE, MEME = Usability.USABLE, Usability.MEME


def test_what_a_report_was_worth_is_said_and_said_anew(judged: Callable[..., Report], commander: User) -> None:
    report, other = judged(), judged()
    give_feedback([report], by=commander, usability=MEME)
    give_feedback([report, other], by=commander, usability=USABLE)
    kept = Feedback.objects.visible_to(commander)
    assert {(one.report_id, one.usability, one.given_by) for one in kept} == {
        (report.pk, "usable", commander),
        (other.pk, "usable", commander),
    }


def test_nobody_speaks_of_what_is_not_theirs(judged: Callable[..., Report], person: Callable[..., User]) -> None:
    report = judged()
    for role, code, error in (
        (RoleName.INVESTIGATOR, "wy", NotFound),
        (RoleName.AUDITOR, "co", NotAllowed),
    ):
        with pytest.raises(error):
            give_feedback([report], by=person(code, role), usability=USABLE)
    with pytest.raises(RuleRefusal, match="another agency"):
        give_feedback(
            [judged(to="wy", agency_id=report.assigned_to_id)], by=person("co", RoleName.COMMANDER), usability=MEME
        )
    assert not Feedback.objects.unscoped(because="test").exists()


def test_the_database_keeps_one_known_word_for_a_report(judged: Callable[..., Report], commander: User) -> None:
    report = judged()
    words: dict[str, Any] = {"agency": report.agency, "report": report, "given_at": clock.now(), "given_by": commander}
    with breaks("feedback_usability_is_known"):
        Feedback.objects.create(usability="splendid", **words)
    Feedback.objects.create(usability="meme", **words)
    with breaks("one_feedback_per_report"):
        Feedback.objects.create(usability="usable", **words)


@pytest.fixture
def sent(judged: Callable[..., Report], became: Became, commander: User) -> None:
    """Thirty reports of one provider and two of another: some closed, some said to be memes."""
    many = [judged(provider="Example Social", facts=[Fact.HAS_FILES, Fact.HAS_ADDRESS]) for _ in range(30)]
    few = [judged(provider="=Example Chat") for _ in range(2)]
    judged()
    became.closed(*many[:20])
    became.child(many[20])
    give_feedback(many[:12], by=commander, usability=USABLE)
    give_feedback([*many[12:15], *few], by=commander, usability=MEME)


def test_a_provider_is_told_counts_and_small_ones_are_hidden(sent: None, commander: User) -> None:
    few, many = provider_feedback(commander, SPRING).providers
    assert (many.provider, many.reports, many.items_of_seven) == ("Example Social", 30, 2.0)
    assert dict(many.said) == {
        "usable": None,
        "lacks_address": 0,
        "lacks_file": 0,
        "lacks_time": 0,
        "meme": None,
        "no_offence": 0,
        "no_feedback": 15,
    }
    assert dict(many.became) == {"led_somewhere": None, "ended_without": 20, "not_known": None}
    assert (few.reports, few.items_of_seven, set(few.said.values())) == (None, None, {None})


def test_the_export_holds_nothing_of_any_one_report(sent: None, commander: User, judged: Callable[..., Report]) -> None:
    found = provider_feedback(commander, SPRING)
    rows = list(csv.DictReader(io.StringIO(found.as_csv())))
    assert [row["provider"] for row in rows] == ["'=Example Chat", "Example Social"]
    assert rows[1]["reports"] == "30"
    assert rows[0]["reports"] == ""
    assert "9000" not in found.as_csv() + str(found.as_json())
    assert found.as_json()["providers"][1]["feedback"]["no_feedback"] == 15


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 40), min_size=2), st.integers(2, 10))
def test_what_is_hidden_cannot_be_worked_out_by_subtraction(cells: dict[str, int], smallest: int) -> None:
    shown = hidden(cells, smallest)
    gone = [name for name, count in shown.items() if count is None]
    assert all(shown[name] == cells[name] for name in cells if name not in gone)
    assert not any(0 < count < smallest for count in shown.values() if count is not None)
    if gone and sum(cells.values()) >= smallest:
        assert len(gone) > 1
        assert sum(cells[name] for name in gone) >= smallest
