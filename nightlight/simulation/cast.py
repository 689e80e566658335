"""The invented people who play: for each task force a commander, an investigator and a victim specialist."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.contrib.auth.hashers import make_password

from nightlight.accounts.actions import add_person, make_key
from nightlight.accounts.models import User, new_secret
from nightlight.accounts.permissions import RoleName
from nightlight.accounts.standing import operator
from nightlight.agencies.loading import NATIONAL, PRACTICE_PROVIDER
from nightlight.agencies.models import Agency, AgencyKind

FIRST = ("Alex", "Casey", "Dana", "Jordan", "Lee", "Pat", "Robin", "Sam", "Taylor", "Morgan", "Jamie", "Drew")
LAST = ("Example", "Model", "Sample", "Placeholder", "Specimen", "Testcase", "Invented", "Nobody")
SHOWN = "co"
NEIGHBOR = "ut"
FIRST_BY_NAME = "al"
"""The task force whose load the national coordinator sees before choosing one."""


@dataclass(slots=True)
class Practice:
    """How to get in: the password of this demo, who may use it, and a provider's key."""

    password: str
    provider_key: str
    people: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Unit:
    """The people of one task force."""

    agency: Agency
    commander: User
    investigator: User
    victim_specialist: User
    others: tuple[User, ...] = ()
    """Who else works reports there."""

    @property
    def working(self) -> tuple[User, ...]:
        """Everybody who works reports."""
        return (self.investigator, self.commander, *self.others)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody who plays."""

    coordinator: User
    units: dict[str, Unit]
    administrators: dict[str, User]
    practice: Practice


class Hiring:
    """Adds people one after the other, each with a visibly invented name."""

    def __init__(self, practice: Practice) -> None:
        self.practice, self.hired, self.by = practice, 0, operator()
        self.hashed = make_password(practice.password)

    def hire(self, agency: Agency, word: str, roles: Sequence[RoleName], *, signs_in: bool) -> User:
        """Add a person; those who sign in get the demo's password and stand in its list."""
        place = agency.code if agency.kind != AgencyKind.NATIONAL else NATIONAL
        email = f"{word}.{place}@example.com"
        name = f"{FIRST[self.hired % len(FIRST)]} {LAST[self.hired // len(FIRST) % len(LAST)]}"
        self.hired += 1
        person = add_person(
            by=self.by,
            agency=agency,
            name=name,
            email=email,
            roles=roles,
            hashed_password=self.hashed if signs_in else "",
        )
        if signs_in:
            self.practice.people.append((email, f"{name}, {word.replace('-', ' ')}, {agency.name}"))
        return person


def hire_everybody() -> Cast:
    """Add the national desk and three people for each task force; to the one that is shown, everybody else."""
    provider = Agency.objects.get(code=PRACTICE_PROVIDER)
    practice = Practice(password=f"practice-{secrets.token_hex(3)}", provider_key=new_secret())
    hiring = Hiring(practice)
    make_key(by=hiring.by, agency=provider, secret=practice.provider_key)
    national = Agency.objects.get(code=NATIONAL)
    coordinator = hiring.hire(national, "coordinator", [RoleName.NATIONAL_COORDINATOR], signs_in=True)
    hiring.hire(national, "watch-desk", [RoleName.WATCH_DESK], signs_in=True)
    hiring.hire(national, "auditor", [RoleName.AUDITOR], signs_in=True)
    units = {
        agency.code: Unit(
            agency,
            hiring.hire(agency, "commander", [RoleName.COMMANDER], signs_in=agency.code in {SHOWN, NEIGHBOR}),
            hiring.hire(agency, "investigator", [RoleName.INVESTIGATOR], signs_in=agency.code == SHOWN),
            hiring.hire(agency, "victims", [RoleName.VICTIM_SPECIALIST], signs_in=agency.code == SHOWN),
        )
        for agency in Agency.objects.filter(kind=AgencyKind.TASK_FORCE).order_by("code")
    }
    shown = units[SHOWN].agency
    others = [("analyst", RoleName.ANALYST), ("supervisor", RoleName.SUPERVISOR)]
    hired = tuple(hiring.hire(shown, word, [role], signs_in=True) for word, role in others)
    units[SHOWN] = replace(units[SHOWN], others=hired)
    administrators = {
        agency.code: hiring.hire(agency, "administrator", [RoleName.ADMINISTRATOR], signs_in=True)
        for agency in (national, shown)
    }
    return Cast(coordinator, units, administrators, practice)
