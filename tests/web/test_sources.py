"""The attribution page names every data set, with the link back that its license asks for."""

import html
from http import HTTPStatus
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from nightlight.accounts.permissions import RoleName
from nightlight.geography.gazetteer import gazetteer
from tests.conftest import Person


@pytest.mark.parametrize("role", [RoleName.ADMINISTRATOR, RoleName.ANALYST, RoleName.PROVIDER])
def test_everybody_signed_in_reads_every_attribution_with_its_link(
    client: Client, person: Person, settings: Settings, tmp_path: Path, role: RoleName
) -> None:
    settings.DATA_DIR = tmp_path
    client.force_login(person("co", role))
    page = html.unescape(client.get(reverse("sources")).content.decode())
    listed = gazetteer(tmp_path).sources()
    assert len(listed) > 5
    for source in listed:
        assert source.name in page
        assert source.licence in page
        assert f'<a href="{source.link}" rel="noopener">{source.attribution}</a>' in page


def test_what_is_absent_is_said_with_what_to_do(
    client: Client, person: Person, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    client.force_login(person("co", RoleName.ANALYST))
    page = client.get(reverse("sources")).content.decode()
    absent = [source for source in gazetteer(tmp_path).sources() if not source.is_present]
    assert absent
    assert page.count(">Absent</span>") == len(absent)
    assert page.count("make geodata</span>") == len(absent)
    assert "Not every data set is here." in page


def test_signed_out_it_leads_to_the_door(client: Client) -> None:
    answer = client.get(reverse("sources"))
    assert answer.status_code == HTTPStatus.FOUND
    assert answer.headers["Location"].startswith(reverse("sign-in"))
