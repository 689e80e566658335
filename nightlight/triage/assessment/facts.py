"""The facts that triage judges by: a closed vocabulary, each true, false or not stated.

Demographic proxies are not facts. What a report does not say is `None` and is shown as not known, never as no.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Fact(StrEnum):
    """One thing that a report can state, or that follows from other reports here."""

    DANGER_STATED = "danger_stated"
    ESCALATED = "escalated"
    PRIORITY_ONE = "priority_one"
    MOLESTATION = "molestation"
    ENTICEMENT = "enticement"
    TRAFFICKING = "trafficking"
    TRAVEL = "travel"
    OBSCENE_TO_CHILD = "obscene_to_child"
    MEETING_ARRANGED = "meeting_arranged"
    SEXTORTION = "sextortion"
    CRISIS_SIGNS = "crisis_signs"
    SADISTIC = "sadistic"
    CSAM_SOLICITATION = "csam_solicitation"
    MINOR_TO_MINOR = "minor_to_minor"
    SPAM = "spam"
    CHILD_REPORTED = "child_reported"
    CHILD_AGE_GIVEN = "child_age_given"
    CHILD_UNDER_13 = "child_under_13"
    CHILD_13_TO_17 = "child_13_to_17"
    RELATED_TO_CHILD = "related_to_child"
    ACCESS_TO_CHILD = "access_to_child"
    ACCESS_TO_CHILDREN = "access_to_children"
    HOUSEHOLD_ACCESS = "household_access"
    WORK_ACCESS = "work_access"
    POSITION_OF_TRUST = "position_of_trust"
    CONVICTED_OFFENDER = "convicted_offender"
    COMPROMISED_ACCOUNT = "compromised_account"
    PRIOR_REPORTS = "prior_reports"
    PRIOR_REPORTS_HERE = "prior_reports_here"
    RECIPIENTS = "recipients"
    PURCHASE = "purchase"
    HAS_FILES = "has_files"
    UNVIEWED_FILES = "unviewed_files"
    CLASS_A1 = "class_a1"
    CLASS_A2 = "class_a2"
    CLASS_B1 = "class_b1"
    CLASS_B2 = "class_b2"
    INFANT = "infant"
    PHYSICAL_HARM = "physical_harm"
    LIVE_STREAMING = "live_streaming"
    PRODUCTION = "production"
    SELF_PRODUCTION = "self_production"
    GENERATIVE_AI = "generative_ai"
    VIRAL = "viral"
    MEME = "meme"
    KNOWN_FILE = "known_file"
    KNOWN_CHILD_IDENTIFIED = "known_child_identified"
    KNOWN_CHILD_NOT_IDENTIFIED = "known_child_not_identified"
    NEW_FILE = "new_file"
    VIRAL_FILE = "viral_file"
    ONLY_RECIRCULATED = "only_recirculated"
    HAS_UPLOAD_ADDRESS = "has_upload_address"
    HAS_ADDRESS = "has_address"
    HAS_CONTACT = "has_contact"


F = Fact
FACTS: Mapping[str, Fact] = {fact.value: fact for fact in Fact}

WORDS: Mapping[Fact, str] = {
    F.DANGER_STATED: "word from whoever reported that a child is in danger now",
    F.ESCALATED: "an escalation",
    F.PRIORITY_ONE: "priority 1 from the clearing house",
    F.MOLESTATION: "contact abuse as the incident type",
    F.ENTICEMENT: "enticement as the incident type",
    F.TRAFFICKING: "trafficking as the incident type",
    F.TRAVEL: "travel to a child as the incident type",
    F.OBSCENE_TO_CHILD: "material sent to a child as the incident type",
    F.MEETING_ARRANGED: "a meeting with the child that is arranged",
    F.SEXTORTION: "sextortion",
    F.CRISIS_SIGNS: "signs that the child is in a crisis",
    F.SADISTIC: "sadistic online exploitation",
    F.CSAM_SOLICITATION: "a request for material",
    F.MINOR_TO_MINOR: "contact between minors",
    F.SPAM: "spam",
    F.CHILD_REPORTED: "a child described in the report",
    F.CHILD_AGE_GIVEN: "the child's age",
    F.CHILD_UNDER_13: "a child under 13",
    F.CHILD_13_TO_17: "a child from 13 to 17",
    F.RELATED_TO_CHILD: "a stated relation to the child in the report",
    F.ACCESS_TO_CHILD: "access to the child in the report",
    F.ACCESS_TO_CHILDREN: "access to children",
    F.HOUSEHOLD_ACCESS: "a child in the household",
    F.WORK_ACCESS: "work or an office among children",
    F.POSITION_OF_TRUST: "a position of trust towards a child",
    F.CONVICTED_OFFENDER: "a registered-offender flag",
    F.COMPROMISED_ACCOUNT: "a compromised account",
    F.PRIOR_REPORTS: "earlier reports named by the provider",
    F.PRIOR_REPORTS_HERE: "other reports here with the same account, e-mail or telephone",
    F.RECIPIENTS: "intended recipients",
    F.PURCHASE: "an address captured at a purchase",
    F.HAS_FILES: "files",
    F.UNVIEWED_FILES: "files that the provider did not view",
    F.CLASS_A1: "a file of industry class A1",
    F.CLASS_A2: "a file of industry class A2",
    F.CLASS_B1: "a file of industry class B1",
    F.CLASS_B2: "a file of industry class B2",
    F.INFANT: "an infant mark on a file",
    F.PHYSICAL_HARM: "a physical-harm mark on a file",
    F.LIVE_STREAMING: "a live-streaming mark",
    F.PRODUCTION: "word that the person made material",
    F.SELF_PRODUCTION: "a possible self-production mark",
    F.GENERATIVE_AI: "a generative-AI mark",
    F.VIRAL: "a viral mark",
    F.MEME: "a potential-meme mark",
    F.KNOWN_FILE: "a file that is known and recirculated",
    F.KNOWN_CHILD_IDENTIFIED: "a known file whose child is identified",
    F.KNOWN_CHILD_NOT_IDENTIFIED: "a known file whose child is not identified",
    F.NEW_FILE: "a file that is on no list here",
    F.VIRAL_FILE: "a file with very many known copies",
    F.ONLY_RECIRCULATED: "every file marked viral or meme",
    F.HAS_UPLOAD_ADDRESS: "an address captured at an upload",
    F.HAS_ADDRESS: "an Internet address",
    F.HAS_CONTACT: "an account, e-mail address or telephone",
}
"""What each fact is called on the pages, as a noun, so that it reads in every sentence."""

NEVER_DECIDES = frozenset({F.GENERATIVE_AI})
"""Facts that no rule may use: a mark of generative AI never lowers a tier by itself, nor raises it."""


def listed(true: Iterable[str]) -> str:
    """Return facts as one line that the database can search for `,fact,`, and by which it can gather what is alike."""
    return "".join((",", *(f"{fact}," for fact in sorted(true))))


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one fact: stated as true or false, in words, with where in the submission it stands."""

    value: bool
    words: str
    pointers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactSheet:
    """Every fact found in one report; a fact that is missing here is not stated."""

    findings: Mapping[Fact, Finding]
    newest_address_at: datetime | None = None
    """When the newest dated address was seen (UTC): address records fade."""
    true: frozenset[Fact] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "true", frozenset(fact for fact, found in self.findings.items() if found.value))

    def value(self, fact: Fact) -> bool | None:
        """Return whether the fact holds, or None where the report does not say."""
        found = self.findings.get(fact)
        return found.value if found else None

    @classmethod
    def recalled(cls, remembered: Mapping[str, Any], newest_address_at: datetime | None) -> "FactSheet":
        """Return the sheet that an assessment kept; a fact that this version does not know any more is left out."""
        known = {
            FACTS[name]: Finding(kept["value"], kept["words"], tuple(kept["at"]))
            for name, kept in remembered.items()
            if name in FACTS
        }
        return cls(known, newest_address_at)

    def remembered(self) -> dict[str, Any]:
        """Return the facts as an assessment keeps them; a fact that is missing there was not stated."""
        return {
            fact.value: {"value": found.value, "words": found.words, "at": list(found.pointers)}
            for fact, found in self.findings.items()
        }
