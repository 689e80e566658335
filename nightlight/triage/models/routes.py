"""Where reports went, or why they wait, and who claimed them."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.agencies.models import Agency, TerritoryCertainty
from nightlight.foundation.rows import Row, one_of
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.intake.models import Report, Sighting, StatedPlace, report_is_visible_to
from nightlight.triage.lifecycle import Decided
from nightlight.triage.models.seen import OfReport

SHA256 = r"^[0-9a-f]{64}$"


class RouteDecision(Row):
    """Where a report went, or why it waits for a person: by which rule, on which evidence, in words."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="route_decisions")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="route_decisions")
    decided = models.CharField(max_length=9)
    rule = models.CharField(max_length=20, blank=True)
    policy_date = models.DateField(null=True)
    policy_digest = models.CharField(max_length=64, blank=True)
    because = models.TextField()
    chosen = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="routed_to", null=True)
    evidence = models.TextField(blank=True)
    certainty = models.CharField(max_length=6, blank=True)
    childs_evidence = models.TextField(blank=True)
    desk = models.CharField(max_length=20, blank=True, help_text="Of the policy, where it waits for a person")
    county = models.CharField(max_length=5, blank=True, help_text="Of the evidence that decided")
    asn = models.PositiveBigIntegerField(null=True, help_text="Of the evidence that decided")
    sighting = models.ForeignKey(Sighting, on_delete=models.SET_NULL, related_name="+", null=True)
    place = models.ForeignKey(StatedPlace, on_delete=models.SET_NULL, related_name="+", null=True)
    decided_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(OfReport)()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="one_current_route_per_report", fields=["agency", "report"], condition=Q(superseded_at=None)
            ),
            CheckConstraint(
                name="route_is_decided_in_a_known_way", condition=Q(decided__in=[way.value for way in Decided])
            ),
            CheckConstraint(
                name="route_names_an_agency_exactly_when_it_is_decided",
                condition=Q(decided__in=[Decided.BY_RULE.value, Decided.BY_PERSON.value], chosen__isnull=False)
                | Q(decided__in=[Decided.SUGGESTED.value, Decided.HELD.value], chosen=None),
            ),
            CheckConstraint(
                name="route_not_decided_by_a_person_names_its_dated_rule",
                condition=Q(decided=Decided.BY_PERSON.value)
                | (~Q(rule="") & Q(policy_date__isnull=False) & Q(policy_digest__regex=SHA256)),
            ),
            CheckConstraint(
                name="route_waits_at_a_desk_only_while_nobody_is_chosen", condition=Q(desk="") | Q(chosen=None)
            ),
            CheckConstraint(name="route_county_is_a_code", condition=Q(county="") | Q(county__regex=r"^[0-9]{5}$")),
            CheckConstraint(name="route_says_why", condition=~Q(because="")),
            CheckConstraint(name="route_rests_on_one_row_at_most", condition=Q(sighting=None) | Q(place=None)),
            CheckConstraint(
                name="route_certainty_is_known", condition=one_of("certainty", ["", "weak", "fair", "strong"])
            ),
            CheckConstraint(
                name="route_is_replaced_after_it_was_decided",
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("decided_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["desk"], name="route_by_desk", condition=Q(superseded_at=None) & ~Q(desk="")),
        ]


class ClaimQuerySet(SealedQuerySet["RouteClaim"]):
    """A claim is seen by whoever sees the report."""

    def visibility(self, actor: Actor) -> Q:
        return report_is_visible_to(actor, "route__report")


class RouteClaim(Row):
    """An agency that the evidence points to, in the order of worth."""

    route = models.ForeignKey(RouteDecision, on_delete=models.CASCADE, related_name="claims")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="route_claims")
    rank = models.PositiveSmallIntegerField()
    certainty = models.CharField(max_length=6, help_text="Of the territory")
    words = models.TextField()
    of_a_child = models.BooleanField(default=False, help_text="Only a child's place points there")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["rank"]
        constraints = [
            UniqueConstraint(name="one_claim_per_agency_and_route", fields=["agency", "route"]),
            UniqueConstraint(name="one_claim_per_rank", fields=["route", "rank"]),
            CheckConstraint(name="claim_rank_starts_at_one", condition=Q(rank__gte=1)),
            CheckConstraint(name="claim_certainty_is_known", condition=one_of("certainty", TerritoryCertainty)),
        ]
