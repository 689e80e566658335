"""Finds the facts in what a report says. Touches no database."""

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from nightlight.hashes.reading import Standing
from nightlight.identifiers.kinds import ADDRESSES
from nightlight.intake.formats.values import Event, Role
from nightlight.intake.models import ReportedFile, Sighting, StatedFact
from nightlight.triage.assessment.contents import Contents
from nightlight.triage.assessment.facts import Fact, FactSheet, Finding

F = Fact
Found: TypeAlias = Iterator[tuple[Fact, Finding]]

INCIDENTS = {
    "molestation": F.MOLESTATION,
    "enticement": F.ENTICEMENT,
    "trafficking": F.TRAFFICKING,
    "tourism": F.TRAVEL,
    "unsolicited obscene material": F.OBSCENE_TO_CHILD,
}
"""Words of an incident type, and the fact that they state; the same type stands under several spellings."""

ANNOTATIONS = {
    "sextortion": F.SEXTORTION,
    "csamsolicitation": F.CSAM_SOLICITATION,
    "minortominorinteraction": F.MINOR_TO_MINOR,
    "spam": F.SPAM,
    "sadisticonlineexploitation": F.SADISTIC,
    "possibleselfproduction": F.SELF_PRODUCTION,
    "livestreaming": F.LIVE_STREAMING,
    "infant": F.INFANT,
    "physicalharm": F.PHYSICAL_HARM,
    "violencegore": F.PHYSICAL_HARM,
    "generativeai": F.GENERATIVE_AI,
    "viral": F.VIRAL,
    "potentialmeme": F.MEME,
}
PERSON_STATEMENTS = {
    "accesstochildvictim": F.ACCESS_TO_CHILD,
    "accesstochildren": F.ACCESS_TO_CHILDREN,
    "convictedsexoffender": F.CONVICTED_OFFENDER,
    "compromisedaccount": F.COMPROMISED_ACCOUNT,
    "childinhousehold": F.HOUSEHOLD_ACCESS,
    "worksamongchildren": F.WORK_ACCESS,
    "positionoftrust": F.POSITION_OF_TRUST,
    "madematerial": F.PRODUCTION,
}
TOLD = {
    "meetingarranged": F.MEETING_ARRANGED,
    "childincrisis": F.CRISIS_SIGNS,
}
"""What whoever reports tells of the incident; no format of providers has a field for it."""

RELATION = "relationshipToChildVictim"
OLDEST_YOUNGER_CHILD, OLDEST_CHILD = 12, 17
CLASSES = {"A1": F.CLASS_A1, "A2": F.CLASS_A2, "B1": F.CLASS_B1, "B2": F.CLASS_B2}
PRIORITIES = {"1": True, "2": False, "3": False, "E": False}
"""The clearing house's priorities; E is a provider's report that it has not ranked. Others are not understood."""

KNOWN = {
    F.KNOWN_FILE: {Standing.KNOWN, Standing.CHILD_IDENTIFIED, Standing.CHILD_NOT_IDENTIFIED},
    F.KNOWN_CHILD_IDENTIFIED: {Standing.CHILD_IDENTIFIED},
    F.KNOWN_CHILD_NOT_IDENTIFIED: {Standing.CHILD_NOT_IDENTIFIED},
    F.NEW_FILE: {Standing.NEW},
}
"""What a file's standing on the lists of known hashes states."""

TYPE_AT = "/incidentSummary/incidentType"
_SUMMARIZED = re.compile(r"(?:/report|(?:/[0-9]+)?/reportedInformation(?:/[0-9]+)?)(?=/)")
"""What holds the incident summary in both formats that have one, as the pointers of their parts begin."""

TRUE, FALSE = {"true", "yes", "1"}, {"false", "no", "0"}
POINTERS_KEPT = 3
CONTACTS = {"account", "email", "phone"}


def find(contents: Contents) -> FactSheet:
    """Return the facts of one report. A statement of yes outweighs a statement of no about the same fact."""
    merged: dict[Fact, list[Finding]] = defaultdict(list)
    for part in (_incident, _statements, _people, _priors, _files, _trail):
        for fact, finding in part(contents):
            merged[fact].append(finding)
    dated = [seen.seen_at for seen in contents.sightings if seen.kind in ADDRESSES and seen.seen_at]
    return FactSheet({fact: _merge(findings) for fact, findings in merged.items()}, max(dated, default=None))


