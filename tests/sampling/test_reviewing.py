"""A person looks at what was drawn; until then nobody closes it."""

from collections.abc import Callable

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.foundation.refusals import NotAllowed, NotFound, RuleRefusal
from nightlight.intake.models import Report
from nightlight.investigations.actions import close_reports
from nightlight.sampling.actions import review
from nightlight.sampling.models import SampledReport
from nightlight.sampling.verdicts import Verdict

WHY = "Sample reason"


def _again(sample: SampledReport, by: User) -> SampledReport:
    return SampledReport.objects.visible_to(by).get(pk=sample.pk)


def test_a_person_says_that_a_low_report_was_rightly_low(sample: SampledReport, analyst: User) -> None:
    review(sample, by=analyst, verdict=Verdict.RIGHTLY_LOW, because=WHY)
    kept = _again(sample, analyst)
    assert (kept.verdict, kept.because, kept.reviewed_by, kept.belongs_in) == ("rightly_low", WHY, analyst, None)


def test_a_person_says_in_which_higher_tier_it_belongs(sample: SampledReport, analyst: User) -> None:
    review(sample, by=analyst, verdict=Verdict.BELONGS_HIGHER, belongs_in=3, because=WHY)
    assert _again(sample, analyst).belongs_in == 3


@pytest.mark.parametrize(
    ("verdict", "belongs_in", "because"),
    [
        (Verdict.BELONGS_HIGHER, None, WHY),
        (Verdict.BELONGS_HIGHER, 7, WHY),
        (Verdict.BELONGS_HIGHER, 0, WHY),
        (Verdict.RIGHTLY_LOW, 3, WHY),
        (Verdict.RIGHTLY_LOW, None, "  "),
        (Verdict.RIGHTLY_LOW, None, "x" * 201),
    ],
)
def test_half_a_verdict_is_refused_and_changes_nothing(
    sample: SampledReport, analyst: User, verdict: Verdict, belongs_in: int | None, because: str
) -> None:
    with pytest.raises(RuleRefusal, match="nothing was changed"):
        review(sample, by=analyst, verdict=verdict, belongs_in=belongs_in, because=because)
    assert _again(sample, analyst).reviewed_at is None


def test_a_verdict_stands(sample: SampledReport, analyst: User) -> None:
    review(sample, by=analyst, verdict=Verdict.RIGHTLY_LOW, because=WHY)
    with pytest.raises(RuleRefusal, match="a verdict stands"):
        review(sample, by=analyst, verdict=Verdict.CANNOT_TELL, because="Another")
    assert _again(sample, analyst).verdict == Verdict.RIGHTLY_LOW


def test_a_stranger_and_somebody_without_the_right_review_nothing(
    sample: SampledReport, person: Callable[..., User]
) -> None:
    with pytest.raises(NotFound):
        review(sample, by=person("wy", RoleName.ANALYST), verdict=Verdict.CANNOT_TELL, because=WHY)
    with pytest.raises(NotAllowed):
        review(sample, by=person("az", RoleName.AUDITOR), verdict=Verdict.CANNOT_TELL, because=WHY)


def test_a_drawn_report_is_not_closed_before_somebody_looked_at_it(
    sample: SampledReport, analyst: User, again: Callable[[Report], Report]
) -> None:
    with pytest.raises(RuleRefusal, match=f"random sample.*{sample.report.number}"):
        close_reports([sample.report], by=analyst, because=WHY)
    assert again(sample.report).closed_at is None
    review(sample, by=analyst, verdict=Verdict.CANNOT_TELL, because=WHY)
    close_reports([sample.report], by=analyst, because=WHY)
    assert again(sample.report).closed_at is not None


def test_a_report_that_was_not_drawn_is_closed_at_once(
    low_reports: Callable[..., list[Report]], analyst: User, again: Callable[[Report], Report]
) -> None:
    [report] = low_reports()
    close_reports([report], by=analyst, because=WHY)
    assert again(report).closed_at is not None
