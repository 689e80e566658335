"""What a provider sent that cannot be read: it waits in quarantine for a person."""

from nightlight.accounts.standing import operator
from nightlight.agencies.models import Agency
from nightlight.intake.actions import receive
from nightlight.intake.arriving import Arrival, read_arrival
from nightlight.intake.models import Channel

CUT_OFF = b"""<?xml version="1.0"?>
<report>
<incidentSummary>
<incidentType>Sample</incidentType>
</incidentSummary>
<personOrUserReported><email>sample@exam"""
UNCLOSED = b"""<?xml version="1.0"?>
<report>
<incidentSummary>
<incidentType>Sample</incidentType>
</incidentSumary>
<personOrUserReported><email>sample@example.com</email></personOrUserReported>
</report>"""
NO_LIST = b'{"reportedInformation": {"files": [}}'


def send_what_cannot_be_read(into: Agency, sent_by: Agency) -> None:
    """Hand in three documents that break off or contradict themselves."""
    named = {"cut-off.xml": CUT_OFF, "unclosed.xml": UNCLOSED, "no-list.json": NO_LIST}
    readings = [read_arrival(Arrival(name, raw)) for name, raw in named.items()]
    receive(readings, by=operator(), into=into, sent_by=sent_by, channel=Channel.API)
