"""Hash lists, what they list, what was wrongly listed, and where the numbering of entries stands."""

from nightlight.hashes.models.changes import ChangeKind, ListChange
from nightlight.hashes.models.deconfirmed import Deconfirmation, DigestKind
from nightlight.hashes.models.entries import ListedHash, ListedHashQuerySet
from nightlight.hashes.models.imports import HashImport, ImportStatus
from nightlight.hashes.models.lists import HashList, Licence, Trust
from nightlight.hashes.models.numbering import Numbering

__all__ = [
    "ChangeKind",
    "Deconfirmation",
    "DigestKind",
    "HashImport",
    "HashList",
    "ImportStatus",
    "Licence",
    "ListChange",
    "ListedHash",
    "ListedHashQuerySet",
    "Numbering",
    "Trust",
]
