"""Nominations: whom an agency names as a high-priority suspect, for which indicators, on what suspicion.

Everyone here is alleged. No field here can hold how many reports, files or tips there are: a count lists nobody.
"""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, M_co, SealedQuerySet
from nightlight.intake.models import Report
from nightlight.investigations.models import Case, Subject
from nightlight.suspects.lifecycle import ENDED, OPEN, NominationStatus

SHA256 = r"^[0-9a-f]{64}$"
BASIS_LETTERS, ACTIVITY_LETTERS, REASON_LETTERS, STATED_LETTERS = 2000, 120, 200, 160
STATUSES, OPEN_VALUES, ENDED_VALUES = ([one.value for one in some] for some in (NominationStatus, OPEN, ENDED))


class Share(models.TextChoices):
    """What the nominating agency agreed to share."""

    NAME = "name", "the entry, and the name to whoever states a need for it"
    POINTER = "pointer", "the entry, and whom to contact; never the name"
    NONE = "none", "nothing: for the agency alone"


class Sensitivity(models.TextChoices):
    """The label of sensitivity that travels with an entry (28 CFR 23.20(g))."""

    SENSITIVE = "sensitive", "law enforcement sensitive"
    RESTRICTED = "restricted", "restricted: ask before acting on it"


class Confidence(models.TextChoices):
    """The label of confidence that travels with an entry (28 CFR 23.20(g))."""

    CONFIRMED = "confirmed", "confirmed by another source"
    PROBABLE = "probable", "probable: a reliable source, not confirmed"
    DOUBTFUL = "doubtful", "doubtful: cannot be judged yet"


class Verdict(models.TextChoices):
    """What a review said."""

    APPROVED = "approved", "approved"
    RETURNED = "returned", "returned"
    VALIDATED = "validated", "validated again"


class OwnRows(SealedQuerySet[M_co]):
    """Rows of the agencies that the actor sees, for those who may nominate, review or make runs."""

    def visibility(self, actor: Actor) -> Q:
        may = any(actor.may(f"suspect:{verb}") for verb in ("nominate", "review", "run"))
        return actor.sees("agency") if may else Q(pk__in=[])


class NominationQuerySet(OwnRows["Nomination"]):
    """Nominations of the agencies that the actor sees."""


