"""The machine API describes itself, and answers as it says."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import URL

OPENAPI = "/api/v1/openapi.json"
ANSWERS = {"200", "201", "202", "413", "422"}


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """Keep the test's connection open between requests, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def described(client: Client) -> Any:
    response = client.get(OPENAPI)
    assert response.status_code == HTTPStatus.OK
    return response.json()


def test_every_answer_and_every_way_to_hand_in_is_described(described: Any) -> None:
    post = described["paths"][URL]["post"]
    assert set(post["responses"]) == ANSWERS
    assert set(post["requestBody"]["content"]) == {
        "application/xml",
        "application/zip",
        "application/json",
        "multipart/form-data",
    }
    assert post["security"]


def test_the_description_names_nothing_of_the_inside(client: Client) -> None:
    words = client.get(OPENAPI).content.decode()
    assert "nightlight_api" not in words.replace("nightlight_api_submissions_submit", "")
    assert "Traceback" not in words


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_the_description_allows_never_breaks_the_door(
    data: st.DataObject, described: Any, key: str, kept_connection: None
) -> None:
    schema = schemathesis.openapi.from_dict(described)
    schema.app = get_wsgi_application()
    case = data.draw(schema[URL]["POST"].as_strategy())
    response = case.call(headers={"Authorization": f"Bearer {key}"}, base_url="http://localhost")
    assert response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
