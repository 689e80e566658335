"""The outbox: one row for each notice and outlet, from the moment it is raised until it is delivered or given up."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.notices.models.notices import Notice
from nightlight.notices.models.outlets import Outlet

SHA256 = r"^[0-9a-f]{64}$"
PROBLEM = r"^[a-z0-9 ]*$"


class DeliveryStatus(models.TextChoices):
    """What became of it."""

    WAITING = "waiting", "waiting"
    DELIVERED = "delivered", "delivered"
    GIVEN_UP = "given_up", "given up"


class DeliveryQuerySet(SealedQuerySet["Delivery"]):
    """Deliveries of the agencies that the actor sees: for those who set outlets up, and for the worker."""

    def visibility(self, actor: Actor) -> Q:
        may = actor.may(Permission.NOTICE_CONFIGURE) or actor.may(Permission.NOTICE_DELIVER)
        return actor.sees("agency") if may else Q(pk__in=[])


class Delivery(Row):
    """A notice on its way by one outlet. Its id goes along, so that a receiver knows a second copy.

    A try moves `next_try_at` on before it begins: a process that is killed leaves the row to be taken up after that.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="deliveries")
    is_urgent = models.BooleanField(default=False)
    status = models.CharField(max_length=9, choices=DeliveryStatus.choices, default=DeliveryStatus.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=60, blank=True, help_text="Why the last try failed, in the words of a code")
    policy_date = models.DateField(null=True)
    policy_digest = models.CharField(max_length=64, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            UniqueConstraint(name="one_delivery_per_notice_and_outlet", fields=["agency", "notice", "outlet"]),
            CheckConstraint(name="delivery_status_is_known", condition=Q(status__in=DeliveryStatus.values)),
            CheckConstraint(
                name="delivery_waits_for_its_next_try_or_has_ended",
                condition=Q(status="waiting", next_try_at__isnull=False, ended_at=None)
                | (~Q(status="waiting") & Q(next_try_at=None, ended_at__isnull=False)),
            ),
            CheckConstraint(name="delivery_ends_after_a_try", condition=Q(status="waiting") | Q(tries__gte=1)),
            CheckConstraint(
                name="delivery_ends_after_it_began", condition=Q(ended_at=None) | Q(ended_at__gte=F("recorded_at"))
            ),
            CheckConstraint(name="delivery_problem_is_a_code", condition=Q(problem__regex=PROBLEM)),
            CheckConstraint(
                name="delivery_is_given_up_exactly_when_it_names_the_rule",
                condition=(
                    Q(status="given_up", policy_date__isnull=False, policy_digest__regex=SHA256) & ~Q(problem="")
                )
                | (~Q(status="given_up") & Q(policy_date=None, policy_digest="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["-is_urgent", "next_try_at"], name="delivery_that_waits", condition=Q(status="waiting")
            ),
        ]
