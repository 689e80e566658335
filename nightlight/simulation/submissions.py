"""The complaints of an invented operation, as bytes, in order of arrival."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from nightlight.simulation import law_enforcement_json, provider_xml
from nightlight.simulation.invention import Inventor
from nightlight.simulation.people import Person, met_again, person
from nightlight.simulation.places import places
from nightlight.simulation.plan import plan
from nightlight.simulation.planned import Plan, Plot
from nightlight.simulation.scenario import Scenario

PROVIDER_XML = "provider_xml"
FIRST_REPORT_NUMBER = 180_000_001
LARGEST_GAP = 3


@dataclass(frozen=True, slots=True)
class InventedComplaint:
    """One submission. `received_at` is aware and in UTC; `raw` and `companions` are what arrives.

    `task_force` and `county` (5-digit FIPS) say whom it is meant for and where its evidence points, if anywhere;
    nothing in the bytes names the task force. `companions` holds the file details of a provider's report.
    """

    index: int
    number: int
    received_at: datetime
    task_force: str
    county: str
    source: str
    format: str
    raw: bytes
    companions: tuple[bytes, ...]
    plot: Plot


def complaints(scenario: Scenario, seed: int) -> Iterator[InventedComplaint]:
    """Yield every complaint of the scenario in order of time, the same bytes for the same seed."""
    yield from complaints_of(plan(scenario, seed), scenario, seed)


def complaints_of(planned: Plan, scenario: Scenario, seed: int) -> Iterator[InventedComplaint]:
    """Yield the complaints of a plan made from the same scenario and seed; see `complaints`."""
    meant_for = Counter(complaint.task_force for complaint in planned.complaints)
    where = places(scenario, seed, meant_for)
    inventor = Inventor(scenario.shares)
    formats, likely = tuple(scenario.shares.formats), tuple(scenario.shares.formats.values())
    number = FIRST_REPORT_NUMBER
    for index, complaint in enumerate(planned.complaints):
        dice = Random(f"{seed}:complaint:{index}")
        number += dice.randint(1, LARGEST_GAP)
        place = dice.choice(where[complaint.task_force])
        who = _person(index, complaint.same_person_as, seed)
        contents = inventor.invent(number, complaint, who, place, dice)
        written_as = dice.choices(formats, likely)[0]
        provider = written_as == PROVIDER_XML
        yield InventedComplaint(
            index=index,
            number=number,
            received_at=complaint.received_at,
            task_force=complaint.task_force,
            county=place.fips,
            source=who.provider.name,
            format=written_as,
            raw=provider_xml.report_bytes(contents) if provider else law_enforcement_json.report_bytes(contents, dice),
            companions=provider_xml.companion_bytes(contents) if provider else (),
            plot=complaint.plot,
        )


def _person(index: int, same_as: int | None, seed: int) -> Person:
    invented = person(index, seed)
    if same_as is None:
        return invented
    return met_again(invented, person(same_as, seed), by_mail=index % 2 == 0)
