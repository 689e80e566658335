"""Completeness counts what the checklist found."""

from collections.abc import Callable
from typing import Any

from nightlight.accounts.models import User
from nightlight.intake.models import Report
from nightlight.learning.completeness import items_stated
from nightlight.triage.models import Assessment


def test_completeness_counts_what_the_checklist_found_there(judged: Callable[..., Report], commander: User) -> None:
    reports = [judged() for _ in range(4)]
    rows: Any = Assessment.objects.visible_to(commander)
    for report, found in zip(reports, ("HHHHHHH", "NNNNNNN", "HLNHLNN", ""), strict=True):
        unchecked = {} if found else {"checklist_date": None, "checklist_digest": ""}
        rows.filter(report=report).update(completeness=found, **unchecked)
    counted = dict(rows.annotate(items=items_stated()).values_list("report_id", "items"))
    assert [counted[report.pk] for report in reports] == [7, 0, 2, 0]
