"""The words in which the queue and the page of a report say what triage decided."""

from typing import Any

from nightlight.geography import counties, states
from nightlight.geography.pointing import Pointing
from nightlight.identifiers.kinds import Kind
from nightlight.intake.formats.values import Event, Role, Said
from nightlight.intake.lifecycle import ReportStatus
from nightlight.triage.assessment.axes import FourWords, Solvable, Word

SEGMENTS: dict[str, int] = {
    Word.NONE_SEEN: 0,
    Word.LOW: 1,
    Word.MEDIUM: 2,
    Word.HIGH: 3,
    Word.VERY_HIGH: 4,
    Solvable.GONE: 0,
    Solvable.FADING: 2,
    Solvable.OPEN: 4,
}
STATUS = {
    ReportStatus.RECEIVED: ("Not assessed yet", "plain"),
    ReportStatus.WAITING_FOR_ROUTE: ("Waiting for a route", "amber"),
    ReportStatus.ASSIGNED: ("Not taken up", "blue"),
    ReportStatus.UNDER_INVESTIGATION: ("Under investigation", "green"),
    ReportStatus.CLOSED: ("Closed", "plain"),
}
ROLES = {
    Role.REPORTED: "Person reported",
    Role.RECIPIENT: "Intended recipient",
    Role.VICTIM: "Child",
    Role.REPORTER: "Person who reported",
    Role.ASSOCIATED: "Associated person",
}
KINDS = {
    Kind.EMAIL: "E-mail address",
    Kind.PHONE: "Telephone",
    Kind.IPV4: "IPv4 address",
    Kind.IPV6: "IPv6 address",
    Kind.HANDLE: "Screen name",
    Kind.ACCOUNT: "Account",
    Kind.URL: "Web address",
    Kind.DEVICE: "Device",
    Kind.MD5: "MD5",
    Kind.SHA1: "SHA-1",
    Kind.SHA256: "SHA-256",
    Kind.PDQ: "PDQ",
}
EVENTS = {
    Event.UPLOAD: "Upload",
    Event.LOGIN: "Login",
    Event.REGISTRATION: "Registration",
    Event.PURCHASE: "Purchase",
    Event.OTHER: "Other",
    Event.UNKNOWN: "Unknown",
}
SAID = {Said.DECLARED: "declared", Said.FREE_TEXT: "found in free text", Said.HASHED: "computed here"}
SOURCES = {"address": "stated address", "estimated_location": "estimated by the provider", "geo_lookup": "geo look-up"}
UNITED_STATES = "US"


def axes(words: FourWords) -> list[dict[str, Any]]:
    """Return the four axes as the component wants them, in the order of the queue's columns."""
    labelled = (
        ("Victim", words.victim),
        ("Offender", words.offender),
        ("Solvable", words.solvable),
        ("Severity", words.severity),
    )
    return [
        {"label": label, "word": word.value, "filled": SEGMENTS.get(word, 0), "not_known": word not in SEGMENTS}
        for label, word in labelled
    ]


def place(pointing: Pointing) -> str:
    """Return a place as people name it: "Denver, Denver County, CO", a state by its name, or a country by its code."""
    county = counties.by_fips(pointing.county) if pointing.county else None
    state = states.by_code(pointing.state) if pointing.state else None
    known = [part for part in (pointing.city, county.full_name if county else "") if part]
    if state:
        known.append(state.code if known else state.name)
    if pointing.country != UNITED_STATES or not known:
        known.append(pointing.country)
    return ", ".join(known)
