"""What a court asks before a file is opened, and which courts an agency takes cases to: dated rows, never edited."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency, InForce
from nightlight.foundation.rows import Row
from nightlight.gate.forums import FORUM, Forum
from nightlight.gate.judging import RuleSays

NOTHING_OPENS = Q(opens_viewed=False, opens_public=False, opens_hash_match=False)


class RuleQuerySet(models.QuerySet["ForumRule"]):
    """Rules by the date from which they hold."""

    def begun(self, on: date) -> Self:
        """Return the rules that hold from that date or an earlier one, expired ones too, the newest last."""
        return self.filter(in_force_from__lte=on).order_by("in_force_from", "version")


class ForumRule(Row):
    """What a forum asks, from a date on, as counsel of an agency reads it. A correction is a new version.

    The national coordinator's rule holds for every agency that has set none of its own for the forum. A rule that
    was put in at installation has no author and is never confirmed.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    forum = models.CharField(max_length=12)
    version = models.PositiveSmallIntegerField()
    in_force_from = models.DateField()
    expires_on = models.DateField(null=True, help_text="The first day on which it holds no more")
    citation = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True)
    requires = models.TextField(help_text="What the court asks, in words")
    opens_viewed = models.BooleanField(default=False)
    takes_unstated_scope = models.BooleanField(default=False)
    opens_public = models.BooleanField(default=False)
    opens_hash_match = models.BooleanField(default=False)
    counts_clearing_house = models.BooleanField(default=False)
    is_confirmed = models.BooleanField(default=False, help_text="Counsel has confirmed it")
    approved_by = models.CharField(max_length=120, blank=True, help_text="The counsel who approved it")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    because = models.TextField()

    objects = RuleQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_forum_rule_per_version", fields=["agency", "forum", "version"]),
            CheckConstraint(name="forum_rule_is_of_a_known_forum", condition=Q(forum__regex=FORUM)),
            CheckConstraint(name="forum_rule_version_starts_at_one", condition=Q(version__gte=1)),
            CheckConstraint(
                name="forum_rule_expires_after_it_begins",
                condition=Q(expires_on=None) | Q(expires_on__gt=F("in_force_from")),
            ),
            CheckConstraint(
                name="forum_rule_says_what_and_why", condition=~Q(citation="") & ~Q(requires="") & ~Q(because="")
            ),
            CheckConstraint(
                name="forum_rule_has_author_and_approver_or_is_unconfirmed",
                condition=(Q(author__isnull=False) & ~Q(approved_by=""))
                | Q(author=None, approved_by="", is_confirmed=False),
            ),
            CheckConstraint(
                name="forum_rule_counts_more_only_where_viewing_opens",
                condition=Q(opens_viewed=True) | Q(takes_unstated_scope=False, counts_clearing_house=False),
            ),
        ]
        indexes = [models.Index(fields=["forum", "in_force_from"], name="forum_rule_by_forum")]

    @property
    def says(self) -> RuleSays:
        """The rule as the gate judges by it."""
        return RuleSays(
            id=self.pk,
            forum=Forum(self.forum),
            version=self.version,
            in_force_from=self.in_force_from,
            expires_on=self.expires_on,
            citation=self.citation,
            requires=self.requires,
            is_confirmed=self.is_confirmed,
            opens_viewed=self.opens_viewed,
            takes_unstated_scope=self.takes_unstated_scope,
            opens_public=self.opens_public,
            opens_hash_match=self.opens_hash_match,
            counts_clearing_house=self.counts_clearing_house,
        )


class AgencyForumQuerySet(InForce["AgencyForum"]):
    """The forums that hold on a date."""


class AgencyForum(Row):
    """An agency takes cases to a forum, for a time. Without a row: the courts of its state and their circuit."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    forum = models.CharField(max_length=12)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    because = models.TextField()

    objects = AgencyForumQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(
                name="one_open_row_per_agency_and_forum", fields=["agency", "forum"], condition=Q(valid_to=None)
            ),
            CheckConstraint(name="agency_forum_is_known", condition=Q(forum__regex=FORUM)),
            CheckConstraint(
                name="agency_forum_ends_not_before_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            CheckConstraint(name="agency_forum_says_why", condition=~Q(because="")),
        ]
