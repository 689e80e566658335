"""Which courts the holders of reports take cases to, and which rule of each holds on a date. A fixed number of queries.

An agency's own rows count first, then those of the agency above it, then the national coordinator's. Whoever set a
rule is asked alone: an own rule that has expired does not fall back on somebody else's.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from nightlight.agencies.models import Agency, AgencyKind, Membership
from nightlight.gate.forums import Forum, forums_of
from nightlight.gate.judging import RuleSays
from nightlight.gate.models import AgencyForum, ForumRule

Rules = tuple[tuple[Forum, RuleSays | None], ...]
Lines = dict[UUID, tuple[UUID, ...]]
"""Each agency with those above it, itself first."""


@dataclass(frozen=True, slots=True)
class InForce:
    """The forums of agencies on a date, each with the rule that applies there."""

    on: date
    by_agency: dict[UUID, Rules]

    def of(self, agency: UUID) -> Rules:
        """Return the forums of an agency with their rules; none for one that takes no cases to court."""
        return self.by_agency.get(agency, ())


def in_force(agencies: Collection[UUID], *, on: date, with_rule: ForumRule | None = None) -> InForce:
    """Return what holds for agencies on a date. `with_rule` is judged as if it were set already (a preview)."""
    states, national = _named(agencies)
    lines = lines_above(agencies, on, national)
    forums = _forums(lines, on, states)
    wanted = {forum.code for found in forums.values() for forum in found}
    rules: dict[tuple[UUID, str], RuleSays] = {}
    for rule in ForumRule.objects.begun(on).filter(forum__in=wanted):
        rules[rule.agency_id, rule.forum] = rule.says
    if with_rule is not None:
        rules[with_rule.agency_id, with_rule.forum] = with_rule.says
    found = {
        agency: tuple((forum, _first(rules, lines[agency], forum)) for forum in forums[agency]) for agency in agencies
    }
    return InForce(on, found)


def lines_above(agencies: Collection[UUID], on: date, national: UUID | None) -> Lines:
    """Return each agency with those above it on a date, itself first, the national coordinator last. Two queries.

    Above the national coordinator there is nobody: where only it stands above, nothing more is asked.
    """
    over = _parents({*agencies} - {national}, on)
    above = over | _parents({*over.values()} - {national}, on)
    lines = {}
    for agency in agencies:
        parent = above.get(agency)
        line = [agency, parent, above.get(parent) if parent else None, national]
        lines[agency] = tuple(dict.fromkeys(one for one in line if one))
    return lines


def _named(agencies: Collection[UUID]) -> tuple[dict[UUID, str], UUID | None]:
    """Return the state of each agency and of the national coordinator, and which that is."""
    rows = Agency.objects.filter(Q(pk__in=agencies) | Q(kind=AgencyKind.NATIONAL)).order_by()
    found = list(rows.values_list("pk", "kind", "state"))
    national = next((pk for pk, kind, _ in found if kind == AgencyKind.NATIONAL), None)
    return {pk: state for pk, _, state in found}, national


def _parents(agencies: Collection[UUID], on: date) -> dict[UUID, UUID]:
    rows = Membership.objects.in_force(on).filter(agency__in=agencies)
    return dict(rows.values_list("agency_id", "parent_id")) if agencies else {}


def _forums(lines: Lines, on: date, states: dict[UUID, str]) -> dict[UUID, tuple[Forum, ...]]:
    """Return the forums of each agency: the rows of its own or of the one above it, else those of its state.

    What the nation says of itself is nobody else's. `states` are those that were read already.
    """
    everyone = {one for line in lines.values() for one in line}
    chosen: dict[UUID, list[Forum]] = defaultdict(list)
    rows = AgencyForum.objects.in_force(on).filter(agency__in=everyone).order_by("forum")
    for agency, code in rows.values_list("agency_id", "forum"):
        chosen[agency].append(Forum(code))
    if left := everyone - states.keys():
        states = states | dict(Agency.objects.filter(pk__in=left).values_list("pk", "state"))
    found = {}
    for agency, line in lines.items():
        near = line[:-1] or line
        named = next((chosen[one] for one in near if chosen.get(one)), None)
        found[agency] = tuple(named or next((forums_of(states[one]) for one in near if states.get(one)), ()))
    return found


def _first(rules: dict[tuple[UUID, str], RuleSays], line: Sequence[UUID], forum: Forum) -> RuleSays | None:
    return next((rules[agency, forum.code] for agency in line if (agency, forum.code) in rules), None)
