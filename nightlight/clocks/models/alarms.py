"""That a clock of a report came near its end, written down once each time."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.intake.models import Report, report_is_visible_to

SHA256 = r"^[0-9a-f]{64}$"


class ClockAlarmQuerySet(SealedQuerySet["ClockAlarm"]):
    """An alarm is seen by whoever sees the report."""

    def visibility(self, actor: Actor) -> Q:
        return report_is_visible_to(actor)


class ClockAlarm(Row):
    """A clock of a report had this many days left or fewer. `clock` is its key, `until` its last day then."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="clock_alarms")
    clock = models.CharField(max_length=60)
    what = models.CharField(max_length=120)
    until = models.DateField()
    days = models.PositiveSmallIntegerField(help_text="The number of days before the end at which it rings")
    rang_on = models.DateField()
    policy_date = models.DateField()
    policy_digest = models.CharField(max_length=64)

    objects = ClockAlarmQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="a_clock_rings_once_for_each_number_of_days",
                fields=["agency", "report", "clock", "until", "days"],
            ),
            CheckConstraint(name="alarm_names_its_clock", condition=~Q(clock="") & ~Q(what="")),
            CheckConstraint(name="alarm_rings_before_the_clock_runs_out", condition=Q(rang_on__lte=models.F("until"))),
            CheckConstraint(name="alarm_names_its_dated_rule", condition=Q(policy_digest__regex=SHA256)),
        ]
