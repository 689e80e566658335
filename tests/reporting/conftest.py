"""The field of work in which countable records are written."""

from datetime import date, timedelta

import pytest

from tests.reporting.countable import FIRST, LAST, Field


@pytest.fixture
def field(db: None) -> Field:
    """Give what writes countable records."""
    return Field()


@pytest.fixture
def days() -> list[date]:
    """Give every day of the window."""
    return [FIRST + timedelta(days=each) for each in range((LAST - FIRST).days + 1)]
