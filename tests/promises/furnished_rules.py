"""Warrants, letters, rules and drafts for the walks over all pages."""

from typing import Any

import pytest

from nightlight.accounts.permissions import RoleName
from nightlight.clocks.actions import send_letter, set_retention
from nightlight.clocks.asked import RetentionAsked
from nightlight.foundation import clock, ids
from nightlight.gate.actions import record_warrant, set_rule
from nightlight.gate.asked import RuleAsked, WarrantAsked
from nightlight.gate.models import Warrant
from nightlight.intake.models import Report, ReportedFile
from nightlight.priorities.actions import ask_for_preview, begin_draft, change_draft, put_in_force
from nightlight.priorities.models import Preview
from nightlight.priorities.previewing import work_on
from nightlight.triage.models import Assessment
from tests.promises.furnished_reports import report, sent_reports


def _warrants(request: pytest.FixtureRequest, code: str, count: int) -> list[Warrant]:
    by = request.getfixturevalue("person")(code, RoleName.SUPERVISOR)
    made = []
    for one in sent_reports(request, code, count):
        found = Report.objects.visible_to(by).get(pk=one.report_id)
        file = ReportedFile.objects.create(report=found, pointer="/files/1")
        asked = WarrantAsked("SW-1", "Sample court", "Sample judge", clock.today())
        made.append(record_warrant(found, by=by, warrant=asked, files=[file]))
    return made


def warrant(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Record warrants, and show the first."""
    return {"pk": _warrants(request, code, count)[0].pk}


def letter(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Write down preservation letters about one report, and show the first."""
    by = request.getfixturevalue("person")(code, RoleName.SUPERVISOR)
    found = Report.objects.visible_to(by).get(pk=sent_reports(request, code, 1)[0].report_id)
    sent = [send_letter(found, by=by, provider=f"Sample {n}", sent_on=clock.today()) for n in range(count)]
    return {"pk": sent[0].pk}


def rules(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Set versions of a court's rule."""
    by = request.getfixturevalue("person")(code, RoleName.SUPERVISOR)
    words = ("Sample citation", "Sample words", False, "Sample counsel", "Sample reason")
    for _ in range(count):
        set_rule(RuleAsked("state:CO", clock.today(), None, *words), by=by)
    return {}


def retained(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Say how long providers keep their logs."""
    by = request.getfixturevalue("person")(code, RoleName.SUPERVISOR)
    for _ in range(count):
        asked = RetentionAsked("provider", f"Sample {ids.new()}", 90, "Sample source", "uncertain", "Sample reason")
        set_retention(asked, by=by)
    return {}


def _decided(request: pytest.FixtureRequest, code: str, count: int) -> Preview:
    """Put so many directives in force, and leave a preview of a last draft behind."""
    commander = request.getfixturevalue("person")(code, RoleName.COMMANDER)
    for number in range(count + 1):
        draft = begin_draft(by=commander)
        content = draft.content | {"tiers": [dict(tier) for tier in draft.content["tiers"]]}
        content["tiers"][0]["words"] = f"Sample {ids.new().hex[-8:]}"
        change_draft(draft, by=commander, content=content)
        preview = work_on(ask_for_preview(draft, by=commander), by=commander, seconds=60)
        if number < count:
            put_in_force(draft, by=commander, in_force_from=clock.today(), because="Sample reason")
    return preview


def directives(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Put directives of an agency in force."""
    _decided(request, code, count)
    return {}


def preview(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Receive reports, and show a preview of a draft that would move them."""
    sent_reports(request, code, count)
    return {"pk": _decided(request, code, 0).pk}


def judged_report(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Receive and assess reports, and show the rules that judged the first."""
    pk = report(request, code, count)["pk"]
    reader = request.getfixturevalue("person")("national", RoleName.OPERATOR)
    rows: Any = Assessment.objects.visible_to(reader).current()
    return {"pk": pk, "digest": rows.get(report=pk).policy_digest}
