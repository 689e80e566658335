"""That the list became due or overdue, written down once for each run that it follows."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.suspects.models.nominations import SHA256
from nightlight.suspects.models.runs import Run


class Due(models.TextChoices):
    """How urgent the next run is."""

    IN_TIME = "in_time", "in time"
    SOON = "soon", "due soon"
    OVERDUE = "overdue", "overdue"


RINGS = [Due.SOON.value, Due.OVERDUE.value]


class ListAlarmQuerySet(SealedQuerySet["ListAlarm"]):
    """Whoever sees a run sees whether the next one was called for."""

    def visibility(self, actor: Actor) -> Q:
        return Q(run__in=Run.objects.visible_to(actor))


class ListAlarm(Row):
    """The agency that made a run was told that the next one is due soon, or overdue, by the rhythm named."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="alarms")
    due = models.CharField(max_length=7, choices=Due.choices)
    rang_at = models.DateTimeField()
    policy_date = models.DateField()
    policy_digest = models.CharField(max_length=64)

    objects = ListAlarmQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="a_run_is_called_for_once_for_each_stage", fields=["agency", "run", "due"]),
            CheckConstraint(name="list_alarm_rings_when_due_soon_or_overdue", condition=Q(due__in=RINGS)),
            CheckConstraint(name="list_alarm_names_its_dated_rule", condition=Q(policy_digest__regex=SHA256)),
        ]
