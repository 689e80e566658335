"""What a row of a sample can never say."""

from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.foundation import clock
from nightlight.sampling.models import SampledReport
from tests.breaking import breaks


@pytest.fixture
def update(sample: SampledReport, worker: User) -> Any:
    return lambda **values: SampledReport.objects.visible_to(worker).filter(pk=sample.pk).update(**values)


@pytest.fixture
def whole(analyst: User) -> dict[str, Any]:
    return {
        "reviewed_at": clock.now(),
        "reviewed_by": analyst.pk,
        "verdict": "rightly_low",
        "because": "Sample reason",
    }


def test_a_report_is_drawn_once_under_a_policy(sample: SampledReport) -> None:
    again = {field.attname: getattr(sample, field.attname) for field in sample._meta.concrete_fields[2:]}
    with breaks("one_sample_per_report_and_policy"):
        SampledReport.objects.create(**again)


def test_a_sample_remembers_the_digest_of_its_policy(update: Any) -> None:
    with breaks("sample_digest_is_sha256"):
        update(policy_digest="unknown")


@pytest.mark.parametrize("wrong", [{"tier": 1}, {"rule": ""}])
def test_a_sample_is_of_a_tier_that_a_rule_gave_and_never_urgent(update: Any, wrong: dict[str, Any]) -> None:
    with breaks("sample_is_of_a_ruled_tier_that_is_not_urgent"):
        update(**wrong)


@pytest.mark.parametrize("missing", ["reviewed_at", "reviewed_by", "verdict", "because"])
def test_a_sample_is_reviewed_whole_or_not_at_all(update: Any, whole: dict[str, Any], missing: str) -> None:
    nothing = {"verdict": "", "because": ""}
    with breaks("sample_is_reviewed_whole_or_not_at_all"):
        update(**whole | {missing: nothing.get(missing)})


def test_a_verdict_is_one_of_three(update: Any, whole: dict[str, Any]) -> None:
    with breaks("sample_verdict_is_known"):
        update(**whole | {"verdict": "perhaps"})


@pytest.mark.parametrize(
    ("verdict", "belongs_in"), [("belongs_higher", 7), ("belongs_higher", None), ("rightly_low", 2)]
)
def test_only_what_belongs_higher_names_a_higher_tier(
    update: Any, whole: dict[str, Any], verdict: str, belongs_in: int | None
) -> None:
    with breaks("sample_names_a_higher_tier_exactly_when_it_belongs_there"):
        update(**whole | {"verdict": verdict, "belongs_in": belongs_in})


def test_a_sample_is_reviewed_after_it_was_drawn(update: Any, whole: dict[str, Any], sample: SampledReport) -> None:
    with breaks("sample_is_reviewed_after_it_was_drawn"):
        update(**whole | {"reviewed_at": sample.drawn_at.replace(year=2000)})
