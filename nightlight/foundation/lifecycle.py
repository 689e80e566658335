"""Lifecycles are tables: which move may follow which state."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from nightlight.foundation.refusals import IllegalMove


@dataclass(frozen=True, slots=True)
class Move:
    """A move: the states it may start from, and the state it leads to."""

    starts: frozenset[str]
    end: str

    @classmethod
    def between(cls, starts: set[StrEnum], end: StrEnum) -> "Move":
        """Return the move from any of `starts` to `end`."""
        return cls(frozenset(str(start) for start in starts), str(end))


class Lifecycle:
    """A named table of moves over the values of one enumeration."""

    def __init__(self, states: type[StrEnum], moves: Mapping[str, Move]) -> None:
        self.states = frozenset(str(state) for state in states)
        self.moves = dict(moves)

    def after(self, move: str, state: str) -> str:
        """Return the state after `move`, or raise IllegalMove in words for the reader."""
        step = self.moves[move]
        if state not in step.starts:
            allowed = " or ".join(sorted(start.replace("_", " ") for start in step.starts))
            wanted, present = move.replace("_", " "), state.replace("_", " ")
            raise IllegalMove(f"It is {present}; to {wanted} it must be {allowed}. Nothing was changed.")
        return step.end

    def allows(self, move: str, state: str) -> bool:
        """Say whether `move` may be made from `state`."""
        return state in self.moves[move].starts

    @property
    def finals(self) -> frozenset[str]:
        """The states that no move leaves."""
        left = {start for step in self.moves.values() for start in step.starts}
        return self.states - left
