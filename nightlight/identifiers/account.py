"""The ids that providers give to accounts."""

from nightlight.identifiers.folding import realm_of, trimmed
from nightlight.identifiers.kinds import Identifier, Kind


def account(raw: str, realm: str = "") -> Identifier:
    """Return the id as given but for space around it: two ids that differ in case are two accounts."""
    return Identifier(Kind.ACCOUNT, trimmed(raw), realm_of(realm))