class Nomination(Row):
    """A subject of a case, or a person of a report, named by an agency, with its documented reasonable suspicion.

    `activity` is the definable criminal activity, `basis` the facts that give reasonable suspicion (28 CFR 23.20(c)).
    A trigger in both databases refuses one in force without an indicator.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="nominations")
    number = models.CharField(max_length=20)
    status = models.CharField(max_length=9, default=NominationStatus.WAITING.value)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="nominations", null=True)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="nominations", null=True)
    name_as_given = models.CharField(max_length=200, blank=True, help_text="Only for a person of a report")
    activity = models.CharField(max_length=ACTIVITY_LETTERS, blank=True)
    basis = models.TextField(max_length=BASIS_LETTERS, blank=True)
    is_lawfully_obtained = models.BooleanField(help_text="Attested by the author (28 CFR 23.20(d))")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    share = models.CharField(max_length=7, choices=Share.choices)
    sensitivity = models.CharField(max_length=10, choices=Sensitivity.choices)
    confidence = models.CharField(max_length=9, choices=Confidence.choices)
    policy_date = models.DateField(help_text="Of the indicators it was made by")
    policy_digest = models.CharField(max_length=64)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    approved_at = models.DateTimeField(null=True)
    ends_on = models.DateField(null=True, help_text="Unless it is validated before")
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=REASON_LETTERS, blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_nomination_per_number", fields=["agency", "number"]),
            UniqueConstraint(
                name="one_open_nomination_per_subject",
                fields=["agency", "subject"],
                condition=Q(status__in=OPEN_VALUES),
            ),
            UniqueConstraint(
                name="one_open_nomination_per_person_of_a_report",
                fields=["agency", "report", "name_as_given"],
                condition=Q(status__in=OPEN_VALUES, report__isnull=False),
            ),
            CheckConstraint(name="nomination_status_is_known", condition=Q(status__in=STATUSES)),
            CheckConstraint(
                name="nomination_labels_are_known",
                condition=Q(
                    share__in=Share.values, sensitivity__in=Sensitivity.values, confidence__in=Confidence.values
                ),
            ),
            CheckConstraint(name="nomination_attests_lawful_information", condition=Q(is_lawfully_obtained=True)),
            CheckConstraint(name="nomination_names_its_policy", condition=Q(policy_digest__regex=SHA256)),
            CheckConstraint(
                name="nomination_is_of_a_subject_or_of_a_named_person_of_a_report",
                condition=Q(status__in=ENDED_VALUES)
                | Q(subject__isnull=False, report=None, name_as_given="")
                | (Q(subject=None, report__isnull=False) & ~Q(name_as_given="")),
            ),
            CheckConstraint(
                name="nomination_documents_its_suspicion",
                condition=Q(status__in=ENDED_VALUES) | (~Q(activity="") & ~Q(basis="")),
            ),
            CheckConstraint(
                name="nomination_in_force_was_approved_until_a_day",
                condition=~Q(status=NominationStatus.IN_FORCE.value)
                | Q(approved_by__isnull=False, approved_at__isnull=False, ends_on__isnull=False),
            ),
            CheckConstraint(
                name="nomination_is_approved_by_another_than_its_author",
                condition=Q(approved_by=None) | ~Q(approved_by=F("author")),
            ),
            CheckConstraint(
                name="nomination_has_ended_exactly_when_it_says_when_and_why",
                condition=(Q(status__in=ENDED_VALUES, ended_at__isnull=False) & ~Q(ended_because=""))
                | (~Q(status__in=ENDED_VALUES) & Q(ended_at=None, ended_because="")),
            ),
            CheckConstraint(
                name="nomination_that_has_ended_names_nobody",
                condition=~Q(status__in=ENDED_VALUES)
                | Q(subject=None, report=None, name_as_given="", activity="", basis=""),
            ),
        ]
        indexes = [models.Index(fields=["agency", "status"], name="nomination_by_agency")]


class NominationIndicatorQuerySet(OwnRows["NominationIndicator"]):
    """Indicators of the nominations that the actor sees."""


class NominationIndicator(Row):
    """One named indicator of a nomination: who stated it, in which record, and where in it.

    Each stands once in a nomination: a second source adds nothing. Never changed; gone when the nomination ends.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="indicators")
    code = models.CharField(max_length=30)
    words = models.CharField(max_length=80)
    stated_by = models.CharField(max_length=STATED_LETTERS)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+", null=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", null=True)
    pointer = models.CharField(max_length=500, blank=True)

    objects = NominationIndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(name="an_indicator_stands_once", fields=["agency", "nomination", "code"]),
            CheckConstraint(
                name="indicator_is_named_and_stated", condition=~Q(code="") & ~Q(words="") & ~Q(stated_by="")
            ),
            CheckConstraint(
                name="indicator_rests_on_one_record",
                condition=Q(report__isnull=False, case=None) | Q(report=None, case__isnull=False),
            ),
        ]


class ReviewQuerySet(OwnRows["Review"]):
    """Reviews of the nominations that the actor sees."""


class Review(Row):
    """What a supervisor said about a nomination: reviewer, date, explanation (28 CFR 23.20(h)). Never changed."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="reviews")
    verdict = models.CharField(max_length=9, choices=Verdict.choices)
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    because = models.CharField(max_length=REASON_LETTERS)
    ends_on = models.DateField(null=True)
    retention_date = models.DateField(null=True)
    retention_digest = models.CharField(max_length=64, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            CheckConstraint(name="review_verdict_is_known", condition=Q(verdict__in=Verdict.values)),
            CheckConstraint(name="review_says_why", condition=~Q(because="")),
            CheckConstraint(
                name="review_gives_a_period_by_a_dated_rule_unless_it_returns",
                condition=Q(verdict=Verdict.RETURNED, ends_on=None, retention_date=None, retention_digest="")
                | (
                    ~Q(verdict=Verdict.RETURNED)
                    & Q(ends_on__isnull=False, retention_date__isnull=False, retention_digest__regex=SHA256)
                ),
            ),
        ]
