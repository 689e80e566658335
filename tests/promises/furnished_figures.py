"""Operations and known hashes for the walks over all pages."""

from datetime import date
from typing import Any

import pytest

from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.foundation import clock, ids
from nightlight.hashes.actions import add_list, begin_import, deconfirm
from nightlight.hashes.asked import asked_from
from nightlight.hashes.formats.values import Heading
from nightlight.hashes.models import HashImport, ListChange
from nightlight.hashes.survey import Survey
from nightlight.operations.models import Operation, Participation, Scope
from nightlight.rematching.models import Rematched, Rematching
from tests.promises.furnished_reports import sent_reports
from tests.reporting.countable import FIRST, Field, noon


def _operations(code: str, count: int) -> list[Operation]:
    words = {
        "agency": Agency.objects.get(code=code),
        "name": "Operation Sample",
        "scope": Scope.LOCAL,
        "starts_on": date(2018, 3, 1),
        "ends_on": date(2018, 5, 31),
        "category_set": date(2018, 1, 1),
    }
    return [Operation.objects.create(code=f"sample-{ids.new()}"[:40], **words) for _ in range(count)]


def operations(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Define operations."""
    _operations(code, count)
    return {}


def operation(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Define operations, and show the first."""
    return {"pk": _operations(code, count)[0].pk}


def _counted(code: str, count: int) -> dict[str, Any]:
    [own], field = _operations(code, 1), Field()
    Participation.objects.create(agency=own.agency, operation=own, joined_at=noon(FIRST))
    for _ in range(count):
        field.complaint(code, noon(FIRST))
    return {"pk": own.pk}


def counted(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Work complaints in an operation, and show them."""
    return {**_counted(code, count), "measure": "complaints"}


def figures(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Work complaints in an operation, and take its report along."""
    return {**_counted(code, count), "form": "csv"}


def _hash_lists(request: pytest.FixtureRequest, code: str, count: int) -> list[HashImport]:
    by, agency = request.getfixturevalue("person")(code, RoleName.OPERATOR), Agency.objects.get(code=code)
    heading = Heading("csv", "sample")
    made = []
    for _ in range(count):
        listed = add_list(by=by, agency=agency, name=f"Sample list {ids.new()}", scheme="sample")
        seen = Survey(heading, sha256=f"{ids.new().hex}{ids.new().hex}")
        made.append(begin_import(listed, by=by, source="sample.csv", survey=seen))
    return made


def hash_lists(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Make lists of known hashes, each with an import, and deconfirm as many digests."""
    _hash_lists(request, code, count)
    by = request.getfixturevalue("person")(code, RoleName.OPERATOR)
    for _ in range(count):
        deconfirm(asked_from(ids.new().hex)[0], by=by, because="Sample reason")
    return {}


def hash_list(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Make lists of known hashes, and show the first."""
    return {"pk": _hash_lists(request, code, count)[0].list_id}


def hash_change(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Let a list change that only its agency may see by now, and judge as many reports otherwise."""
    by, listed = request.getfixturevalue("person")(code, RoleName.OPERATOR), _hash_lists(request, code, 1)[0].list
    moment = {"happened_at": clock.now()}
    change = ListChange.objects.create(agency=listed.agency, kind="list_withdrawn", list=listed, **moment)
    held = {"step": "equal", "began_at": clock.now(), "held_until": clock.now()}
    followed = Rematching.objects.create(change=change, **held)
    for receipt in sent_reports(request, code, count):
        said = {"was_tier": 7, "was_rule": "P-14", "tier": 5, "rule": "P-11", "report_id": receipt.report_id}
        Rematched.objects.create(agency_id=by.agency_id, rematching=followed, **said)
    return {"pk": change.pk}


def hash_import(request: pytest.FixtureRequest, code: str, count: int) -> dict[str, Any]:
    """Begin imports, and show the first."""
    return {"pk": _hash_lists(request, code, count)[0].pk}
