"""Who is let in, and what the door says of itself."""

import os
from base64 import b64encode
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from lxml import etree
from pytest_django.fixtures import Settings

from nightlight.accounts.models import ApiKey, User, digest_of, new_secret
from nightlight.accounts.permissions import RoleName
from nightlight.intake.models import Filing
from tests.api.conftest import document
from tests.api.cybertipline.conftest import BASE, Filer, read
from tests.conftest import Person

PATHS = [
    ("GET", "/status"),
    ("GET", "/xsd"),
    *(("POST", f"/{name}") for name in ("submit", "upload", "fileinfo", "finish", "retract")),
]


@pytest.mark.parametrize(("method", "path"), PATHS, ids=[path for _, path in PATHS])
@pytest.mark.parametrize("words", ["", "Basic ", "Basic !", "Bearer none", "Basic " + b64encode(b"no-colon").decode()])
def test_a_stranger_is_told_to_show_a_key(words: str, method: str, path: str, client: Client, desk: User) -> None:
    headers = {"Authorization": words} if words else {}
    answer = read(client.generic(method, BASE + path, document("stranger"), "text/xml", headers=headers))
    assert (answer.status, answer.code, answer.root) == (
        401,
        2000,
        "reportDoneResponse" if path == "/finish" else "reportResponse",
    )
    assert answer.headers["WWW-Authenticate"].startswith("Basic realm=")
    assert not Filing.objects.visible_to(desk).exists()


def test_the_user_name_is_the_providers_code_or_its_accounts_address(filer: Filer) -> None:
    for user in ("practice-provider", "Practice-Provider", "practice-provider@service.invalid"):
        assert Filer(filer.wire, user, filer.password).get("/status").code == 0


@pytest.mark.parametrize("user", ["", "other-provider", "national", "operator@service.invalid"])
def test_a_key_under_another_name_opens_nothing(user: str, filer: Filer) -> None:
    assert Filer(filer.wire, user, filer.password).get("/status").status == 401


def test_a_key_that_has_lapsed_opens_nothing(filer: Filer) -> None:
    [row] = ApiKey.objects.all()
    row.valid_to = row.valid_from + timedelta(microseconds=1)
    row.save(update_fields=["valid_to"])
    assert filer.get("/status").status == 401


def test_an_account_without_the_right_is_told_so(client: Client, person: Person, desk: User) -> None:
    secret, account = new_secret(), person("co", RoleName.AUDITOR)
    ApiKey.objects.create(user=account, digest=digest_of(secret))
    answer = Filer(client, account.email, secret).post("/submit", document("auditor"))
    assert (answer.status, answer.code) == (403, 3100)
    assert not Filing.objects.visible_to(desk).exists()


def test_the_status_names_the_provider_and_every_answer_has_an_id(filer: Filer) -> None:
    first, second = filer.get("/status"), filer.get("/status")
    assert (first.status, first.code, first.said["responseDescription"]) == (200, 0, "Remote User : practice-provider")
    assert first.headers["Request-ID"] != second.headers["Request-ID"]


@pytest.mark.parametrize("path", ["/nothing", "/v2/submit", "/submit/", "//submit"])
def test_an_address_that_is_none_is_answered_in_the_clients_own_language(path: str, filer: Filer) -> None:
    assert Filer(filer.wire, "none", "none").get(path).code == 2000
    for answer in (filer.get(path), filer.post(path, document("sample"))):
        assert (answer.status, answer.code, answer.root) == (404, 1210, "reportResponse")
        assert "status, xsd, submit" in answer.said["responseDescription"]


def test_without_a_schema_file_there_is_none_to_give(filer: Filer) -> None:
    answer = filer.get("/xsd")
    assert (answer.status, answer.code) == (404, 1210)


def test_a_schema_file_that_is_gone_is_none(filer: Filer, settings: Settings, tmp_path: Path) -> None:
    for gone in (tmp_path / "gone.xsd", tmp_path):
        settings.CYBERTIPLINE_XSD = gone
        assert (filer.get("/xsd").status, filer.get("/xsd").code) == (404, 1210)


def test_the_schema_file_of_the_installation_is_given(filer: Filer, settings: Settings, tmp_path: Path) -> None:
    schema = tmp_path / "sample.xsd"
    schema.write_text('<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>')
    settings.CYBERTIPLINE_XSD = schema
    answer = filer.wire.get(f"{BASE}/xsd", headers=filer.basic)
    assert (answer.status_code, answer.content) == (200, schema.read_bytes())


@pytest.mark.parametrize("method", ["put", "delete", "get"])
def test_only_the_methods_of_the_interface_are_answered(method: str, filer: Filer) -> None:
    assert getattr(filer.wire, method)(f"{BASE}/submit", headers=filer.basic).status_code == 405


@given(
    path=st.sampled_from([path for method, path in PATHS if method == "POST"]),
    raw=st.binary(max_size=200)
    | st.text(max_size=80).map(lambda text: f"<report><note>{text}</note></report>".encode("utf-8", "replace"))
    | st.text(max_size=40).map(lambda text: f"<fileDetails><reportId>{text}</reportId></fileDetails>".encode())
    | st.text(max_size=40).map(lambda text: f"id={text}".encode()),
    kind=st.sampled_from(["text/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]),
)
@trying(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_arrives_gets_a_code(path: str, raw: bytes, kind: str, filer: Filer) -> None:
    answer = filer.post(path, raw, kind)
    assert answer.status in {200, 413}
    assert answer.code in {4000, 4100, 4110, 4200, 5001, 5002}


def test_every_answer_fits_the_schema_of_the_provider_programme(filer: Filer, shared: Path) -> None:
    schema = etree.XMLSchema(file=os.fspath(shared / "formats" / "ncmec_cybertipline_espsubmittal_2025-11.xsd"))
    number = filer.opened()
    file_id = filer.uploaded(number)
    asked = [
        ("GET", "/status", b"", "text/xml"),
        ("POST", "/submit", document("schema"), "text/xml"),
        ("POST", "/submit", b"<report/>", "text/xml"),
        (
            "POST",
            "/fileinfo",
            f"<fileDetails><reportId>{number}</reportId><fileId>{file_id}</fileId></fileDetails>".encode(),
            "text/xml",
        ),
        *(
            ("POST", "/finish", form, "application/x-www-form-urlencoded")
            for form in (f"id={number}".encode(), f"id={number}".encode(), b"id=1", b"")
        ),
        ("POST", "/retract", f"id={number}".encode(), "application/x-www-form-urlencoded"),
    ]
    codes = []
    for method, path, raw, kind in asked:
        answer = filer.wire.generic(method, BASE + path, raw, kind, headers=filer.basic)
        schema.assertValid(etree.fromstring(answer.content))
        codes.append(read(answer).code)
    assert codes == [0, 0, 4100, 0, 0, 5102, 5001, 4000, 5102]
