"""What the log says, held in memory by each process: few enough rows to compare one by one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from nightlight.hashes.index.gathering import Hits
from nightlight.hashes.index.kinds import Kind, Numbers, Table, Tables
from nightlight.hashes.index.log import Batch
from nightlight.hashes.index.words import Words, distances, words_of

_NONE = np.empty(0, np.uint64)


@dataclass(frozen=True, slots=True, eq=False)
class Recent:
    """Rows added since the last segment, numbers withdrawn from the segments. Immutable: a batch makes another."""

    tables: Tables = field(default_factory=dict)
    withdrawn: Numbers = field(default_factory=lambda: _NONE)
    _by_digest: Mapping[Kind, dict[bytes, list[int]]] = field(default_factory=dict)
    _pdq: Words = field(default_factory=lambda: words_of(Table.empty(Kind.PDQ).digests))

    @classmethod
    def of(cls, tables: Tables, withdrawn: Numbers) -> "Recent":
        """Make the look-up tables over these rows."""
        by_digest: dict[Kind, dict[bytes, list[int]]] = {}
        for kind, table in tables.items():
            found = by_digest.setdefault(kind, {})
            for digest, number in zip(table.digests, table.numbers.tolist(), strict=True):
                found.setdefault(digest.tobytes(), []).append(number)
        pdq = tables.get(Kind.PDQ) or Table.empty(Kind.PDQ)
        return cls(tables, withdrawn, by_digest, words_of(pdq.digests))

    def after(self, batches: Iterable[Batch]) -> "Recent":
        """Return what stands after these batches: a withdrawal strikes what came before it, not what comes after."""
        tables, withdrawn = dict(self.tables), self.withdrawn
        for batch in batches:
            if len(batch.withdrawn):
                tables = {k: t.where(~np.isin(t.numbers, batch.withdrawn)) for k, t in tables.items()}
                withdrawn = np.union1d(withdrawn, batch.withdrawn)
            for kind, table in batch.tables.items():
                tables[kind] = Table.joined(kind, [tables[kind], table] if kind in tables else [table])
        return Recent.of(tables, withdrawn)

    def __len__(self) -> int:
        return sum(len(table) for table in self.tables.values()) + len(self.withdrawn)

    def exact(self, kind: Kind, digest: bytes) -> list[int]:
        """Return the numbers under an equal digest."""
        return self._by_digest.get(kind, {}).get(digest, [])

    def near(self, asked: Words, distance: int) -> Hits:
        """Return the PDQ rows within the distance."""
        if not len(self._pdq):
            return Hits.none()
        found = distances(self._pdq, asked)
        rows = np.flatnonzero(found <= distance)
        return Hits(self.tables[Kind.PDQ].numbers[rows], found[rows], self._pdq[rows])
