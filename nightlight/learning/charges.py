"""What the charges of an arrest say about what is alleged, by a dated policy: a charge is no finding, and says so."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from django.db.models import Q
from pydantic import BaseModel, ConfigDict, Field, model_validator

from nightlight.foundation.sealed import Actor
from nightlight.investigations.lifecycle import SubjectStatus
from nightlight.investigations.models import Charge, ChargeDisposition
from nightlight.investigations.statutes import closest
from nightlight.learning.outcomes import Outcome
from nightlight.policy import Dated, in_force
from nightlight.policy.dated import PolicyFile

NAME = "learning.charges"
CAME_TO_NOTHING = [ChargeDisposition.ACQUITTED, ChargeDisposition.DISMISSED, ChargeDisposition.DECLINED]
KINDS = (Outcome.CHARGED_ABUSE, Outcome.CHARGED_PRODUCTION)
"""From the one that says most."""


class ChargeRule(BaseModel):
    """What statutes have in common. One that is `uncertain` says why, and says whether it counts all the same."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["charged_abuse", "charged_production", "none"]
    citations: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    conduct: Annotated[str, Field(min_length=1)]
    uncertain: str = ""
    counts: bool = True


class ChargesPolicy(PolicyFile):
    """The mapping of one time."""

    rules: tuple[ChargeRule, ...]

    @model_validator(mode="after")
    def _each_statute_once(self) -> Self:
        named = [name for rule in self.rules for name in (*rule.citations, *rule.texts)]
        if len(named) != len(set(named)):
            raise ValueError("A statute stands in one rule only.")
        return self

    @property
    def uncertain(self) -> tuple[ChargeRule, ...]:
        """The rules of which it is uncertain whether they say so."""
        return tuple(rule for rule in self.rules if rule.uncertain)

    def rule_of(self, statute: str) -> ChargeRule | None:
        """Return the rule for a statute: word for word, else by the closest citation in it."""
        by_name = {name: rule for rule in self.rules for name in (*rule.citations, *rule.texts)}
        said = " ".join(statute.split())
        return by_name.get(said) or by_name.get(closest(statute, by_name))

    def kind_of(self, statute: str) -> Outcome | None:
        """Return what a charge under a statute says, or nothing."""
        rule = self.rule_of(statute)
        return Outcome(rule.kind) if rule and rule.counts and rule.kind != "none" else None


def policy(on: date) -> Dated[ChargesPolicy]:
    """Return the mapping in force on a date."""
    return in_force(NAME, on=on, schema=ChargesPolicy)


def charged(actor: Actor, reports: Q, *, on: date) -> dict[UUID, Outcome]:
    """Return of each report of an arrest what its charges say most. One query, of charges and no reports.

    `reports` says which, for paths that begin at a report. A charge that came to nothing says nothing, and no more
    does that of a person who was cleared. Counts what the actor may know.
    """
    rules, path = policy(on).content, "arrest__case__case_reports__report"
    rows: Any = Charge.objects.visible_to(actor).exclude(disposition__in=CAME_TO_NOTHING)
    rows = rows.exclude(arrest__subject__status=SubjectStatus.CLEARED).filter(reports)
    said = rows.order_by().values_list(path, "statute").distinct()
    return _most(said, rules)


def _most(said: Iterable[tuple[UUID, str]], rules: ChargesPolicy) -> dict[UUID, Outcome]:
    kinds: dict[str, Outcome | None] = {}
    found: dict[UUID, Outcome] = {}
    for report, statute in said:
        if statute not in kinds:
            kinds[statute] = rules.kind_of(statute)
        kind = kinds[statute]
        if kind and (report not in found or KINDS.index(kind) < KINDS.index(found[report])):
            found[report] = kind
    return found
