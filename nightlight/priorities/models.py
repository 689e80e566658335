"""A draft of an agency's own priorities, what it would change, and the work of bringing it into force."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.directives.models import Directive
from nightlight.foundation import clock
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet

SHA256 = r"^[0-9a-f]{64}$"


class OfAgency(SealedQuerySet[models.Model]):
    """What an agency prepares for itself is seen by those who see the agency's records."""

    def visibility(self, actor: Actor) -> Q:
        return actor.sees("agency")

    def unfinished(self) -> "OfAgency":
        """Return the work that is not done yet, the oldest first."""
        return self.filter(finished_at=None).order_by("pk")


class Draft(Row):
    """The priorities that an agency is preparing: tiers, rules and axes as somebody left them, whole or not."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="priority_drafts")
    content = models.JSONField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=clock.now)

    objects = models.Manager.from_queryset(OfAgency)()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_draft_of_priorities_per_agency", fields=["agency"]),
            CheckConstraint(name="draft_digest_is_sha256", condition=Q(digest__regex=SHA256)),
        ]


class Work(Row):
    """Work through many reports, batch by batch: where it stands survives whoever does it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    cursor = models.UUIDField(help_text="The last report that was done")
    total = models.PositiveIntegerField(help_text="As counted when it began; more may come meanwhile")
    done = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(OfAgency)()

    class Meta:
        abstract = True

    @property
    def share(self) -> int:
        """How much is done, in percent from 0 to 100."""
        return 100 if self.finished_at else min(99, 100 * self.done // max(1, self.total))


class Preview(Work):
    """What a draft would have made of the agency's reports of the last days: tier as it stands, tier by the draft."""

    content = models.JSONField(help_text="The draft as it was when somebody asked")
    digest = models.CharField(max_length=64)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    matrix = models.JSONField(default=dict, help_text='"1>5": how many reports go from tier 1 to tier 5')
    axes = models.JSONField(default=dict, help_text="How many reports have another word on each axis")
    movers = models.JSONField(default=list, help_text="The reports that move most: [id, tier now, tier then, rule]")

    class Meta:
        constraints = [
            CheckConstraint(name="preview_digest_is_sha256", condition=Q(digest__regex=SHA256)),
            CheckConstraint(name="preview_looks_back", condition=Q(since__lt=F("recorded_at"))),
        ]
        indexes = [models.Index(fields=["agency", "digest"], name="preview_of_draft")]


class Reassessment(Work):
    """An agency's open reports are judged by the rules that were put in force, from a day on.

    It names the preview that somebody saw before: rules come into force no other way.
    """

    preview = models.ForeignKey(Preview, on_delete=models.PROTECT, related_name="+")
    tiers = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="+", null=True)
    axes = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="+", null=True)
    due_on = models.DateField()
    moved = models.PositiveIntegerField(default=0, help_text="How many reports have another tier by now")

    class Meta:
        constraints = [
            UniqueConstraint(
                name="one_reassessment_waits_per_agency_and_day",
                fields=["agency", "due_on"],
                condition=Q(finished_at=None),
            ),
            CheckConstraint(
                name="reassessment_follows_a_directive",
                condition=Q(tiers__isnull=False) | Q(axes__isnull=False),
            ),
            CheckConstraint(name="reassessment_moves_no_more_than_it_did", condition=Q(moved__lte=F("done"))),
        ]
