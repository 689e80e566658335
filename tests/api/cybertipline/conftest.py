"""A provider's client at the door: what it sends, and what it is told."""

import json
import os
import secrets
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import etree

from nightlight.accounts.actions import make_key
from nightlight.accounts.models import new_secret
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency, AgencyKind
from tests.api.conftest import document
from tests.conftest import Person
from tests.serving import free_port, wait_for

BASE = "/ispws"
NIGHTLIGHT = [sys.executable, "-c", "from nightlight.commands.main import run; run()"]
NOISE = bytes(range(256)) * 40
"""No picture of anything."""


@dataclass(frozen=True)
class Answer:
    """An answer of the door: HTTP status, headers, the root element's name, and the text of each element."""

    status: int
    headers: Any
    root: str
    said: dict[str, str]
    files: list[str]

    @property
    def code(self) -> int:
        return int(self.said["responseCode"])

    @property
    def report(self) -> int:
        return int(self.said["reportId"])


def read(response: Any) -> Answer:
    assert response.headers["Content-Type"].startswith("text/xml")
    root = etree.fromstring(response.content)
    said = {str(child.tag): child.text or "" for child in root}
    return Answer(
        response.status_code, response.headers, str(root.tag), said, [each.text or "" for each in root.iter("fileId")]
    )


@dataclass(frozen=True)
class Filer:
    """A client of the reporting API, with Django's own test client as the wire."""

    wire: Client
    user: str
    password: str

    def get(self, path: str) -> Answer:
        return read(self.wire.get(f"{BASE}{path}", headers=self.basic))

    def post(self, path: str, raw: bytes, kind: str = "text/xml; charset=utf-8") -> Answer:
        return read(self.wire.generic("POST", f"{BASE}{path}", raw, kind, headers=self.basic))

    def form(self, path: str, **fields: Any) -> Answer:
        return read(self.wire.post(f"{BASE}{path}", fields, headers=self.basic))

    @property
    def basic(self) -> dict[str, str]:
        return {"Authorization": "Basic " + b64encode(f"{self.user}:{self.password}".encode()).decode()}

    def opened(self, name: str = "sample") -> int:
        """Open a report and return its number."""
        answer = self.post("/submit", document(name))
        assert (answer.status, answer.code) == (200, 0), answer
        return answer.report

    def upload(self, report: int, content: bytes = NOISE, name: str = "sample.bin") -> Answer:
        return self.form("/upload", id=str(report), file=SimpleUploadedFile(name, content, "application/octet-stream"))

    def uploaded(self, report: int, content: bytes = NOISE, name: str = "sample.bin") -> str:
        """Upload a file and return its id."""
        answer = self.upload(report, content, name)
        assert (answer.status, answer.code, answer.report) == (200, 0, report), answer
        return answer.files[0]

    def described(self, report: int, file_id: str, more: str = "") -> Answer:
        return self.post("/fileinfo", details(report, file_id, more))

    def finished(self, report: int) -> Answer:
        return self.form("/finish", id=str(report))

    def retracted(self, report: int) -> Answer:
        return self.form("/retract", id=str(report))


def details(report: int | str, file_id: str, more: str = "") -> bytes:
    """Return a document about one uploaded file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><fileDetails><reportId>{report}</reportId><fileId>{file_id}</fileId>'
        f"{more}</fileDetails>"
    ).encode()


@pytest.fixture
def filer(client: Client, key: str) -> Filer:
    """Give the client of a provider."""
    return Filer(client, "practice-provider", key)


@pytest.fixture
def another(client: Client, person: Person, agency: Callable[[str], Agency]) -> Filer:
    """Give the client of another provider."""
    other = Agency.objects.create(code="other-provider", name="Other Provider (invented)", kind=AgencyKind.PROVIDER)
    secret = new_secret()
    make_key(by=person("national", RoleName.ADMINISTRATOR), agency=other, secret=secret)
    return Filer(client, other.code, secret)


@dataclass(frozen=True)
class Served:
    """A site of its own, served as operators serve it: where it stands, a provider's key, its folders."""

    url: str
    key: str
    folder: Path
    temporary: Path
    environment: dict[str, str]

    def nightlight(self, *words: str) -> str:
        """Run a command on the site's own data."""
        return _run(self.environment, *words)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a fresh database of the kind that the tests run on."""
    folder, temporary = tmp_path_factory.mktemp("served"), tmp_path_factory.mktemp("temporary")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NIGHTLIGHT_")}
    environment |= {"NIGHTLIGHT_DATA_DIR": str(folder), "TMPDIR": str(temporary)}
    if server := os.environ.get("NIGHTLIGHT_DATABASE_URL"):
        environment["NIGHTLIGHT_DATABASE_URL"] = _fresh_database(server)
    key = json.loads(_run(environment, "key", "make", "practice-provider", "--json"))["key"]
    port = free_port()
    serve = [*NIGHTLIGHT, "serve", "--port", str(port)]
    with (
        (folder / "server.log").open("w") as log,
        subprocess.Popen(serve, env=environment, stdout=log, stderr=log) as running,  # noqa: S603 - our own command
    ):
        try:
            wait_for(f"http://127.0.0.1:{port}/sign-in", running, folder / "server.log")
            yield Served(f"http://127.0.0.1:{port}{BASE}", key, folder, temporary, environment)
        finally:
            running.terminate()


def _run(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run([*NIGHTLIGHT, *words], env=environment, capture_output=True, check=False, text=True)  # noqa: S603 - our own command
    assert done.returncode == 0, done.stderr
    return done.stdout


def _fresh_database(server: str) -> str:
    name = f"served_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connected:
        connected.execute(f'CREATE DATABASE "{name}"')
    return urlsplit(server)._replace(path=f"/{name}").geturl()
