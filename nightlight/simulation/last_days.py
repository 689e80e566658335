"""Reports of the last days, beside the plan: nobody has looked at them, and they are what is handed to and fro."""

from datetime import datetime, timedelta
from uuid import UUID

from nightlight.geography.overlay import demo_ipv6
from nightlight.intake.arriving import Arrival, read_arrival
from nightlight.intake.models import Channel, Report
from nightlight.simulation.desk import CONFIRMED, Desk
from nightlight.simulation.invention import MATERIAL
from nightlight.triage import road
from nightlight.triage.actions import assign

COUNTIES = {"co": "08031", "ut": "49035"}
"""The task forces that visitors see, each with a county of its own."""
EACH = 4
BEYOND = 60_000
"""Addresses of a county from here on are given to nobody else."""


def arrive(desk: Desk, at: datetime) -> list[UUID]:
    """Take in a few reports for each of two task forces, at an aware moment; return them. None is investigated."""
    meant_for = [code for code in COUNTIES for _ in range(EACH)]
    readings = [
        read_arrival(Arrival("Example Social", _document(number, COUNTIES[code], at)))
        for number, code in enumerate(meant_for)
    ]
    receipts = road.carry(
        readings,
        by=desk.hand,
        worker=desk.worker,
        places=desk.places,
        into=desk.national,
        sent_by=desk.provider,
        channel=Channel.API,
    )
    for code, receipt in zip(meant_for, receipts, strict=True):
        if receipt.assigned_to != code:
            agency = desk.units[code].agency
            assign([Report(pk=receipt.report_id)], to=agency, by=desk.coordinator, because=CONFIRMED)
    return [receipt.report_id for receipt in receipts if receipt.report_id]


def _document(number: int, county: str, at: datetime) -> bytes:
    moment = f"{at - timedelta(hours=20 + number):%Y-%m-%dT%H:%M:%SZ}"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<report>
<incidentSummary><incidentType>{MATERIAL}</incidentType><incidentDateTime>{moment}</incidentDateTime></incidentSummary>
<reporter><reportingPerson><email>desk@example.com</email></reportingPerson></reporter>
<personOrUserReported>
<personOrUserReportedPerson><email>last.days.{number}@example.com</email></personOrUserReportedPerson>
<ipCaptureEvent><ipAddress>{demo_ipv6(county, BEYOND + number)}</ipAddress><eventName>Upload</eventName>
<dateTime>{moment}</dateTime></ipCaptureEvent>
</personOrUserReported>
</report>""".encode()
