"""Numbers that were withdrawn, and since when."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nightlight.hashes.index.container import Container, Writer
from nightlight.hashes.index.kinds import Numbers

_NONE = np.empty(0, np.uint64)


@dataclass(frozen=True, slots=True, eq=False)
class Withdrawals:
    """Sorted numbers, each with a sequence: a segment that is older than it does not answer with the number."""

    numbers: Numbers
    before: Numbers

    @classmethod
    def none(cls) -> "Withdrawals":
        """Return no withdrawals."""
        return cls(_NONE, _NONE)

    @classmethod
    def at(cls, numbers: Numbers, sequence: int) -> "Withdrawals":
        """Return the withdrawal of numbers from every segment older than `sequence`."""
        unique = np.unique(numbers)
        return cls(unique, np.full(len(unique), sequence, np.uint64))

    @classmethod
    def opened(cls, container: Container) -> "Withdrawals":
        """Read a segment of withdrawals."""
        return cls(container.arrays["numbers"], container.arrays["before"])

    @classmethod
    def joined(cls, parts: Sequence["Withdrawals"]) -> "Withdrawals":
        """Return all withdrawals; where a number occurs more than once, the newest counts."""
        if len(parts) == 1:
            return parts[0]
        numbers = np.concatenate([_NONE, *(part.numbers for part in parts)])
        before = np.concatenate([_NONE, *(part.before for part in parts)])
        order = np.lexsort((before, numbers))
        numbers, before = numbers[order], before[order]
        last = np.ones(len(numbers), np.bool_)
        last[:-1] = numbers[1:] != numbers[:-1]
        return cls(numbers[last], before[last])

    def __len__(self) -> int:
        return len(self.numbers)

    def since(self, sequence: int) -> "Withdrawals":
        """Return those that still say something to a segment of this sequence or a newer one."""
        kept = self.before > np.uint64(sequence)
        return Withdrawals(self.numbers[kept], self.before[kept])

    def hide(self, numbers: Numbers, sequence: int) -> NDArray[np.bool_]:
        """Return which of these numbers, found in a segment of that sequence, are withdrawn."""
        if not len(self.numbers) or not len(numbers):
            return np.zeros(len(numbers), np.bool_)
        at = np.minimum(np.searchsorted(self.numbers, numbers), len(self.numbers) - 1)
        hidden: NDArray[np.bool_] = (self.numbers[at] == numbers) & (self.before[at] > np.uint64(sequence))
        return hidden

    def write(self, writer: Writer) -> None:
        """Write a segment of withdrawals."""
        writer.put("numbers", self.numbers)
        writer.put("before", self.before)
        writer.finish({})
