"""Samples and what is learned, for the walks over all pages."""

from typing import Any

import pytest

from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.foundation import ids
from nightlight.geography.gazetteer import Gazetteer
from nightlight.intake.arriving import Arrival, read_arrival
from nightlight.intake.models import Channel
from nightlight.sampling.actions import review
from nightlight.sampling.models import SampledReport
from nightlight.sampling.verdicts import Verdict
from nightlight.triage import road
from tests.promises.furnished_reports import DOCUMENT, NO_FOLDER, sent_reports


def drawn(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Receive and assess reports that are drawn for a person to look at, and let people look at all but the first."""
    request.getfixturevalue("draws")
    low = DOCUMENT.replace("Online Enticement of Children for Sexual Acts", "Sample")
    worker = request.getfixturevalue("person")("national", RoleName.OPERATOR)
    receipts = road.carry(
        [read_arrival(Arrival("sample.xml", low.format(ids.new()).encode())) for _ in range(count)],
        by=worker,
        worker=worker,
        places=Gazetteer(NO_FOLDER),
        into=Agency.objects.get(code=code),
        channel=Channel.FILE,
    )
    for sample in SampledReport.objects.visible_to(worker).waiting().exclude(report=receipts[0].report_id):
        review(sample, by=worker, verdict=Verdict.RIGHTLY_LOW, because="Sample reason")
    return {"pk": receipts[0].report_id}


def sampled(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Draw low reports."""
    drawn(request, code, count)
    return {}


def of_providers(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Receive and assess reports, and take along what their providers are told."""
    sent_reports(request, code, count)
    return {"form": "csv"}
