"""Writes an invented report the way a provider submits one: a report, and the details of each file apart.

Source: the CyberTipline submission schema (XSD of November 2025). Text is put together by hand because a run needs
tens of thousands of reports; `_element` is the only place where text meets markup.
"""

from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from nightlight.simulation.contents import Capture, Contents, ReportedFile

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def report_bytes(contents: Contents) -> bytes:
    """Return the `report` document. It carries no report number: the clearing house gives one on arrival."""
    return _document(
        "report",
        _incident(contents),
        _details(contents),
        _reporter(contents),
        _reported(contents),
        _victim(contents),
        _element("additionalInfo", contents.note),
    )


def companion_bytes(contents: Contents) -> tuple[bytes, ...]:
    """Return one `fileDetails` document for each file, carrying the report number."""
    return tuple(_file(contents, file) for file in contents.files)


def _element(name: str, content: str | bool | int | datetime | None, **attributes: str) -> str:
    """Return an element, or nothing where there is nothing to say."""
    if content is None or content == "":
        return ""
    if isinstance(content, bool):
        content = "true" if content else "false"
    elif isinstance(content, datetime):
        content = content.isoformat(timespec="seconds")
    return _around(name, escape(str(content)), **attributes)


def _around(name: str, *inner: str, **attributes: str) -> str:
    """Return an element around elements already written, or nothing where they are all empty."""
    content = "".join(inner)
    written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items()) if attributes else ""
    return f"<{name}{written}>{content}</{name}>" if content else ""


def _document(name: str, *inner: str) -> bytes:
    return (DECLARATION + _around(name, *inner)).encode()


def _incident(contents: Contents) -> str:
    return _around(
        "incidentSummary",
        _element("incidentType", contents.incident_type),
        _element("platform", contents.person.provider.name),
        _element("escalateToHighPriority", contents.escalation),
        _around("reportAnnotations", *(_element(name, content=True) for name in contents.annotations)),
        _element("incidentDateTime", contents.incident_at),
        _element("incidentDateTimeDescription", "Time of the latest upload, as recorded by the provider."),
    )


def _details(contents: Contents) -> str:
    provider = contents.person.provider
    url = f"https://{provider.domain}/item/{contents.number}"
    match provider.medium:
        case "chat":
            inner = _around("chatImIncident", _element("chatClient", provider.name))
        case "game":
            inner = _around("onlineGamingIncident", _element("gameName", "Invented Quest"))
        case "mail":
            inner = _around("emailIncident", _element("emailAddress", contents.person.email))
        case _:
            inner = _around("webPageIncident", _element("url", url))
    return _around("internetDetails", inner)


def _reporter(contents: Contents) -> str:
    provider = contents.person.provider
    return _around(
        "reporter",
        _around(
            "reportingPerson",
            _element("firstName", provider.name),
            _element("lastName", "Placeholder Desk"),
            _element("email", f"reports@{provider.domain}"),
        ),
        _element("companyTemplate", f"Submitted by {provider.name}, an invented provider."),
    )


def _reported(contents: Contents) -> str:
    person = contents.person
    return _around(
        "personOrUserReported",
        _person(contents),
        _element("espIdentifier", person.account),
        _element("espService", person.provider.name),
        _element("screenName", person.handle),
        _element("displayName", f"{person.first_name} {person.last_name}"),
        _element("profileUrl", f"https://{person.provider.domain}/account/{person.account}"),
        *(_capture(capture) for capture in contents.captures),
        _around("deviceId", _element("idType", "Installation ID"), _element("idValue", person.device)),
        *(_element("priorCTReports", number) for number in contents.prior_reports),
        _estimate(contents),
    )


def _person(contents: Contents) -> str:
    person, place = contents.person, contents.city_of
    address = ""
    if place and contents.city_is_declared:
        address = _around(
            "address",
            _element("city", place.city),
            _element("zipCode", place.zip_code),
            _element("state", place.state),
            _element("country", "US"),
            type="Home",
        )
    telephone = contents.telephone and contents.telephone.removeprefix("+1")
    return _around(
        "personOrUserReportedPerson",
        _element("firstName", person.first_name),
        _element("lastName", person.last_name),
        _element("phone", telephone, type="Mobile", countryCallingCode="+1"),
        _element("email", person.email, verified="true"),
        address,
        _element("dateOfBirth", person.born_on.isoformat()),
    )


def _estimate(contents: Contents) -> str:
    place = contents.city_of
    if place is None or contents.city_is_declared:
        return ""
    return _around(
        "estimatedLocation",
        _element("city", place.city),
        _element("region", place.state),
        _element("countryCode", "US"),
        verified="false",
    )


def _capture(capture: Capture) -> str:
    return _around(
        "ipCaptureEvent",
        _element("ipAddress", capture.address),
        _element("eventName", capture.event),
        _element("dateTime", capture.at),
        _element("possibleProxy", capture.proxy),
        _element("port", capture.port),
    )


def _victim(contents: Contents) -> str:
    child = contents.child
    if child is None:
        return ""
    return _around("victim", _around("victimPerson", _element("age", child.age)), _element("screenName", child.handle))


def _file(contents: Contents, file: ReportedFile) -> bytes:
    """The schema has `potentialMeme` or `fileAnnotations`, not both; annotations say more, so they win."""
    annotations = _around("fileAnnotations", *(_element(name, content=True) for name in file.annotations))
    return _document(
        "fileDetails",
        _element("reportId", contents.number),
        _element("fileId", file.file_id),
        _element("fileName", file.name),
        _element("originalFileName", file.name),
        _element("uploadedToEspTimestamp", file.uploaded_at),
        _element("fileViewedByEsp", file.viewed),
        _element("publiclyAvailable", file.viewed),
        annotations or (_element("potentialMeme", content=True) if file.potential_meme else ""),
        _element("industryClassification", file.classification),
        _element("originalFileHash", file.md5, hashType="MD5"),
        _element("originalFileHash", file.sha1, hashType="SHA1"),
        _capture(file.capture) if file.capture else "",
    )
