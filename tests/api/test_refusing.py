"""Whoever calls the machine API is told in JSON, under one key, what was not done and why."""

from typing import Any

import pytest
from django.test import Client

from nightlight.accounts.models import ApiKey, digest_of, new_secret
from nightlight.accounts.permissions import RoleName
from tests.api.conftest import URL
from tests.conftest import Person

LOOK_UP = "/api/v1/hashes/lookup"


@pytest.fixture
def looker(person: Person) -> str:
    """Give the key of an agency's system, which may look up and not hand in."""
    secret = new_secret()
    ApiKey.objects.create(user=person("co", RoleName.SYSTEM), digest=digest_of(secret))
    return secret


def said(client: Client, address: str, raw: bytes, key: str) -> tuple[int, str]:
    response: Any = client.generic("POST", address, raw, "application/json", headers={"Authorization": f"Bearer {key}"})
    answer = response.json()
    assert set(answer) == {"message"}
    return response.status_code, answer["message"]


@pytest.mark.parametrize(
    ("address", "raw", "told"),
    [
        (URL, b"{}", (403, "This needs the right submission:send")),
        (LOOK_UP, b"no json", (400, "The body cannot be read as JSON")),
        (LOOK_UP, b"{}", (422, "Give digest or digests, one of the two.")),
        (LOOK_UP, b'{"digest": 5}', (422, "digest: Input should be a valid string.")),
        (LOOK_UP, b'{"digest": "00", "distance": 99}', (422, "distance: Input should be less than or equal to 64.")),
        (LOOK_UP, b'{"digests": ["a", 7]}', (422, "digests.1: Input should be a valid string.")),
        ("/api/v1/none", b"", (404, "There is nothing at this address.")),
    ],
)
def test_what_was_not_done_is_said_in_a_sentence(
    address: str, raw: bytes, told: tuple[int, str], client: Client, looker: str
) -> None:
    code, message = said(client, address, raw, looker)
    assert (code, message[: len(told[1])]) == told


def test_without_a_key_that_holds_it_is_said_how_to_show_one(client: Client, db: None) -> None:
    response = client.post(URL, b"", "application/xml")
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert "Authorization: Bearer KEY" in response.json()["message"]
