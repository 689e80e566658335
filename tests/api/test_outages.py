"""While the database cannot be written, a machine gets 503 and when to come again; a browser gets a page."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from nightlight.accounts.models import User
from nightlight.intake.models import Report, Submission
from tests.api.conftest import Send, answer, document

SAYS = ("sqlite_errorcode", "sqlstate")
INSIDE = ("sqlite", "psycopg", "traceback", "intake_submission", "select", "insert")


def out(**said: Any) -> Callable[..., Any]:
    """Return what breaks off every writing as a driver would that says so."""

    def broken(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT INTO"):
            cause = sqlite3.OperationalError("database or disk is full: /var/lib/secret")
            for name, value in said.items():
                setattr(cause, name, value)
            raise OperationalError(*cause.args) from cause
        return execute(sql, params, many, context)

    return broken


@contextmanager
def outage(**said: Any) -> Iterator[None]:
    with connection.execute_wrapper(out(**said)):
        yield


@pytest.mark.parametrize(
    ("said", "word", "seconds"),
    [
        ({"sqlite_errorcode": sqlite3.SQLITE_FULL}, "full", 120),
        ({"sqlite_errorcode": sqlite3.SQLITE_BUSY}, "busy", 5),
        ({"sqlite_errorcode": sqlite3.SQLITE_IOERR}, "does not answer", 15),
    ],
)
def test_a_machine_is_told_to_come_again_and_that_nothing_was_kept_and_then_it_works(
    send: Send, desk: User, said: dict[str, Any], word: str, seconds: int
) -> None:
    raw = document(f"outage{seconds}")
    with outage(**said):
        response = send(raw)
    assert response.status_code == 503
    assert response["Retry-After"] == str(seconds)
    message = json.loads(response.content)["message"]
    assert word in message
    assert "Send it again" in message
    assert not [words for words in (*INSIDE, "secret") if words in message.lower()]
    assert not Submission.objects.visible_to(desk).exists()
    assert answer(send(raw))["status"] == "received"


def test_a_browser_gets_a_page_that_asks_the_database_nothing(client: Client, desk: User, send: Send) -> None:
    client.force_login(desk)
    send(document("page"))
    report = Report.objects.visible_to(desk).get()
    with outage(sqlite_errorcode=sqlite3.SQLITE_BUSY):
        response = client.get(f"/reports/{report.pk}", headers={"Accept": "text/html"})
    page = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "The database is busy" in page
    assert not [words for words in INSIDE if words in page.lower()]


def test_what_is_no_outage_stays_a_fault_of_ours(client: Client, send: Send) -> None:
    client.raise_request_exception = False
    with outage(sqlite_errorcode=sqlite3.SQLITE_ERROR):
        assert send(document("fault")).status_code == 500
