"""What victim specialists do: record a child, and record that it was identified."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.foundation.acts import creating
from nightlight.foundation.bulk import write_back
from nightlight.foundation.sealed import Actor
from nightlight.investigations.days import require_no_future
from nightlight.investigations.held import hold
from nightlight.investigations.models import Case
from nightlight.investigations.rules import require_each_once
from nightlight.victims.lifecycle import LIFECYCLE
from nightlight.victims.models import AgeBand, Recency, Relation, Victim

BATCH = 400


@dataclass(frozen=True, slots=True)
class ChildFound:
    """A child to be recorded in a case; who it is may not be known."""

    case: Case


@dataclass(frozen=True, slots=True)
class Identification:
    """A recorded child was identified: on which day, and what is known of it."""

    victim: Victim
    identified_on: date
    recency: Recency
    relation: Relation = Relation.UNKNOWN
    age_band: AgeBand = AgeBand.UNKNOWN


def _recorded(victim: Victim) -> Mapping[str, Any]:
    return {"case": str(victim.case_id), "pseudonym": victim.pseudonym}


def _identified(victim: Victim) -> Mapping[str, Any]:
    return {
        "case": str(victim.case_id),
        "identified_on": str(victim.identified_on),
        "recency": str(victim.recency),
        "relation": str(victim.relation),
        "age_band": str(victim.age_band),
    }


@creating("victim.recorded", needs=Permission.VICTIM_RECORD, each=_recorded)
def record_victims(recordings: Sequence[ChildFound], *, by: Actor) -> list[Victim]:
    """Record children in cases, open or closed, under the next pseudonyms of each case.

    Raises NotFound for a case that the actor does not see.
    """
    cases = hold(Case.objects.all(), [asked.case for asked in recordings], by=by)
    everyone = Victim.objects.unscoped(because="a new pseudonym follows all that the case gave, whoever may read them")
    of_cases = everyone.filter(case__in=list(cases)).order_by()
    given = Counter(dict(of_cases.values_list("case_id").annotate(how_many=Count("pk"))))
    rows = []
    for asked in recordings:
        case = cases[asked.case.pk]
        given[case.pk] += 1
        rows.append(Victim(agency_id=case.agency_id, case=case, pseudonym=f"MV{given[case.pk]}"))
    return Victim.objects.bulk_create(rows, batch_size=BATCH)


@creating("victim.identified", needs=Permission.VICTIM_RECORD, each=_identified)
def identify(identifications: Sequence[Identification], *, by: Actor) -> list[Victim]:
    """Record that children were identified, which happens to each once.

    Raises NotFound for a child, or the case of one, that the actor does not see; IllegalMove for a child that was
    identified before; RuleRefusal for a day that has not come.
    """
    require_no_future(asked.identified_on for asked in identifications)
    require_each_once(asked.victim for asked in identifications)
    victims = hold(Victim.objects.select_related("case"), [asked.victim for asked in identifications], by=by)
    hold(Case.objects.all(), [victim.case for victim in victims.values()], by=by)
    now, identified = clock.now(), []
    for asked in identifications:
        victim = victims[asked.victim.pk]
        victim.status = LIFECYCLE.after("identify", victim.status)
        victim.identified_on, victim.identification_recorded_at = asked.identified_on, now
        victim.recency = asked.recency
        victim.relation, victim.age_band = asked.relation, asked.age_band
        identified.append(victim)
    write_back(identified, "status", "identified_on", "identification_recorded_at", "recency", "relation", "age_band")
    return identified
