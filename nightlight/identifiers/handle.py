"""Screen names and display names, which mean something only at their provider."""

from nightlight.identifiers.folding import folded, realm_of
from nightlight.identifiers.kinds import Identifier, Kind, NotAnIdentifier


def handle(raw: str, realm: str = "") -> Identifier:
    """Return the name with case and spaces folded and without leading @, in the realm of its provider."""
    name = folded(raw).lstrip("@ ")
    if not name:
        raise NotAnIdentifier("The name consists of @ alone.")
    return Identifier(Kind.HANDLE, folded(name), realm_of(realm))
