"""Telephone numbers."""

from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, ValidationResult

from nightlight.identifiers.folding import trimmed
from nightlight.identifiers.kinds import Identifier, Kind, NotAnIdentifier

HOME_REGION = "US"
"""Where a number without a country code is taken to be."""

NON_GEOGRAPHIC = "001"
"""What the numbering plan calls a calling code that belongs to no region."""


@lru_cache(maxsize=20_000)
def phone(raw: str, country_code: str = "") -> Identifier:
    """Return the number in E.164, such as +13035550142; an extension is left out.

    `country_code` is a calling code such as "+44"; a number that carries its own is read by its own. A number must
    be possible (its length fits the country), not assigned: the 555-01xx numbers of invented data never are.
    """
    number = _parsed(trimmed(raw), country_code.strip().lstrip("+"))
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        raise NotAnIdentifier("The number is too long or too short for its country.")
    return Identifier(Kind.PHONE, phonenumbers.format_number(number, PhoneNumberFormat.E164))


def _parsed(text: str, calling_code: str) -> PhoneNumber:
    region = HOME_REGION
    if calling_code.isascii() and calling_code.isdigit() and not text.startswith(("+", "\uff0b")):
        region = phonenumbers.region_code_for_country_code(int(calling_code[:3]))
        if region in {NON_GEOGRAPHIC, phonenumbers.UNKNOWN_REGION}:
            region, text = HOME_REGION, f"+{calling_code}{text}"
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException as error:
        raise NotAnIdentifier("This is not a telephone number.") from error


def is_likely(identifier: Identifier) -> bool:
    """Say whether a number found in free text is one: assigned to somebody, or one of the fictitious 555-01xx."""
    number = phonenumbers.parse(identifier.value)
    national = str(number.national_number)
    return phonenumbers.is_valid_number(number) or (number.country_code == 1 and national[3:8] == "55501")
