"""Bytes in, records out, without any database."""

import io
from collections.abc import Callable

import pytest

from nightlight.hashes.formats.reading import opened
from nightlight.hashes.formats.values import Record

Read = Callable[[bytes], list[Record]]


@pytest.fixture(scope="session")
def read() -> Read:
    """Read a file to its end."""

    def records(raw: bytes) -> list[Record]:
        return list(opened(io.BytesIO(raw)).records())

    return records
