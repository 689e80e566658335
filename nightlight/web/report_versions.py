"""The page of what changed in a report from version to version."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nightlight.accounts.permissions import Permission
from nightlight.foundation.refusals import NotFound
from nightlight.intake.differences import Change, changes
from nightlight.intake.formats.values import ReadReport
from nightlight.intake.models import Report, ReportVersion, Submission, SubmissionPart
from nightlight.intake.rereading import read_kept
from nightlight.triage import actions
from nightlight.web.access import Request, page

MOST = 20
"""How many versions are compared on one page, the newest."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version, and what changed since the one before."""

    position: int
    submission: Submission
    changes: Sequence[Change] = ()

    @property
    def before(self) -> int:
        """The number of the version before."""
        return self.position - 1


@page(needs=Permission.SUBMISSION_READ)
@require_GET
def versions(request: Request, pk: UUID) -> HttpResponse:
    """Show the versions of a report, each with what changed. Reading it is written down like opening the report."""
    report = Report.objects.visible_to(request.user).filter(pk=pk).first()
    if report is None:
        raise NotFound
    submissions = _submissions(request, report)
    if len(submissions) != report.versions:
        raise NotFound  # the submissions of a report are seen by whoever received it
    actions.viewed(report, by=request.user)
    said = _said(request, submissions[-MOST:])
    first = max(0, len(submissions) - MOST)
    shown = [Version(first + 1, submissions[first])]
    shown += [
        Version(position, submission, changes(before, after))
        for (position, submission), (before, after) in zip(
            enumerate(submissions[first + 1 :], start=first + 2), pairwise(said), strict=True
        )
    ]
    return render(request, "web/report_versions.html", {"report": report, "versions": shown})


def _submissions(request: Request, report: Report) -> list[Submission]:
    """Return the submissions of the report's versions, the first first; two queries."""
    seen: Any = Submission.objects.visible_to(request.user)
    later: Any = ReportVersion.objects.visible_to(request.user).filter(report=report, submission__in=seen)
    return [
        *seen.filter(pk=report.submission_id),
        *(version.submission for version in later.select_related("submission").order_by("position")),
    ]


def _said(request: Request, submissions: Sequence[Submission]) -> list[ReadReport]:
    parts: dict[UUID, list[SubmissionPart]] = defaultdict(list)
    rows: Any = SubmissionPart.objects.visible_to(request.user).filter(submission__in=submissions)
    for part in rows.order_by("position"):
        parts[part.submission_id].append(part)
    readings = [read_kept(submission, parts[submission.pk]) for submission in submissions]
    return [reading.said or ReadReport(format="") for reading in readings]
