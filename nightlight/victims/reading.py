"""What the page of a case shows of its children, to those who may know."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models.functions import Length

from nightlight.foundation.sealed import Actor
from nightlight.investigations.models import Case
from nightlight.victims.models import Victim


@dataclass(frozen=True, slots=True)
class Child:
    """A child by pseudonym, and what is known: empty until it was identified."""

    id: UUID
    pseudonym: str
    is_identified: bool
    identified_on: date | None
    recency: str
    relation: str
    age_band: str


def children_of(case: Case, actor: Actor) -> tuple[Child, ...]:
    """Return the children of a case in the order of their numbers. One query.

    Nothing for somebody without the right to read of children, or for a case they do not see.
    """
    seen = Victim.objects.visible_to(actor).filter(case__in=Case.objects.visible_to(actor).filter(pk=case.pk))
    return tuple(
        Child(
            id=victim.pk,
            pseudonym=victim.pseudonym,
            is_identified=victim.identified_on is not None,
            identified_on=victim.identified_on,
            recency=victim.get_recency_display(),
            relation=victim.get_relation_display(),
            age_band=victim.get_age_band_display(),
        )
        for victim in seen.order_by(Length("pseudonym"), "pseudonym")
    )
