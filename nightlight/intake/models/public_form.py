"""What the public form needs to remember: codes to come back with, and how often its door was knocked at."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from nightlight.agencies.models import Agency
from nightlight.foundation import ids
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.intake.models.submissions import Submission

KEYED_DIGEST = r"^[0-9a-f]{64}$"


class SeenByNobody(SealedQuerySet[models.Model]):
    """Rows that nobody lists: they are found by a digest of what somebody shows, or not at all."""

    def visibility(self, actor: Actor) -> Q:
        return Q(pk__in=[])


class ReturnCode(Row):
    """The code that a person was given for what they sent, as a keyed digest: the code itself is stored nowhere."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="return_codes")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="return_codes")
    digest = models.CharField(max_length=64)

    objects = models.Manager.from_queryset(SeenByNobody)()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_return_code_per_submission", fields=["agency", "submission"]),
            UniqueConstraint(name="one_submission_per_return_code", fields=["agency", "digest"]),
            CheckConstraint(name="return_code_is_a_keyed_digest", condition=Q(digest__regex=KEYED_DIGEST)),
        ]


class Door(models.TextChoices):
    """What somebody knocked at."""

    SEND = "send", "sending a report"
    CODE = "code", "coming back with a code"


class Knocks(models.Model):
    """How often a network, or everybody together, knocked at a door within one hour.

    The network is a keyed digest whose key changes every day: nobody can tell which it was, nor join two days.
    """

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    door = models.CharField(max_length=4, choices=Door.choices)
    hour_at = models.DateTimeField()
    network = models.CharField(max_length=64)
    count = models.PositiveIntegerField()

    objects = models.Manager.from_queryset(SeenByNobody)()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_count_per_door_hour_and_network", fields=["door", "hour_at", "network"]),
            CheckConstraint(name="knocks_are_at_a_known_door", condition=Q(door__in=Door.values)),
            CheckConstraint(name="knocks_are_counted_under_a_keyed_digest", condition=Q(network__regex=KEYED_DIGEST)),
            CheckConstraint(name="there_is_a_count_only_of_knocks_that_came", condition=Q(count__gte=1)),
        ]
