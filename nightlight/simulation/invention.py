"""Invents what the reports of an operation say: identifiers, captures, files and the facts that triage reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from random import Random

from nightlight.simulation.addresses import Addresses
from nightlight.simulation.contents import Capture, Child, Contents, ReportedFile
from nightlight.simulation.known import known_instead
from nightlight.simulation.people import Person
from nightlight.simulation.places import Place
from nightlight.simulation.planned import PlannedComplaint
from nightlight.simulation.scenario import Shares
from nightlight.simulation.telephones import Telephones

MATERIAL = "Child Pornography (possession, manufacture, and distribution)"
ENTICEMENT = "Online Enticement of Children for Sexual Acts"
OBSCENE = "Unsolicited Obscene Material Sent to a Child"
TRAFFICKING = "Child Sex Trafficking"
TRAVEL = "Child Sex Tourism"
INCIDENT_TYPES_OF = {
    "a": (MATERIAL,),
    "b": (ENTICEMENT, ENTICEMENT, ENTICEMENT, OBSCENE),
    "c": (TRAFFICKING,),
    "d": (TRAVEL, ENTICEMENT),
}
TYPES_WITH_A_CHILD = frozenset({ENTICEMENT, OBSCENE, TRAFFICKING})

ESCALATIONS = (
    "Provider escalation: meeting date and county stated.",
    "Provider escalation: account holder states that a minor lives in the household.",
    "Provider escalation: threat to publish stated.",
    "Provider escalation: child states current contact with the account holder.",
)
EVENTS = ("Login", "Login", "Upload", "Upload", "Registration", "Other")
SECONDS_OF_A_DAY = 24 * 60 * 60
LONGEST_WAY_DAYS = 21
EARLIEST_PRIOR_REPORT = 170_000_000
PRIOR_REPORTS = 9_000_000
HIGHEST_PORT = 65_535
FIRST_FREE_PORT = 1024
FILES_OF_A_REPORT = (1, 1, 1, 1, 2)
CHILD_SHARE = 0.5
SECOND_CONTACT_SHARE = 0.08
TELEPHONE_SHARE = 0.15
ESTIMATE_SHARE = 0.12
FLAGS: Mapping[str, bool | None] = {"true": True, "false": False, "": None}


@dataclass(slots=True)
class Inventor:
    """Invents reports one after the other, in order of time; telephone numbers and addresses never come twice."""

    shares: Shares
    telephones: Telephones = field(default_factory=Telephones)
    addresses: Addresses = field(default_factory=Addresses)

    def invent(self, number: int, planned: PlannedComplaint, person: Person, place: Place, dice: Random) -> Contents:
        """Return what the report with that number says about the person, pointing to the place or to nowhere."""
        incident_type = self._incident_type(planned, dice)
        incident_at = self._incident_at(planned, person, dice)
        telephone, captures, city_of = self._evidence(place, incident_at, dice)
        child = dice.random() < CHILD_SHARE and incident_type in TYPES_WITH_A_CHILD
        return Contents(
            number=number,
            received_at=planned.received_at,
            incident_type=incident_type,
            incident_at=incident_at,
            person=person,
            telephone=telephone,
            captures=captures,
            city_of=city_of,
            city_is_declared=dice.random() < 1 / 2,
            files=tuple(
                self._file(f"{number}-{position}", captures, incident_at, dice)
                for position in range(1, dice.choice(FILES_OF_A_REPORT) + 1)
            ),
            child=Child(dice.randrange(9, 18), f"protected.user.{number}") if child else None,
            escalation=dice.choice(ESCALATIONS) if dice.random() < self.shares.escalated else "",
            annotations=_some(self.shares.report_annotations, dice),
            prior_reports=self._prior_reports(dice),
            access_to_children=dice.random() < self.shares.access_to_children,
            convicted_sex_offender=dice.random() < self.shares.convicted_sex_offender,
            note=_note(number, person, dice),
        )

    def _incident_type(self, planned: PlannedComplaint, dice: Random) -> str:
        """A complaint that leads to an arrest is of a type that fits the arrest's category."""
        if planned.category:
            return dice.choice(INCIDENT_TYPES_OF[planned.category])
        return _one(self.shares.incident_types, dice)

    def _incident_at(self, planned: PlannedComplaint, person: Person, dice: Random) -> datetime:
        """Return a moment some days before the report arrived, in the zone of the provider's records."""
        zone = timezone(timedelta(hours=person.provider.utc_offset_hours))
        before = timedelta(days=dice.randrange(1, LONGEST_WAY_DAYS), seconds=dice.randrange(SECONDS_OF_A_DAY))
        return (planned.received_at - before).astimezone(zone)

    def _evidence(
        self, place: Place, at: datetime, dice: Random
    ) -> tuple[str | None, tuple[Capture, ...], Place | None]:
        """Return the telephone, captures and city that locate the person: mostly captures, seldom nothing at all."""
        located_by = _one(self.shares.located_by, dice)
        if located_by == "phone":
            return self.telephones.next_in(place.state), (), None
        if located_by == "city":
            return None, (), place
        if located_by == "nothing":
            return None, (), None
        telephone = self.telephones.next_in(place.state) if dice.random() < TELEPHONE_SHARE else None
        captures = tuple(self._capture(place, at, dice) for _ in range(dice.choice((1, 1, 2, 3))))
        return telephone, captures, place if dice.random() < ESTIMATE_SHARE else None

    def _capture(self, place: Place, at: datetime, dice: Random) -> Capture:
        return Capture(
            address=self.addresses.next_in(place.fips, dice),
            event=dice.choice(EVENTS),
            at=at - timedelta(seconds=dice.randrange(SECONDS_OF_A_DAY)),
            port=dice.randrange(FIRST_FREE_PORT, HIGHEST_PORT + 1) if dice.random() < 1 / 2 else None,
            proxy=dice.choice((None, None, False, True)),
        )

    def _file(self, file_id: str, captures: tuple[Capture, ...], at: datetime, dice: Random) -> ReportedFile:
        """Return a file that is new, or one that a list has already: then its digests are those of the list."""
        invented = ReportedFile(
            file_id=file_id,
            name=f"sample-{file_id}.{dice.choice(('jpg', 'jpg', 'png', 'mp4'))}",
            md5=f"{dice.getrandbits(128):032x}",
            sha1=f"{dice.getrandbits(160):040x}",
            viewed=FLAGS[_one(self.shares.viewed, dice)],
            annotations=_some(self.shares.file_annotations, dice),
            potential_meme=dice.random() < self.shares.potential_meme,
            classification=_one(self.shares.classifications, dice),
            uploaded_at=at - timedelta(seconds=dice.randrange(SECONDS_OF_A_DAY)),
            capture=dice.choice(captures) if captures and dice.random() < 1 / 2 else None,
        )
        known = known_instead(invented.md5)
        if known is None:
            return invented
        # never with a mark of recirculation, by which reports would fold into each other
        return replace(
            invented, md5=known.md5, sha1=known.sha1, classification=known.code, annotations=(), potential_meme=False
        )

    def _prior_reports(self, dice: Random) -> tuple[int, ...]:
        """Return numbers of earlier reports, all below those of the operation."""
        if dice.random() >= self.shares.prior_reports:
            return ()
        return tuple(EARLIEST_PRIOR_REPORT + dice.randrange(PRIOR_REPORTS) for _ in range(dice.choice((1, 1, 2, 4))))


def _one(mix: Mapping[str, float], dice: Random) -> str:
    return dice.choices(tuple(mix), tuple(mix.values()))[0]


def _some(mix: Mapping[str, float], dice: Random) -> tuple[str, ...]:
    return tuple(name for name, share in mix.items() if dice.random() < share)


def _note(number: int, person: Person, dice: Random) -> str:
    note = f"Account reviewed under the provider's policy. Reference {number}."
    return f"{note} Second contact on file: {person.spare_email}." if dice.random() < SECOND_CONTACT_SHARE else note
