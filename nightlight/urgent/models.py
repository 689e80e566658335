"""Who is called for an urgent report, in what order; and every alarm, with every call and how it ended."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.intake.models import Report, report_is_visible_to
from nightlight.notices.models import Notice, Way

SHA256 = r"^[0-9a-f]{64}$"
MOST_MINUTES = 24 * 60


class OnCallQuerySet(SealedQuerySet["OnCall"]):
    """Whoever reads reports of an agency may know whom its urgent ones call."""

    def visibility(self, actor: Actor) -> Q:
        return actor.sees("agency") if actor.may(Permission.REPORT_READ) else Q(pk__in=[])

    def in_force(self, at: datetime) -> "OnCallQuerySet":
        """Return the steps that hold at a moment."""
        return self.filter(valid_from__lte=at).exclude(valid_to__lte=at)


class OnCall(Row):
    """One step of an agency's on-call list: whom, by what way, and the minutes that they have before the next."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="on_call", db_index=False)
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="on_call")
    way = models.CharField(max_length=7, choices=Way.choices, blank=True, help_text="Empty: by every outlet")
    minutes = models.PositiveSmallIntegerField(null=True, help_text="Empty: what the policy in force says")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    because = models.CharField(max_length=200)

    objects = OnCallQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "on call"
        constraints = [
            UniqueConstraint(
                name="one_person_per_step_of_an_on_call_list", fields=["agency", "position"], condition=Q(valid_to=None)
            ),
            CheckConstraint(name="on_call_position_starts_at_one", condition=Q(position__gte=1)),
            CheckConstraint(name="on_call_way_is_known", condition=Q(way__in=["", *Way.values])),
            CheckConstraint(
                name="on_call_minutes_are_within_a_day",
                condition=Q(minutes=None) | Q(minutes__gte=1, minutes__lte=MOST_MINUTES),
            ),
            CheckConstraint(name="on_call_says_why", condition=~Q(because="")),
            CheckConstraint(
                name="on_call_ends_after_it_begins", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        ]


class Answer(models.TextChoices):
    """How an alarm ended."""

    OPENED = "opened", "opened"
    TAKEN = "taken", "taken by a person"
    WORKED = "worked", "worked or closed meanwhile"
    HANDED_ON = "handed_on", "handed to another agency"


class AlarmQuerySet(SealedQuerySet["Alarm"]):
    """Whoever sees the report sees the alarm."""

    def visibility(self, actor: Actor) -> Q:
        return report_is_visible_to(actor)

    def waiting(self) -> "AlarmQuerySet":
        """Return the alarms that nobody has answered."""
        return self.filter(answer="")


class Alarm(Row):
    """An urgent report waits for somebody of the agency that holds it. `step` is the newest that was called.

    `next_at` is when the next step is called; empty once there is none. An alarm without answer waits, however late.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="alarms", db_index=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="alarms")
    tier = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=20)
    policy_date = models.DateField()
    policy_digest = models.CharField(max_length=64)
    raised_at = models.DateTimeField()
    open_by = models.DateTimeField()
    step = models.PositiveSmallIntegerField(default=0, help_text="0: the whole agency, which has no on-call list")
    next_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=9, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )

    objects = AlarmQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="one_alarm_per_report_and_rule",
                fields=["agency", "report", "rule"],
                condition=~Q(answer=Answer.HANDED_ON.value),
            ),
            CheckConstraint(name="alarm_answer_is_known", condition=Q(answer__in=["", *Answer.values])),
            CheckConstraint(name="alarm_policy_digest_is_sha256", condition=Q(policy_digest__regex=SHA256)),
            CheckConstraint(name="alarm_is_due_after_it_was_raised", condition=Q(open_by__gt=F("raised_at"))),
            CheckConstraint(
                name="alarm_is_answered_at_some_time_or_waits",
                condition=Q(answer="", answered_at=None, answered_by=None)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_at__gte=F("raised_at"), next_at=None)),
            ),
            CheckConstraint(
                name="alarm_is_opened_or_taken_by_somebody",
                condition=~Q(answer__in=["opened", "taken"]) | Q(answered_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "raised_at"], name="alarm_that_waits", condition=Q(answer="")),
        ]


class RingQuerySet(SealedQuerySet["Ring"]):
    """Whoever sees the report sees who was called for it."""

    def visibility(self, actor: Actor) -> Q:
        return report_is_visible_to(actor, "alarm__report")


class Ring(Row):
    """A person, or with none the whole agency, was called for an alarm: the receipt of one step."""

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="rings")
    step = models.PositiveSmallIntegerField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+")
    rung_at = models.DateTimeField()

    objects = RingQuerySet.as_manager()

    class Meta:
        constraints = [UniqueConstraint(name="one_ring_per_alarm_and_step", fields=["alarm", "step"])]
