"""What triage decided about each report: assessments, routes, assignments. Whoever sees the report sees them."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency, TerritoryCertainty
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.intake.models import Report, Sighting, StatedPlace, report_is_visible_to
from nightlight.triage.axes import Solvable, Word
from nightlight.triage.lifecycle import Decided
from nightlight.triage.priority import ROW

SHA256 = r"^[0-9a-f]{64}$"
WORDS, SOLVABLE = [word.value for word in Word], [word.value for word in Solvable]


class OfReport(SealedQuerySet[models.Model]):
    """Whatever was decided about a report is seen by whoever sees the report."""

    def visibility(self, actor: Actor) -> Q:
        return report_is_visible_to(actor)

    def current(self) -> "OfReport":
        """Return the rows that nothing has replaced."""
        return self.filter(superseded_at=None)


class Assessment(Row):
    """The tier of a report, the facts and the dated rule that put it there, and the four axes. Advice, not a score."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="assessments")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="assessments")
    tier = models.PositiveSmallIntegerField()
    tier_words = models.CharField(max_length=30)
    rule = models.CharField(max_length=20)
    policy = models.CharField(max_length=60)
    policy_date = models.DateField()
    policy_digest = models.CharField(max_length=64)
    axes_date = models.DateField()
    axes_digest = models.CharField(max_length=64)
    because = models.TextField()
    short = models.CharField(max_length=ROW)
    would_move_up = models.JSONField(default=list)
    not_known = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    victim = models.CharField(max_length=9)
    offender = models.CharField(max_length=9)
    solvable = models.CharField(max_length=9)
    severity = models.CharField(max_length=9)
    assessed_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(OfReport)()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="one_current_assessment_per_report", fields=["agency", "report"], condition=Q(superseded_at=None)
            ),
            CheckConstraint(name="assessment_tier_starts_at_one", condition=Q(tier__gte=1)),
            CheckConstraint(
                name="assessment_digests_are_sha256",
                condition=Q(policy_digest__regex=SHA256) & Q(axes_digest__regex=SHA256),
            ),
            CheckConstraint(name="assessment_says_why", condition=~Q(because="") & ~Q(short="") & ~Q(rule="")),
            CheckConstraint(
                name="assessment_axes_have_known_words",
                condition=Q(victim__in=WORDS, offender__in=WORDS, severity__in=WORDS, solvable__in=SOLVABLE),
            ),
            CheckConstraint(
                name="assessment_is_replaced_after_it_was_made",
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("assessed_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["tier", "report"], name="assessment_by_tier", condition=Q(superseded_at=None)),
        ]


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
            CheckConstraint(name="route_says_why", condition=~Q(because="")),
            CheckConstraint(name="route_rests_on_one_row_at_most", condition=Q(sighting=None) | Q(place=None)),
            CheckConstraint(name="route_certainty_is_known", condition=Q(certainty__in=["", "weak", "fair", "strong"])),
            CheckConstraint(
                name="route_is_replaced_after_it_was_decided",
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("decided_at")),
            ),
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

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["rank"]
        constraints = [
            UniqueConstraint(name="one_claim_per_agency_and_route", fields=["agency", "route"]),
            UniqueConstraint(name="one_claim_per_rank", fields=["route", "rank"]),
            CheckConstraint(name="claim_rank_starts_at_one", condition=Q(rank__gte=1)),
            CheckConstraint(name="claim_certainty_is_known", condition=Q(certainty__in=TerritoryCertainty.values)),
        ]


class Fold(Row):
    """A report was folded into another that stands for it, by a dated rule or a person; or that was undone again."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="folds")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="folds")
    into = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="folds_into")
    rule = models.CharField(max_length=20, blank=True)
    policy_date = models.DateField(null=True)
    policy_digest = models.CharField(max_length=64, blank=True)
    because = models.TextField()
    folded_at = models.DateTimeField()
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_because = models.TextField(blank=True)

    objects = models.Manager.from_queryset(OfReport)()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="one_fold_holds_per_report", fields=["agency", "report"], condition=Q(undone_at=None)
            ),
            CheckConstraint(name="fold_is_into_another_report", condition=~Q(report=F("into"))),
            CheckConstraint(name="fold_says_why", condition=~Q(because="")),
            CheckConstraint(
                name="fold_by_rule_names_the_dated_rule",
                condition=Q(rule="", policy_date=None, policy_digest="")
                | (~Q(rule="") & Q(policy_date__isnull=False) & Q(policy_digest__regex=SHA256)),
            ),
            CheckConstraint(
                name="fold_is_undone_with_a_reason_or_holds",
                condition=Q(undone_at=None, undone_because="")
                | (Q(undone_at__isnull=False, undone_at__gte=F("folded_at")) & ~Q(undone_because="")),
            ),
        ]


class Assignment(Row):
    """A report was handed to an agency, by whom and why, with a receipt."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="assignments")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="assignments")
    to = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="assignments_to")
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="assignments_from", null=True)
    at = models.DateTimeField()
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    because = models.TextField()
    receipt = models.CharField(max_length=20)

    objects = models.Manager.from_queryset(OfReport)()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            UniqueConstraint(name="one_assignment_per_receipt", fields=["agency", "receipt"]),
            CheckConstraint(name="assignment_leads_elsewhere", condition=Q(from_agency=None) | ~Q(from_agency=F("to"))),
            CheckConstraint(name="assignment_says_why", condition=~Q(because="")),
            CheckConstraint(name="assignment_has_a_spoken_receipt", condition=Q(receipt__startswith="A-")),
        ]
