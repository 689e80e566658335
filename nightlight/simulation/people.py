"""Invented persons for complaints to name; a reported person is alleged, even here."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from nightlight.simulation.names import FIRST_NAMES, LAST_NAMES, MAIL_DOMAINS, PROVIDER_WEIGHTS, PROVIDERS, Provider

EARLIEST_BIRTH = date(1948, 1, 1)
BIRTH_DAYS = 52 * 365
DEVICE_BITS = 128


@dataclass(frozen=True, slots=True)
class Person:
    """One invented account holder. Every identifier is this person's alone."""

    first_name: str
    last_name: str
    born_on: date
    provider: Provider
    email: str
    spare_email: str
    handle: str
    account: str
    device: str


def person(number: int, seed: int) -> Person:
    """Return the invented person of that number, the same for the same seed."""
    dice = Random(f"{seed}:person:{number}")
    first, last, domain = dice.choice(FIRST_NAMES), dice.choice(LAST_NAMES), dice.choice(MAIL_DOMAINS)
    return Person(
        first_name=first,
        last_name=last,
        born_on=EARLIEST_BIRTH + timedelta(days=dice.randrange(BIRTH_DAYS)),
        provider=dice.choices(PROVIDERS, PROVIDER_WEIGHTS)[0],
        email=f"{first}.{last}.{number}@{domain}".lower(),
        spare_email=f"{last}.{number}.spare@{domain}".lower(),
        handle=f"sample.user.{number}",
        account=f"9{number:09d}",
        device=str(UUID(int=dice.getrandbits(DEVICE_BITS), version=4)),
    )


def met_again(person: Person, earlier: Person, *, by_mail: bool) -> Person:
    """Return `person` with one identifier of `earlier`: the e-mail address, or the handle at the same provider."""
    if by_mail:
        return replace(person, email=earlier.email)
    return replace(person, handle=earlier.handle, provider=earlier.provider)
