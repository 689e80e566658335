"""What reports are judged and routed by that stands in no report: territories, networks, retention, rules, lists."""

from datetime import date
from functools import cached_property

from nightlight.clocks.retained import Retained, retained
from nightlight.coverage.reading import added_networks
from nightlight.foundation.once_a_second import once_a_second
from nightlight.foundation.sealed import Actor
from nightlight.geography.networks import Known
from nightlight.triage.assessment.known_files import lists_are_here
from nightlight.triage.assessment.rules import RuleBook
from nightlight.triage.routing.territories import TerritoryMap


class Grounds:
    """As they stand for a date; each is read when it is first asked for, and not again."""

    def __init__(self, by: Actor, on: date) -> None:
        self._by, self.on, self._saw_lists = by, on, False

    @cached_property
    def territories(self) -> TerritoryMap:
        """Who claims a place. Two queries."""
        return TerritoryMap()

    @cached_property
    def networks(self) -> tuple[Known, ...]:
        """What agencies added about networks. One query."""
        return added_networks(self._by, on=self.on)

    @cached_property
    def retained(self) -> Retained:
        """How long logs are kept, where anybody knows it. Two queries."""
        return retained(on=self.on)

    @property
    def lists_are_here(self) -> bool:
        """Whether any list of known hashes is here that every agency may see. One query until there is one.

        That there is none is asked anew each time: what arrives after the first list must not miss it.
        """
        self._saw_lists = self._saw_lists or lists_are_here(self._by)
        return self._saw_lists

    @cached_property
    def rules(self) -> RuleBook:
        """By what each agency's reports are judged. One query, and a few more for agencies with rules of their own."""
        return RuleBook((), on=self.on)


@once_a_second
def grounds_this_second(by: Actor, on: date) -> Grounds:
    """Read them once a second, for doors at which reports come one by one."""
    return Grounds(by, on)
