"""Operations in the states that tests need."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime

import pytest

from nightlight.agencies.models import Agency
from nightlight.operations.models import Operation, Participation, Scope

FIRST, LAST = date(2018, 3, 1), date(2018, 5, 31)
BEFORE = datetime(2018, 2, 1, tzinfo=UTC)


@pytest.fixture
def planned_operation(agency: Callable[[str], Agency]) -> Callable[..., Operation]:
    """Make a planned operation, with participants given by their codes."""

    def make(
        *participants: str, owner: str = "national", code: str = "sample-2018", window: Iterable[date] = (FIRST, LAST)
    ) -> Operation:
        starts_on, ends_on = window
        operation = Operation.objects.create(
            agency=agency(owner),
            code=code,
            name="Operation Sample 2018",
            scope=Scope.NATIONAL,
            starts_on=starts_on,
            ends_on=ends_on,
            category_set=date(2018, 1, 1),
            recorded_at=BEFORE,
        )
        Participation.objects.bulk_create(
            Participation(agency=agency(each), operation=operation, joined_at=BEFORE) for each in participants
        )
        return operation

    return make