def _merge(findings: list[Finding]) -> Finding:
    if len(findings) == 1 and len(findings[0].pointers) <= 1:
        return findings[0]
    value = any(finding.value for finding in findings)
    telling = [finding for finding in findings if finding.value is value]
    pointers = tuple(dict.fromkeys(pointer for finding in telling for pointer in finding.pointers))
    more = f", {len(telling)} times" if len(telling) > 1 else ""
    return Finding(value, f"{telling[0].words}{more}", pointers[:POINTERS_KEPT])


@functools.lru_cache(maxsize=1000)
def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalpha())


def _incident(contents: Contents) -> Found:
    declared = contents.report.incident_type.casefold()
    return iter(_of_the_type(declared, _type_at(contents)) if declared else ())


def _type_at(contents: Contents) -> str:
    """Return where the incident type stands, as the parts of the report tell; `/` where they do not."""
    parts = (part.pointer for rows in (contents.people, contents.files) for part in rows)
    held = next(filter(None, map(_SUMMARIZED.match, parts)), None)
    return f"{held[0]}{TYPE_AT}" if held else "/"


@functools.lru_cache(maxsize=1000)
def _of_the_type(declared: str, pointer: str) -> tuple[tuple[Fact, Finding], ...]:
    """Return what an incident type states: providers have some dozen of them."""
    words = "Incident type as declared"
    return tuple((fact, Finding(stating in declared, words, (pointer,))) for stating, fact in INCIDENTS.items())


def _statements(contents: Contents) -> Found:
    for stated in contents.stated:
        if stated.name == "annotation":
            if fact := ANNOTATIONS.get(_plain(stated.value)):
                yield fact, Finding(True, "Marked by the provider", (stated.pointer,))
        elif stated.name == "escalated":
            yield F.ESCALATED, Finding(True, "Escalated by the provider", (stated.pointer,))
        elif stated.name == "priority" and stated.value.strip().upper() in PRIORITIES:
            given = stated.value.strip().upper()
            yield F.PRIORITY_ONE, Finding(PRIORITIES[given], f"Priority {given}, clearing house", (stated.pointer,))
        elif stated.name == "batched":
            yield F.ONLY_RECIRCULATED, Finding(True, "Batched by the provider as viral", (stated.pointer,))
        elif stated.name == "childInDanger":
            said = "in danger now" if stated.value in TRUE else "not in danger now"
            words = f"The person who reported says that a child is {said}"
            found = Finding(stated.value in TRUE, words, (stated.pointer,))
            # policies from before December 2026 have one fact for both, whoever says it
            yield from ((F.DANGER_STATED, found), (F.ESCALATED, found))
        elif fact := TOLD.get(_plain(stated.name)):
            yield from _answered(fact, stated)
        elif contents.of_the_person_reported(stated):
            yield from _of_the_person(stated)


def _of_the_person(stated: StatedFact) -> Found:
    if stated.name == RELATION:
        yield F.RELATED_TO_CHILD, Finding(True, "A relation is stated", (stated.pointer,))
    elif fact := PERSON_STATEMENTS.get(_plain(stated.name)):
        yield from _answered(fact, stated)


def _answered(fact: Fact, stated: StatedFact) -> Found:
    answer = stated.value.strip().casefold()
    if answer in TRUE | FALSE:
        said = "yes" if answer in TRUE else "no"
        yield fact, Finding(answer in TRUE, f"Stated: {said}", (stated.pointer,))


def _people(contents: Contents) -> Found:
    for person in contents.people:
        if person.role == Role.VICTIM:
            yield F.CHILD_REPORTED, Finding(True, "A child is described", (person.pointer,))
            if person.age is not None:
                yield F.CHILD_AGE_GIVEN, Finding(True, "An age is given", (person.pointer,))
                young, child = person.age <= OLDEST_YOUNGER_CHILD, person.age <= OLDEST_CHILD
                yield F.CHILD_UNDER_13, Finding(young, "By the age given", (person.pointer,))
                yield F.CHILD_13_TO_17, Finding(child and not young, "By the age given", (person.pointer,))
        elif person.role == Role.RECIPIENT:
            yield F.RECIPIENTS, Finding(True, "Intended recipients are named", (person.pointer,))


