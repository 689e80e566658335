"""What values of the queue's filters are called: those that stand in an address as an id or a code."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from nightlight.accounts.models import User
from nightlight.foundation import clock
from nightlight.gate.forums import Forum
from nightlight.gate.models import ForumRule
from nightlight.intake.nexus import Nexus
from nightlight.triage.queue.filters import ME, NOBODY, Values, is_id
from nightlight.triage.routing import policy as routing_policy
from nightlight.workload.people import working

NEXUS = {Nexus.YES.value: "yes", Nexus.NO.value: "no", Nexus.UNKNOWN.value: "not known"}
ANYBODY = {ME: "me", NOBODY: "nobody"}
NEWEST = 20
"""How many rules of courts the form offers; the page of any other leads to its reports, too."""


def names(user: User, values: Mapping[str, Values]) -> dict[str, dict[str, str]]:
    """Return the names of persons and rules that filters name, by filter. A query for each of the two that is named.

    Who is not a colleague of the reader has no name here.
    """
    people = [UUID(value) for value in values.get("person", ()) if is_id(value)]
    seen: Any = User.objects.get_queryset().visible_to(user)
    named = {str(one.pk): one.name for one in seen.filter(pk__in=people)} if people else {}
    rules = [UUID(value) for value in values.get("touched", ())]
    courts = {str(rule.pk): _said(rule) for rule in ForumRule.objects.filter(pk__in=rules)} if rules else {}
    return {
        "person": dict.fromkeys(map(str, people), "somebody of another agency") | named,
        "touched": dict.fromkeys(map(str, rules), "one that is not there") | courts,
    }


def people(user: User) -> list[tuple[str, str]]:
    """Return whom the form offers: the reader, nobody, and those who work reports beside and under the reader.

    The nation's form offers its own people; anybody else is reached from the page of load. One query.
    """
    own = {user.agency_id} if user.agency.is_national else user.agencies_seen
    return [*ANYBODY.items(), *((str(one.pk), one.name) for one in working(user, own))]


def rules() -> list[tuple[str, str]]:
    """Return the rules of courts that somebody set last. One query."""
    newest = ForumRule.objects.exclude(author=None).order_by("-pk")[:NEWEST]
    return [(str(rule.pk), _said(rule)) for rule in newest]


def desks() -> dict[str, str]:
    """Return the desks of the policy in force, each by its name."""
    return {desk.id: desk.name for desk in routing_policy.policy(clock.today()).content.desks}


def _said(rule: ForumRule) -> str:
    return f"{Forum(rule.forum).words}, version {rule.version}"
