"""Saved views, visits, and what somebody has seen."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.intake.models import Report, report_is_visible_to
from nightlight.triage.queue.orders import Order

NAME_LETTERS = 40


class ViewQuerySet(SealedQuerySet["SavedView"]):
    """One's own views, and those that are shared with one's agency."""

    def visibility(self, actor: Actor) -> Q:
        if not actor.may("report:read"):
            return Q(pk__in=[])
        return Q(owner=actor.pk) | Q(is_shared=True, agency=actor.agency_id)

    def standing(self) -> "ViewQuerySet":
        """Return the views that nobody removed."""
        return self.filter(removed_at=None)


class SavedView(Row):
    """A list of the queue under a name: its filters, its order and its columns. Never the reports themselves."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="saved_views")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="saved_views")
    name = models.CharField(max_length=NAME_LETTERS)
    is_shared = models.BooleanField(default=False, help_text="With everybody of the agency who may read reports")
    filters = models.JSONField(default=dict, help_text="Name of a filter to its values, as in an address")
    order = models.CharField(max_length=8, default=Order.TIER.value)
    columns = models.JSONField(default=list)
    removed_at = models.DateTimeField(null=True)

    objects = ViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            UniqueConstraint(
                name="one_standing_view_per_name_and_owner",
                fields=["agency", "owner", "name"],
                condition=Q(removed_at=None),
            ),
            CheckConstraint(name="view_has_a_name", condition=~Q(name="")),
            CheckConstraint(name="view_order_is_known", condition=Q(order__in=[order.value for order in Order])),
        ]

    def may_be_changed_by(self, actor: Actor) -> bool:
        """Say whether the view is the actor's to change: its owner's, or its agency's once the owner has left.

        Read `owner` with the view: an account that was closed owns nothing any more.
        """
        if self.owner_id == actor.pk:
            return True
        left = not self.owner.is_active or self.owner.agency_id != self.agency_id
        return self.is_shared and left and self.agency_id == actor.agency_id and actor.may("report:assign")


class VisitQuerySet(SealedQuerySet["Visit"]):
    """When somebody was here is theirs alone."""

    def visibility(self, actor: Actor) -> Q:
        return Q(user=actor.pk)


class Visit(Row):
    """When somebody was at the queue last, and until when they were the time before."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="visit")
    began_at = models.DateTimeField()
    last_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True, help_text="When the visit before this one ended")

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(name="visit_ends_after_it_began", condition=Q(last_at__gte=F("began_at"))),
            CheckConstraint(
                name="visit_comes_after_the_one_before",
                condition=Q(before_at=None) | Q(began_at__gte=F("before_at")),
            ),
        ]


class SeenQuerySet(SealedQuerySet["Seen"]):
    """What somebody has seen is theirs alone, and only of reports that they may still see."""

    def visibility(self, actor: Actor) -> Q:
        return Q(user=actor.pk) & report_is_visible_to(actor)


class Seen(Row):
    """Somebody has seen a report as it stood at a moment."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects = SeenQuerySet.as_manager()

    class Meta:
        constraints = [UniqueConstraint(name="seen_once_by_each_person", fields=["user", "report"])]
