"""The people of an agency who work reports: what they have, what they can do, when they are away; and whom to ask."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from nightlight.accounts.models import RoleGrant, User, UserKind
from nightlight.accounts.permissions import RIGHTS, Permission
from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.triage.models import Assessment
from nightlight.workload.load import Held, held_by_person
from nightlight.workload.models import Leave, Skill
from nightlight.workload.policy import policy

WORKING_ROLES = [role.value for role, rights in RIGHTS.items() if Permission.REPORT_WORK in rights]
NOTHING = Held()


@dataclass(frozen=True, slots=True)
class Colleague:
    """One person: what is with them, their skills of today, and their leave from today on, the next first."""

    person: User
    held: Held
    skills: Sequence[Skill]
    leaves: Sequence[Leave]

    def away(self, on: date) -> Leave | None:
        """Return the leave that a day falls into."""
        return next((leave for leave in self.leaves if leave.first_day <= on <= leave.last_day), None)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A person who could take a report, and in words why they stand where they stand."""

    colleague: Colleague
    words: str
    is_away: bool


def colleagues(actor: Actor, agency: UUID, *, on: date) -> list[Colleague]:
    """Return the people of an agency who may work reports, by name. Four queries; nobody where the actor sees none."""
    people = working(actor, [agency])
    ids = [person.pk for person in people]
    held = held_by_person([agency]) if people else {}
    skills, leaves = _by_person(Skill, actor, ids, on), _by_person(Leave, actor, ids, on)
    return [Colleague(one, held.get(one.pk, NOTHING), skills[one.pk], leaves[one.pk]) for one in people]


def suggestions(actor: Actor, report: Report, *, on: date, facts: Mapping[str, Any] | None = None) -> list[Suggestion]:
    """Return whom to give a report, the best first: here today, then the skills it asks for, then the least to do.

    Only a suggestion: a person gives. Nobody for a report that the actor's agencies do not hold. `facts` are those of
    the assessment that holds, where the caller has read it.
    """
    if report.assigned_to_id is None:
        return []
    rules = policy(on).content
    facts = _facts(actor, report) if facts is None else facts
    wanted = {skill.id for skill in rules.wanted(name for name, said in facts.items() if said.get("value") is True)}
    found = [_ranked(one, wanted, on) for one in colleagues(actor, report.assigned_to_id, on=on)]
    return [suggestion for _, suggestion in sorted(found, key=lambda ranked: ranked[0])]


def _facts(actor: Actor, report: Report) -> Mapping[str, Any]:
    assessed: Any = Assessment.objects.visible_to(actor)
    return assessed.current().filter(report=report).values_list("facts", flat=True).first() or {}


def _ranked(one: Colleague, wanted: set[str], on: date) -> tuple[tuple[Any, ...], Suggestion]:
    rules, away = policy(on).content, one.away(on)
    fitting = sorted({row.skill for row in one.skills} & wanted)
    parts = [f"has {one.held.open} open" if one.held.open else "has nothing open"]
    if wanted:
        can = " and ".join(rules.words(skill) for skill in fitting)
        parts.append(f"knows {can}" if fitting else "none of the skills it asks for")
    if away:
        parts.append(f"away until {away.last_day:%b} {away.last_day.day}")
    order = (away is not None, -len(fitting), one.held.open, one.person.name, str(one.person.pk))
    return order, Suggestion(one, ", ".join(parts), away is not None)


def working(actor: Actor, agencies: Collection[UUID]) -> list[User]:
    """Return the people of agencies who may work reports, by name, of those whom the actor sees. One query."""
    now = clock.now()
    holding = RoleGrant.objects.filter(role__in=WORKING_ROLES, valid_from__lte=now).exclude(valid_to__lte=now)
    seen: Any = User.objects.get_queryset().visible_to(actor)
    people = seen.filter(agency__in=agencies, kind=UserKind.PERSON, is_active=True, pk__in=holding.values("user"))
    return list(people.order_by("name", "pk"))


def _by_person(model: Any, actor: Actor, people: Sequence[UUID], on: date) -> Mapping[UUID, list[Any]]:
    rows = model.objects.visible_to(actor).filter(person__in=people)
    if model is Leave:
        rows = rows.filter(taken_back_at=None, last_day__gte=on).order_by("first_day", "pk")
    else:
        rows = rows.in_force(on).order_by("skill", "pk")
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found
