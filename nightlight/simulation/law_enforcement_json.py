"""Writes an invented report the way investigators download one, with the unevenness that real files have.

There is no public specification: the structure follows what independent readers of such files expect. A container
may be null, missing, a bare list or a list wrapped in an object of its own name, and a byte order mark occurs. It
has no place for a provider's annotations of the report, which are left out; those of files stand among the tags.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from nightlight.simulation.contents import Capture, Contents, ReportedFile

Json = dict[str, Any]

COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
BYTE_ORDER_MARK_SHARE = 0.05
BARE_LIST_SHARE = 0.15
GEO_LOOKUP_SHARE = 0.3
MADE_AVAILABLE_BEFORE = timedelta(minutes=40)
RECEIVED_BEFORE = timedelta(days=1)


def report_bytes(contents: Contents, dice: Random) -> bytes:
    """Return the whole report, files included, as one JSON document in UTF-8."""
    document: Json = {
        "reportId": contents.number if dice.random() < 1 / 2 else str(contents.number),
        "dateReceived": _moment(contents.received_at - RECEIVED_BEFORE),
        "dateMadeAvailable": _moment(contents.received_at - MADE_AVAILABLE_BEFORE),
        "informational": False,
        "reportedInformation": _reported_information(contents, dice),
        "automatedInformation": _geo_lookups(contents) if dice.random() < GEO_LOOKUP_SHARE else None,
        "additionalNcmecInformation": {
            "priority": {"priorityId": "E" if contents.escalation else dice.choice("2333")},
            "sentToLawEnforcement": True,
        },
        "lawEnforcementContactInformation": None,
    }
    mark = BYTE_ORDER_MARK if dice.random() < BYTE_ORDER_MARK_SHARE else b""
    return mark + COMPACT.encode(document).encode()


def _reported_information(contents: Contents, dice: Random) -> Json:
    provider = contents.person.provider
    return {
        "reportingEsp": {
            "espName": provider.name,
            "emails": _held("emails", [{"value": f"reports@{provider.domain}"}], dice),
        },
        "incidentSummary": {
            "incidentType": contents.incident_type,
            "platform": provider.name,
            "incidentDateTime": _moment(contents.incident_at),
            "incidentDateTimeDescription": "Time of the latest upload, as recorded by the provider.",
            "espEscalation": contents.escalation or None,
        },
        "incidentDetails": _incident_details(contents),
        "reportedPeople": _held("reportedPersons", [_person(contents, dice)], dice),
        "intendedRecipients": _held("intendedRecipients", [], dice),
        "childVictims": _held("childVictims", _children(contents), dice),
        "uploadedFiles": _held("uploadedFiles", [_file(file, dice) for file in contents.files], dice),
        "additionalInformations": [{"value": contents.note}],
    }


def _held(name: str, items: Sequence[Json], dice: Random) -> Json | list[Json] | None:
    """Return a container in one of the shapes that occur."""
    if not items:
        return dice.choice((None, {name: []}, {name: None}))
    return list(items) if dice.random() < BARE_LIST_SHARE else {name: list(items)}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _incident_details(contents: Contents) -> Json:
    provider = contents.person.provider
    if provider.medium == "chat":
        return {"chatIncident": [{"chatServiceOrClient": provider.name}], "webpageIncident": None}
    url = {"captureType": "URL", "value": f"https://{provider.domain}/item/{contents.number}"}
    return {"webpageIncident": [{"sourceInformation": {"sourceCaptures": [url]}}]}


def _person(contents: Contents, dice: Random) -> Json:
    person = contents.person
    phones = [{"value": contents.telephone, "verified": False}] if contents.telephone else []
    captures = [_capture(capture) for capture in contents.captures]
    captures.append({"captureType": "Device ID", "value": person.device, "valueType": "Installation ID"})
    return {
        "firstName": person.first_name,
        "lastName": person.last_name,
        "dateOfBirth": person.born_on.isoformat(),
        "espUserId": person.account,
        "espService": person.provider.name,
        "screenName": {"value": person.handle} if dice.random() < 1 / 2 else person.handle,
        "emails": _held("emails", [{"value": person.email, "verified": True}], dice),
        "phones": _held("phones", phones, dice),
        "sourceInformation": {"sourceCaptures": captures},
        "accessToChildren": contents.access_to_children or None,
        "convictedSexOffender": contents.convicted_sex_offender or None,
        "priorCybertipReports": list(contents.prior_reports) or None,
        **_place(contents, dice),
    }


def _place(contents: Contents, dice: Random) -> Json:
    place = contents.city_of
    if place is None:
        return {"addresses": _held("addresses", [], dice), "espEstimatedLocations": None}
    if contents.city_is_declared:
        address = {"city": place.city, "state": place.state, "postalCode": place.zip_code or None, "country": "US"}
        return {"addresses": _held("addresses", [address], dice)}
    estimate = {"city": place.city, "region": place.state, "countryCode": "US", "verified": False}
    return {"espEstimatedLocations": _held("espEstimatedLocations", [estimate], dice)}


def _capture(capture: Capture) -> Json:
    return {
        "captureType": "IP Address",
        "value": capture.address,
        "eventName": capture.event.upper(),
        "dateTime": _moment(capture.at),
        "port": capture.port,
        "possibleProxy": capture.proxy,
    }


def _children(contents: Contents) -> list[Json]:
    child = contents.child
    return [{"approximateAge": child.age, "screenName": {"value": child.handle}}] if child else []


def _file(file: ReportedFile, dice: Random) -> Json:
    tags = [*file.annotations, *(["potentialMeme"] if file.potential_meme else [])]
    return {
        "filename": file.name,
        "originalFilename": file.name,
        "submittalId": file.file_id,
        "industryClassification": file.classification or None,
        "viewedByEsp": file.viewed,
        "verificationHash": file.md5,
        "ncmecTags": {"groups": [{"tags": [{"value": tag} for tag in tags]}]} if tags else None,
        "espMetadata": _held("metadatas", [{"name": "SHA1", "value": file.sha1}], dice),
        "sourceInformation": {"sourceCaptures": [_capture(file.capture)]} if file.capture else None,
    }


def _geo_lookups(contents: Contents) -> Json | None:
    place = contents.city_of
    if place is None or not contents.captures:
        return None
    look_up = {
        "ipAddress": contents.captures[0].address,
        "country": "US",
        "region": place.state,
        "city": place.city,
        "postalCode": place.zip_code or None,
    }
    return {"autoGeneratedNotes": {"geoLookups": {"reportedPersonGeoLookups": [look_up]}}}
