"""The rules by which each agency's reports are judged: its own where it set some, else those of the house."""

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from nightlight.directives.choosing import Chosen, Schemas
from nightlight.policy import Dated
from nightlight.triage.assessment import axes, priority
from nightlight.triage.assessment.axes import AxesPolicy, FourWords
from nightlight.triage.assessment.days import Moments
from nightlight.triage.assessment.facts import FactSheet
from nightlight.triage.assessment.priority import Judge, Judgement, PriorityPolicy

SCHEMAS: Schemas = {priority.NAME: PriorityPolicy, axes.NAME: AxesPolicy}
"""The policies that an agency may set for itself."""

REMEMBERED = 100
"""How many judges a process remembers, those asked for last."""

_judges: OrderedDict[str, Judge] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one agency on a date: tiers and axes, each with its date, its digest and whose it is."""

    tiers: Dated[PriorityPolicy]
    axes: Dated[AxesPolicy]

    @property
    def judge(self) -> Judge:
        """The judge by these tiers; what he has worked out once, he remembers."""
        return judge_by(self.tiers)

    @property
    def digests(self) -> tuple[str, str]:
        """What tells these rules from others."""
        return self.tiers.digest, self.axes.digest

    def judgement(self, sheet: FactSheet, moments: Moments, *, on: date) -> Judgement:
        """Return the tier of one report on a day, and why."""
        return self.judge.judge(sheet, moments, on=on)

    def four_words(self, sheet: FactSheet, *, at: datetime) -> FourWords:
        """Return the four axes of one report as they stand at a moment."""
        return axes.four_words(self.axes.content, sheet, at=at)


class RuleBook:
    """The rules of some agencies on a date. A fixed number of queries, whatever the number of agencies."""

    def __init__(self, agencies: Collection[UUID], *, on: date) -> None:
        self._chosen = Chosen(frozenset(agencies), SCHEMAS, on=on)
        self._rules: dict[UUID, Rules] = {}

    def look_up(self, agencies: Collection[UUID]) -> None:
        """Look up further agencies, all at once, rather than each when it is asked for."""
        self._chosen.look_up(agencies)

    def of(self, agency: UUID) -> Rules:
        """Return the rules by which an agency's reports are judged."""
        if agency not in self._rules:
            self._rules[agency] = Rules(self._chosen.of(agency, priority.NAME), self._chosen.of(agency, axes.NAME))
        return self._rules[agency]


def judge_by(tiers: Dated[PriorityPolicy]) -> Judge:
    """Return the judge by a policy, the same for the same digest."""
    if tiers.digest not in _judges:
        _judges[tiers.digest] = Judge(tiers.content)
    _judges.move_to_end(tiers.digest)
    while len(_judges) > REMEMBERED:
        _judges.popitem(last=False)
    return _judges[tiers.digest]
