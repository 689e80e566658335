"""Notices, outlets and alarms for the walks over all pages."""

from typing import Any

import pytest

from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.foundation import clock, ids
from nightlight.intake.models import Report
from nightlight.notices.actions import add_outlet
from nightlight.notices.kinds import NoticeKind
from nightlight.notices.models import Notice, Outlet, Way
from nightlight.notices.telling import Told, tell
from nightlight.urgent.raising import Judged, raise_alarms
from tests.promises.furnished_reports import sent_reports


def _notices(code: str, count: int) -> list[Notice]:
    agency = Agency.objects.get(code=code)
    told = Told(agency.pk, NoticeKind.REPORT_REMATCHED, "intake.report", ids.new())
    return tell([told] * count)


def notices(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Raise notices that go out by outlets as well."""
    outlets(request, code, count)
    _notices(code, count)
    return {}


def notice(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Raise notices, and show the first."""
    return {"pk": _notices(code, count)[0].pk}


def _outlets(request: pytest.FixtureRequest, code: str, count: int) -> list[Outlet]:
    by, agency = request.getfixturevalue("person")(code, RoleName.ADMINISTRATOR), Agency.objects.get(code=code)
    return [
        add_outlet(by=by, agency=agency, way=Way.WEBHOOK, target=f"https://hook.example.com/{ids.new()}")
        for _ in range(count)
    ]


def outlets(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Set outlets up."""
    _outlets(request, code, count)
    return {}


def outlet(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Set an outlet up that has so many deliveries, and show it."""
    [made] = _outlets(request, code, 1)
    _notices(code, count)
    return {"pk": made.pk}


def _alarms(request: pytest.FixtureRequest, code: str, count: int) -> list[Any]:
    by = request.getfixturevalue("person")("national", RoleName.OPERATOR)
    rows: Any = Report.objects.visible_to(by)
    reports = rows.filter(pk__in=[receipt.report_id for receipt in sent_reports(request, code, count)])
    return raise_alarms([Judged(one, 1, "P-1") for one in reports], at=clock.now())


def alarms(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Raise alarms for urgent reports."""
    _alarms(request, code, count)
    return {}


def alarm(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Raise alarms, and answer the first."""
    return {"pk": _alarms(request, code, count)[0].pk}


def on_call(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Add people who may be put on call."""
    for _ in range(count):
        request.getfixturevalue("person")(code, RoleName.ANALYST)
    return {}
