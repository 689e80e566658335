"""A provider at the door for machines, invented documents, and a place for what only the overlay knows."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from nightlight.accounts import standing
from nightlight.accounts.actions import make_key
from nightlight.accounts.models import User, new_secret
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.geography.gazetteer import overlays_folder
from nightlight.geography.overlay import demo_ipv6, write_demo_overlay
from tests.conftest import Person

URL = "/api/v1/submissions"
MARICOPA = "04013"

Send = Callable[..., Any]


def document(name: str, *, county: str = MARICOPA) -> bytes:
    """Return a provider's report of one upload from an invented home line of a county."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<report>
<incidentSummary>
<incidentType>Child Pornography (possession, manufacture, and distribution)</incidentType>
<incidentDateTime>2026-11-18T12:00:00Z</incidentDateTime>
</incidentSummary>
<reporter><reportingPerson><email>desk@example.com</email></reportingPerson></reporter>
<personOrUserReported>
<personOrUserReportedPerson><email>{name}@example.com</email></personOrUserReportedPerson>
<ipCaptureEvent><ipAddress>{demo_ipv6(county, 7)}</ipAddress><eventName>Upload</eventName>
<dateTime>2026-11-18T12:00:00Z</dateTime></ipCaptureEvent>
</personOrUserReported>
</report>""".encode()


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a data folder with the demonstration's overlay."""
    folder = tmp_path_factory.mktemp("data")
    write_demo_overlay(overlays_folder(folder))
    return folder


@pytest.fixture(autouse=True)
def ready(db: None, settings: Settings, places: Path) -> None:
    """Make the standing accounts, and let addresses point where the overlay says."""
    settings.DATA_DIR = places
    standing.ensure()


@pytest.fixture
def key(person: Person, agency: Callable[[str], Agency]) -> str:
    """Give the key of a provider."""
    secret = new_secret()
    administrator = person("national", RoleName.ADMINISTRATOR)
    make_key(by=administrator, agency=agency("practice-provider"), secret=secret)
    return secret


@pytest.fixture
def send(client: Client, key: str) -> Send:
    """Hand bytes in as their provider: `send(raw)`; `key=` shows another key."""

    def post(raw: bytes, *, kind: str = "application/xml", key: str = key) -> Any:
        return client.generic("POST", URL, raw, kind, headers={"Authorization": f"Bearer {key}"})

    return post


@pytest.fixture
def desk(person: Person) -> User:
    """Give somebody of the national desk who sees everything."""
    return person("national", RoleName.OPERATOR)


def answer(response: Any) -> dict[str, str]:
    """Return the receipt of an answer, after a look at its keys."""
    receipt: dict[str, str] = json.loads(response.content)
    assert set(receipt) == {"receipt", "status", "sha256", "reason", "message"}
    return receipt
