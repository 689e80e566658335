"""Rows for the pages about high-priority suspects: nominations in force, and runs that list them."""

from typing import Any

import pytest

from nightlight.accounts.permissions import RoleName
from nightlight.investigations.actions import add_subjects, open_cases
from nightlight.investigations.asked import Opening, SubjectNamed
from nightlight.investigations.models import Finding, Origin, Subject
from nightlight.suspects.actions import approve, make_run, nominate
from nightlight.suspects.asked import Naming
from nightlight.suspects.models import Nomination, Run, RunLine
from tests.suspects.said import SUSPICION, stated


def _subjects(request: pytest.FixtureRequest, code: str, count: int) -> list[Subject]:
    supervisor = request.getfixturevalue("person")(code, RoleName.SUPERVISOR)
    cases = open_cases([Opening(origin=Origin.PROACTIVE)] * count, by=supervisor)
    return add_subjects([SubjectNamed(case, "Sample Placeholder") for case in cases], by=supervisor)


def _nominations(request: pytest.FixtureRequest, code: str, count: int) -> list[Nomination]:
    person = request.getfixturevalue("person")
    author, reviewer = person(code, RoleName.INVESTIGATOR), person(code, RoleName.SUPERVISOR)
    made = [
        nominate(Naming(subject, stated("access", "registered"), SUSPICION), by=author)
        for subject in _subjects(request, code, count)
    ]
    return [approve(one, by=reviewer, because="Sample review") for one in made]


def _run(request: pytest.FixtureRequest, code: str, count: int, maker: str) -> Run:
    _nominations(request, code, count)
    return make_run(by=request.getfixturevalue("person")(maker, RoleName.OPERATOR))


def listed(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Nominate subjects, and report them in a run of the nation."""
    _run(request, code, count, "national")
    return {}


def runs(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Make runs."""
    maker = request.getfixturevalue("person")(code, RoleName.OPERATOR)
    for _ in range(count):
        make_run(by=maker)
    return {}


def run(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Make a run for an agency alone, and show it; the second one follows the first."""
    _run(request, code, count, code)
    return {"pk": _run(request, code, count, code).pk}


def run_file(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Make a run for an agency alone, and take it along."""
    return {**run(request, code, count), "form": "csv"}


def entry(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Make a run for an agency alone, and show its first entry."""
    made = _run(request, code, count, code)
    return {"pk": RunLine.objects.unscoped(because="test").get(run=made, place=1).pk}


def nominations(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Nominate subjects."""
    _nominations(request, code, count)
    return {}


def nomination(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Nominate subjects, and show the first."""
    return {"pk": _nominations(request, code, count)[0].pk}


def suggested(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Record subjects whose findings support an indicator."""
    for subject in _subjects(request, code, count):
        found = Subject.objects.unscoped(because="test").filter(pk=subject.pk)
        found.update(finding=Finding.PRODUCED, found_on="2018-04-01", finding_recorded_at="2018-04-01T12:00:00Z")
    return {}


def case_with_subjects(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Add subjects to a case, and show whom of them to nominate."""
    supervisor = request.getfixturevalue("person")(code, RoleName.SUPERVISOR)
    [case] = open_cases([Opening(origin=Origin.PROACTIVE)], by=supervisor)
    add_subjects([SubjectNamed(case, "Sample Placeholder")] * count, by=supervisor)
    return {"pk": case.pk}


ACTS = ("approve", "return", "validate", "withdraw")
FURNISHED = {
    "suspects": listed,
    "suspect-runs": runs,
    "suspect-run": run,
    "suspect-download": run_file,
    "suspect-take-along": run,
    "suspect-name": entry,
    "suspect-nominations": nominations,
    "suspect-nomination": nomination,
    **{f"suspect-{name}": nomination for name in ACTS},
    "suspect-suggestions": suggested,
    "case-nominate": case_with_subjects,
}
