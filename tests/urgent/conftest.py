"""Urgent reports, a Colorado with people on call, and the worker who keeps watch."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.geography.gazetteer import Gazetteer
from nightlight.intake.models import Report
from nightlight.notices.models import Notice
from nightlight.triage.actions import assess, assign
from nightlight.urgent.actions import Step, set_on_call
from nightlight.urgent.models import Alarm, Ring
from nightlight.urgent.tasks import Round, keep_watch
from tests.conftest import Person
from tests.triage.conftest import places, reading, received, reported, worker

__all__ = ["places", "received", "worker"]


@dataclass(frozen=True)
class Lane:
    """A national desk that assesses, and Colorado with two people on call and their supervisor."""

    worker: User
    first: User
    second: User
    supervisor: User
    receive: Callable[..., list[Report]]
    places: Gazetteer
    agency: Callable[[str], Agency]

    def arrive(self, *, urgent: int = 1, others: int = 0, into: str = "co") -> list[Report]:
        """Receive and assess reports for an agency: those that their provider escalated, and others."""
        readings = [reading(reported(), escalation="sample") for _ in range(urgent)]
        readings += [reading(reported()) for _ in range(others)]
        reports = self.receive(readings, into=into)
        assess(reports, by=self.worker, places=self.places)
        return reports

    def put_on_call(self, *steps: Step) -> None:
        """Set the on-call list of Colorado."""
        set_on_call(self.agency("co"), by=self.supervisor, steps=steps, because="Sample reason")

    def watch(self, *, minutes: float = 0) -> Round:
        """Keep watch once, so many minutes from now."""
        with clock.held_at(clock.now() + timedelta(minutes=minutes)):
            return keep_watch(by=self.worker)

    def alarm(self, **where: Any) -> Alarm:
        """Give the one alarm there is."""
        return Alarm.objects.unscoped(because="test").get(**where)

    def called(self) -> list[tuple[int, Any]]:
        """Give who was called so far: step and person, the earliest first."""
        rings = Ring.objects.unscoped(because="test").order_by("rung_at", "pk")
        return list(rings.values_list("step", "person"))

    def told(self, person: User) -> list[tuple[str, int]]:
        """Give the urgent notices that a person sees."""
        notices = Notice.objects.visible_to(person).filter(urgency="urgent").order_by("pk")
        return list(notices.values_list("kind", "count"))

    def hand_on(self, report: Report, code: str) -> None:
        """Assign a report to another agency."""
        assign([report], to=self.agency(code), by=self.worker, because="Sample reason")


@pytest.fixture
def lane(
    worker: User,
    person: Person,
    received: Callable[..., list[Report]],
    places: Gazetteer,
    agency: Callable[[str], Agency],
) -> Lane:
    people = [person("co", role) for role in (RoleName.ANALYST, RoleName.INVESTIGATOR, RoleName.SUPERVISOR)]
    return Lane(worker, people[0], people[1], people[2], received, places, agency)
