"""A provider's client hands a report in piece by piece, and it is one report."""

import hashlib
import json
import zlib
from typing import Any

import pytest
from django.test import Client

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.intake.models import Filing, Report, ReportedFile, Sighting, StatedFact, Submission, SubmissionPart
from tests.api.cybertipline.conftest import NOISE, Filer, details
from tests.api.conftest import document
from tests.conftest import Person


@pytest.fixture
def desk(person: Person) -> User:
    return person("national", RoleName.OPERATOR)


def kept(model: Any, desk: User) -> list[Any]:
    return list(model.objects.visible_to(desk))


def test_a(filer: Filer, desk: User) -> None:
    assert filer.get("/status").said["responseDescription"] == "Remote User : practice-provider"
    report = filer.opened()
    file_id = filer.uploaded(report)
    print(filer.described(report, file_id, '<originalFileName>a.jpg</originalFileName>'))
    done = filer.finished(report)
    print(done)
    print(filer.finished(report))
    print(kept(Report, desk)[0].number, kept(ReportedFile, desk)[0].__dict__)
    print([ (s.kind,s.value,s.said,s.pointer) for s in kept(Sighting, desk)])
    for p in kept(SubmissionPart, desk): print(zlib.decompress(p.deflated).decode()[:300])
    assert 0
