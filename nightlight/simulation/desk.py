"""The national desk: reports come in, most are routed by rule, the rest by the coordinator."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from nightlight.accounts.standing import operator, worker
from nightlight.agencies.loading import NATIONAL, PRACTICE_PROVIDER
from nightlight.agencies.models import Agency
from nightlight.geography.gazetteer import Gazetteer
from nightlight.intake.models import Channel, Report
from nightlight.simulation.ahead import Batch
from nightlight.simulation.cast import Cast
from nightlight.simulation.planned import Plan
from nightlight.triage import road
from nightlight.triage.actions import accept_suggestions, assign
from nightlight.triage.routing.suggestions import first_suggestions

CONFIRMED = "Confirmed by telephone with the task force"


class Desk:
    """Takes reports in and sees to it that each comes to the task force it is meant for."""

    def __init__(self, cast: Cast, planned: Plan, places: Gazetteer) -> None:
        self.coordinator, self.units = cast.coordinator, cast.units
        self.planned, self.places = planned, places
        self.hand, self.worker = operator(), worker()
        self.national = Agency.objects.get(code=NATIONAL)
        self.provider = Agency.objects.get(code=PRACTICE_PROVIDER)
        self.reports: dict[int, UUID] = {}
        self._astray: dict[UUID, str] = {}

    def receive(self, batch: Batch) -> None:
        """Take a batch in, let the rules route what they can, and put the rest aside."""
        receipts = road.carry(
            batch.readings,
            by=self.hand,
            worker=self.worker,
            places=self.places,
            into=self.national,
            sent_by=self.provider,
            channel=Channel.API,
        )
        astray: dict[UUID, str] = {}
        for index, receipt in zip(batch.indices, receipts, strict=True):
            if receipt.report_id is None:
                raise RuntimeError(f"An invented submission was {receipt.status}: {receipt.message}")
            self.reports[index] = receipt.report_id
            meant_for = self.planned.complaints[index].task_force.lower()
            if receipt.assigned_to != meant_for:
                astray[receipt.report_id] = meant_for
        self._astray |= astray

    def route_by_hand(self) -> None:
        """Accept what was suggested where it fits, and assign the rest of the day's reports with a reason."""
        astray, self._astray = self._astray, {}
        if not astray:
            return
        suggested = first_suggestions(astray, by=self.coordinator)
        fitting = [pk for pk, meant_for in astray.items() if suggested.get(pk) == meant_for]
        accept_suggestions(self._rows(fitting), by=self.coordinator)
        by_task_force: dict[str, list[UUID]] = defaultdict(list)
        for pk in astray.keys() - set(fitting):
            by_task_force[astray[pk]].append(pk)
        for code, pks in sorted(by_task_force.items()):
            assign(self._rows(pks), to=self.units[code].agency, by=self.coordinator, because=CONFIRMED)

    def _rows(self, pks: Iterable[UUID]) -> list[Report]:
        return [Report(pk=pk) for pk in pks]
