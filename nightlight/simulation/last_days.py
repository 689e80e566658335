"""Reports of the last days, beside the plan: nobody has investigated them, and they are what is left to be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from nightlight.geography.overlay import demo_ipv6
from nightlight.intake.arriving import Arrival, Reading, read_arrival
from nightlight.intake.models import Channel, Report
from nightlight.simulation import provider_xml
from nightlight.simulation.contents import Capture, Contents, ReportedFile
from nightlight.simulation.desk import CONFIRMED, Desk
from nightlight.simulation.invention import MATERIAL
from nightlight.simulation.known import KnownFile
from nightlight.simulation.people import person
from nightlight.triage import road
from nightlight.triage.actions import assign

COUNTIES = {"co": "08031", "ut": "49035"}
"""The task forces that visitors see, each with a county of its own."""
BEYOND = 60_000
"""Addresses of a county from here on are given to nobody else."""
FIRST_NUMBER = 189_000_000
FIRST_PERSON = 9_000_000


@dataclass(frozen=True, slots=True)
class Late:
    """A report beside the plan: its number among them, the task force it is meant for, and what it says.

    Without a task force nothing in it points anywhere. With an escalation it is urgent; `known` is a listed file.
    """

    number: int
    task_force: str = ""
    escalation: str = ""
    known: KnownFile | None = None


def arrive(desk: Desk, late: Sequence[Late], *, at: datetime) -> list[UUID]:
    """Take reports in at an aware moment, and see them to their task forces; return them, in the order given."""
    receipts = road.carry(
        [_reading(one, at) for one in late],
        by=desk.hand,
        worker=desk.worker,
        places=desk.places,
        into=desk.national,
        sent_by=desk.provider,
        channel=Channel.API,
    )
    for one, receipt in zip(late, receipts, strict=True):
        if one.task_force and receipt.assigned_to != one.task_force:
            agency = desk.units[one.task_force].agency
            assign([Report(pk=receipt.report_id)], to=agency, by=desk.coordinator, because=CONFIRMED)
    return [receipt.report_id for receipt in receipts if receipt.report_id]


def _reading(late: Late, at: datetime) -> Reading:
    contents = _contents(late, at - timedelta(hours=2 + late.number))
    raw, companions = provider_xml.report_bytes(contents), provider_xml.companion_bytes(contents)
    return read_arrival(Arrival(contents.person.provider.name, raw, companions))


def _contents(late: Late, happened_at: datetime) -> Contents:
    number, dice = FIRST_NUMBER + late.number, Random(f"last days:{late.number}")
    captures: tuple[Capture, ...] = ()
    if late.task_force:
        address = demo_ipv6(COUNTIES[late.task_force], BEYOND + late.number)
        captures = (Capture(address, "Upload", happened_at, None, None),)
    file = ReportedFile(
        file_id=f"{number}-1",
        name=f"sample-{number}-1.jpg",
        md5=late.known.md5 if late.known else f"{dice.getrandbits(128):032x}",
        sha1=late.known.sha1 if late.known else f"{dice.getrandbits(160):040x}",
        viewed=None,
        annotations=(),
        potential_meme=False,
        classification="",
        uploaded_at=happened_at,
        capture=None,
    )
    return Contents(
        number=number,
        received_at=happened_at,
        incident_type=MATERIAL,
        incident_at=happened_at,
        person=person(FIRST_PERSON + late.number, 0),
        telephone=None,
        captures=captures,
        city_of=None,
        city_is_declared=False,
        files=(file,),
        child=None,
        escalation=late.escalation,
        annotations=(),
        prior_reports=(),
        access_to_children=False,
        convicted_sex_offender=False,
        note=f"Account reviewed under the provider's policy. Reference {number}.",
    )