def _priors(contents: Contents) -> Found:
    for stated in contents.stated:
        if stated.name == "priorReport" and contents.of_the_person_reported(stated):
            yield F.PRIOR_REPORTS, Finding(True, "Earlier reports named by the provider", (stated.pointer,))
    if contents.others is not None:
        pointers = tuple(seen.pointer for seen in contents.links) if contents.others else ()
        words = f"{contents.others} earlier or folded here with the same account, e-mail or telephone"
        yield F.PRIOR_REPORTS_HERE, Finding(contents.others > 0, words, pointers)


def _files(contents: Contents) -> Found:
    files = contents.files
    yield (
        F.HAS_FILES,
        Finding(bool(files), _counted(len(files), "file", "listed"), tuple(file.pointer for file in files)),
    )
    if not files:
        return
    unviewed = [file for file in files if file.viewed_by_provider is False]
    if unviewed or all(file.viewed_by_provider for file in files):
        words = f"{len(unviewed)} of {len(files)} not viewed by the provider"
        yield F.UNVIEWED_FILES, Finding(bool(unviewed), words, tuple(file.pointer for file in unviewed))
    yield from _classes(files)
    recirculated = {
        stated.file_id
        for stated in contents.stated
        if stated.name == "annotation" and ANNOTATIONS.get(_plain(stated.value)) in {F.VIRAL, F.MEME}
    }
    yield from _known(contents)
    viral = {pk for pk, read in (contents.known or {}).items() if read.is_viral}
    if {file.pk for file in files} <= recirculated | viral:
        yield F.ONLY_RECIRCULATED, Finding(True, "Every file is marked viral or meme, or has very many known copies")


def _known(contents: Contents) -> Found:
    """Say what lists of known hashes say of the files; a file without a digest says nothing."""
    if contents.known is None:
        return
    read = [(file, contents.known[file.pk]) for file in contents.files if file.pk in contents.known]
    for fact, standings in KNOWN.items():
        here = tuple(file.pointer for file, said in read if said.standing in standings)
        if read:
            yield fact, Finding(bool(here), f"{len(here)} of {len(read)} files with a digest", here)
    viral = tuple(file.pointer for file, said in read if said.is_viral)
    if viral:
        yield F.VIRAL_FILE, Finding(True, _counted(len(viral), "file", "with very many known copies"), viral)


def _classes(files: Iterable[ReportedFile]) -> Found:
    all_classified = all(file.classification for file in files)
    for name, fact in CLASSES.items():
        pointers = tuple(file.pointer for file in files if file.classification == name)
        if pointers or all_classified:
            yield fact, Finding(bool(pointers), f"Industry class {name}, as the provider gave it", pointers)


def _trail(contents: Contents) -> Found:
    own = contents.own_sightings
    addresses = [seen for seen in own if seen.kind in ADDRESSES]
    uploads = [seen for seen in addresses if seen.event == Event.UPLOAD]
    contacts = [seen for seen in own if seen.kind in CONTACTS]
    purchases = [seen for seen in addresses if seen.event == Event.PURCHASE]
    yield F.HAS_ADDRESS, _seen(addresses, "Internet address", "given")
    yield F.HAS_UPLOAD_ADDRESS, _seen(uploads, "address", "captured at an upload")
    yield F.HAS_CONTACT, _seen(contacts, "contact", "given: account, e-mail address or telephone")
    if purchases:
        yield F.PURCHASE, _seen(purchases, "address", "captured at a purchase")


def _seen(sightings: list[Sighting], noun: str, how: str) -> Finding:
    return Finding(bool(sightings), _counted(len(sightings), noun, how), tuple(seen.pointer for seen in sightings))


def _counted(number: int, noun: str, how: str) -> str:
    ending = "" if number == 1 else "es" if noun.endswith("s") else "s"
    return f"{number} {noun}{ending} {how}"
