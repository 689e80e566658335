"""Whether a list takes a file in: asked before a preview as before an import, so that both say the same."""

from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.hashes.models import HashImport, HashList, ImportStatus


def stopped_import(into: HashList, *, by: Actor, sha256: str) -> HashImport | None:
    """Return the import of this very file that stopped in the list, or None.

    Raises RuleRefusal where the list is withdrawn, and where the file is in it already.
    """
    if into.withdrawn_at:
        raise RuleRefusal("The list is withdrawn. Bring the file into another one; nothing was changed.")
    imports = HashImport.objects.visible_to(by).filter(list=into, sha256=sha256, withdrawn_at=None)
    there: HashImport | None = imports.first()
    if there and there.status == ImportStatus.COMPLETE:
        raise RuleRefusal(
            f"This very file is in the list already, as import {there.number}. Nothing was changed; withdraw that "
            "import first if it is to be brought in again."
        )
    return there
