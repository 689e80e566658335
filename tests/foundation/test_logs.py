"""The log says what broke and where, and repeats nothing of what it was about."""

import logging

import pytest
from django.conf import settings
from django.db import IntegrityError

from nightlight.foundation.logs import WithoutContents

CANARY = "sample.canary@example.com"


def logged(error: BaseException) -> str:
    record = logging.LogRecord("test", logging.ERROR, __file__, 1, "Report %s waits", ("id",), None)
    record.exc_info = (type(error), error, error.__traceback__)
    return WithoutContents("%(levelname)s %(message)s").format(record)


def _breaks() -> None:
    raise ValueError(f"Failing row contains {CANARY}")


def _refused() -> None:
    try:
        _breaks()
    except ValueError as error:
        raise IntegrityError(f"DETAIL: {CANARY}") from error


def test_an_exception_is_its_kinds_and_places_without_its_message() -> None:
    with pytest.raises(IntegrityError) as refused:
        _refused()
    line = logged(refused.value)
    assert CANARY not in line
    assert "Report id waits" in line
    assert "IntegrityError because of builtins.ValueError" in line
    assert "in _refused" in line


def test_the_settings_write_every_line_like_that() -> None:
    formatter = settings.LOGGING["formatters"]["plain"]
    assert formatter["()"] == "nightlight.foundation.logs.WithoutContents"
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"plain"}
