"""From the page for typing to the document that goes down the road."""

from typing import Any

from django.conf import settings

from nightlight.accounts.models import User
from nightlight.accounts.standing import worker
from nightlight.foundation import ids
from nightlight.geography.gazetteer import gazetteer
from nightlight.identifiers.recognising import Recognised
from nightlight.intake.arriving import Arrival, read_arrival
from nightlight.intake.formats.own_document import About, Written, document
from nightlight.intake.models import Channel
from nightlight.triage import road
from nightlight.triage.road import Receipt

SOURCE = "typed in by hand"


def hand_in(given: dict[str, Any], recognised: tuple[Recognised, ...], *, by: User) -> Receipt:
    """Hand in a typed report for the typist's own agency, down the one road; return its receipt.

    Its number follows from the page, so that a page that is sent twice makes one report.
    """
    number = f"T-{ids.spoken(ids.named(given['token']))}"
    raw = document(Written.TYPED_REPORT, number, said(given, recognised))
    [receipt] = road.carry(
        [read_arrival(Arrival(SOURCE, raw))],
        by=by,
        worker=worker(),
        places=gazetteer(settings.DATA_DIR),
        into=by.agency,
        channel=Channel.TYPED,
    )
    return receipt


def said(given: dict[str, Any], recognised: tuple[Recognised, ...]) -> dict[str, Any]:
    """Return what was typed, by the members of the document. A flag that is not ticked is not stated."""
    flags = set(given["flags"])

    def flag(name: str) -> bool | None:
        return True if name in flags else None

    place = {"city": given["city"], "region": given["region"], "postalCode": given["postal_code"].strip()}
    return {
        "about": About.PRESSURE.value if "pressure" in flags else "",
        "incidentType": given["incident_type"],
        "cameBy": given["came_by"],
        "childInDanger": flag("child_in_danger"),
        "childInCrisis": flag("child_in_crisis"),
        "meetingArranged": flag("meeting_arranged"),
        "incidentDateTime": given["moment"],
        "service": given["service"],
        "account": given["account"],
        "reportedPerson": {
            "name": given["person_name"],
            "approximateAge": given["person_age"],
            "accessToChildVictim": flag("access_to_child"),
            "accessToChildren": flag("access_to_children"),
            "childInHousehold": flag("child_in_household"),
            "worksAmongChildren": flag("works_among_children"),
            "positionOfTrust": flag("position_of_trust"),
            "madeMaterial": flag("made_material"),
            "convictedSexOffender": flag("convicted"),
            "identifiers": [
                {"kind": one.kind.value, "value": one.as_given, "service": one.service} for one in recognised
            ],
        },
        "child": {"approximateAge": given["child_age"]},
        "place": {**place, "country": "US"} if place["region"] or place["postalCode"] else place,
        "reporter": {
            "relation": given["caller_relation"],
            "name": given["caller_name"],
            "phone": given["caller_phone"],
            "email": given["caller_email"],
            "reachAt": given["reach_at"],
        },
    }
