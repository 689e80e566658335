"""The measured rate of misses: counted from what people said of the sample."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.intake.models import Report
from nightlight.learning.misses import Misses, misses
from nightlight.learning.past import Period
from nightlight.learning.shares import wilson
from nightlight.sampling.models import SampledReport
from tests.learning.conftest import SPRING

DRAWN = datetime(2018, 3, 5, tzinfo=UTC)


@pytest.fixture
def drawn(judged: Callable[..., Report], commander: User) -> Callable[..., SampledReport]:
    def made(verdict: str = "", *, tier: int = 7, rule: str = "P-14", to: str = "co", at: datetime = DRAWN) -> Any:
        report = judged(tier, to=to)
        said: dict[str, Any] = {}
        if verdict:
            said = {"verdict": verdict, "because": "Sample", "reviewed_at": at, "reviewed_by": commander}
            said |= {"belongs_in": 2} if verdict == "belongs_higher" else {}
        return SampledReport.objects.create(
            agency=report.agency,
            report=report,
            policy_date=date(2018, 1, 1),
            policy_digest="0" * 64,
            tier=tier,
            tier_words="Sample",
            rule=rule,
            drawn_at=at,
            **said,
        )

    return made


def _said(found: tuple[Misses, ...]) -> list[tuple[Any, ...]]:
    return [
        (one.tier, one.rule, one.drawn, one.waiting, one.cannot_tell, one.missed.part, one.missed.whole)
        for one in found
    ]


def test_the_rate_is_of_those_about_which_somebody_could_tell(
    drawn: Callable[..., SampledReport], commander: User
) -> None:
    for verdict in ["belongs_higher", *["rightly_low"] * 10, "cannot_tell", "cannot_tell", ""]:
        drawn(verdict)
    [everything, one] = misses(commander, SPRING)
    assert _said((everything, one)) == [(None, "", 14, 1, 2, 1, 11), (7, "P-14", 14, 1, 2, 1, 11)]
    assert (one.missed.low, one.missed.high) == wilson(1, 11)
    assert not one.missed.too_few


def test_it_is_told_apart_by_tier_and_rule(drawn: Callable[..., SampledReport], commander: User) -> None:
    drawn("belongs_higher", tier=5, rule="P-11")
    drawn("rightly_low", rule="P-10")
    drawn("rightly_low")
    assert _said(misses(commander, SPRING)) == [
        (None, "", 3, 0, 0, 1, 3),
        (5, "P-11", 1, 0, 0, 1, 1),
        (7, "P-10", 1, 0, 0, 0, 1),
        (7, "P-14", 1, 0, 0, 0, 1),
    ]


def test_only_what_was_drawn_in_the_period_and_is_the_agencys_counts(
    drawn: Callable[..., SampledReport],
    commander: User,
    person: Callable[..., User],
    agency: Callable[[str], Agency],
) -> None:
    drawn("rightly_low")
    drawn("rightly_low", to="wy")
    drawn("rightly_low", at=datetime(2018, 2, 1, tzinfo=UTC))
    coordinator = person("national", RoleName.NATIONAL_COORDINATOR)
    assert misses(commander, SPRING)[0].drawn == 1
    assert misses(coordinator, SPRING)[0].drawn == 2
    assert misses(coordinator, Period(SPRING.first, SPRING.last, agency("wy")))[0].drawn == 1


def test_of_no_sample_nothing_is_said(commander: User) -> None:
    assert misses(commander, SPRING) == ()
