"""`nightlight queue`: the page's order for scripts, by agency and by saved view."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import typer

from nightlight.accounts.models import User
from nightlight.accounts.standing import ensure, operator
from nightlight.commands.queue import queue
from nightlight.desk.actions import save_view
from nightlight.geography.gazetteer import Gazetteer
from nightlight.intake.models import Channel, Report
from nightlight.triage.actions import assess
from nightlight.triage.queue.filters import read
from nightlight.triage.queue.listing import queue as page_order
from nightlight.triage.queue.orders import Order
from tests.triage.conftest import make, places, received, worker

__all__ = ["make", "places", "received", "worker"]

NO_SUBCOMMAND: Any = SimpleNamespace(invoked_subcommand=None)
Printed = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def reports(
    received: Callable[..., list[Report]], make: SimpleNamespace, worker: User, places: Gazetteer
) -> list[Report]:
    """Three reports of Arizona, the second urgent."""
    ensure()
    made = [
        make.reading(
            make.reported(make.address("04013", n=n)), number=str(77 + n), escalation="folded" if n == 1 else ""
        )
        for n in range(3)
    ]
    found = [received([one])[0] for one in made]  # one after the other: each has a moment of its own
    assess(found, by=worker, places=places)
    return found


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Printed:
    def run(**options: Any) -> list[dict[str, Any]]:
        queue(NO_SUBCOMMAND, **{"agency": None, "limit": 50, "view": None, "json": True} | options)
        found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["reports"]
        return found

    return run


def test_it_prints_the_pages_order_with_every_key_that_scripts_read(reports: list[Report], printed: Printed) -> None:
    found = printed()
    assert [one["number"] for one in found] == [row.number for row in page_order(operator())] == ["78", "77", "79"]
    first = found[0]
    assert first.keys() >= {"number", "id", "tier", "axes", "reasons", "facts", "route", "clocks"}
    assert (first["tier"], first["facts"]["escalated"]) == (1, True)
    assert first["axes"].keys() == {"victim", "offender", "solvable", "severity"}
    kept, logs = first["clocks"]
    assert kept["until"] == next(iter(reports)).received_at.date().replace(year=2027).isoformat()
    assert (logs["until"], logs["days_left"]) == (None, None)
    assert [one["number"] for one in printed(limit=1)] == ["78"]
    assert [one["number"] for one in printed(agency="az")] == ["78", "77", "79"]
    assert printed(agency="co") == []


def test_a_saved_view_gives_its_filters_and_its_order(reports: list[Report], printed: Printed) -> None:
    asked = read({"tier": ["7"]}).values
    view = save_view(by=operator(), name="The rest", filters=asked, order=Order.RECEIVED, columns=[], shared=False)
    assert [one["number"] for one in printed(view="the rest")] == ["79", "77"]
    assert [one["number"] for one in printed(view=str(view.pk))] == ["79", "77"]


def test_a_view_of_persons_desks_and_nexus_narrows_it_as_the_page_does(reports: list[Report], printed: Printed) -> None:
    Report.objects.visible_to(operator()).filter(pk=reports[1].pk).update(worked_by=operator())
    for name, query, numbers in (
        ("Mine", {"person": ["me"]}, ["78"]),
        ("Nobody's", {"person": ["none"], "nexus": ["yes"]}, ["77", "79"]),
        ("Abroad", {"desk": ["foreign"]}, []),
    ):
        kept = read(query).values
        save_view(by=operator(), name=name, filters=kept, order=Order.TIER, columns=[], shared=False)
        assert [one["number"] for one in printed(view=name)] == numbers


def test_a_view_or_an_agency_that_is_not_there_is_wrong_use_and_says_so(
    reports: list[Report], printed: Printed, capsys: pytest.CaptureFixture[str]
) -> None:
    for options, words in (({"view": "No such view"}, "No such view"), ({"agency": "no-such"}, "no-such")):
        with pytest.raises(typer.Exit) as left:
            printed(**options)
        assert left.value.exit_code == 2
        assert words in capsys.readouterr().err


def test_what_people_reported_has_no_clock_of_a_provider(reports: list[Report], printed: Printed, worker: User) -> None:
    Report.objects.visible_to(worker).filter(number="78").update(channel=Channel.TYPED.value)
    assert [any(one["until"] for one in row["clocks"]) for row in printed()] == [False, True, True]


def test_a_report_without_a_number_is_named_by_its_id(
    reports: list[Report], capsys: pytest.CaptureFixture[str], worker: User
) -> None:
    Report.objects.visible_to(worker).filter(pk=reports[0].pk).update(number="")
    queue(NO_SUBCOMMAND, agency=None, limit=50, view=None, json=False)
    assert str(reports[0].pk) in capsys.readouterr().out
