"""A policy that an agency set for itself."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet

SHA256 = r"^[0-9a-f]{64}$"


class DirectiveQuerySet(SealedQuerySet["Directive"]):
    """A directive is seen by the agencies that it is set for; a report shows anybody who sees it what judged it."""

    def visibility(self, actor: Actor) -> Q:
        return actor.sees("agency")

    def of(self, agency: Agency, name: str) -> "DirectiveQuerySet":
        """Return what an agency set for itself under the name of a policy, the newest first."""
        return self.filter(agency=agency, name=name).order_by("-in_force_from", "-number")


class Directive(Row):
    """Rules that an agency set for itself from a date on, as the YAML of a policy file, by whom and why.

    Triggers refuse every change and removal in both databases: a directive is only ever followed by another. Of two
    that are in force, the one with the later date holds; of two with the same date, the one with the higher number.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="directives")
    name = models.CharField(max_length=60, help_text="Of the policy: <package>.<policy>")
    number = models.PositiveSmallIntegerField(help_text="Counted for each agency and policy")
    in_force_from = models.DateField()
    content = models.TextField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content in UTF-8")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="directives")
    because = models.TextField()
    decided_on = models.DateField(default=clock.today)

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_directive_per_number", fields=["agency", "name", "number"]),
            CheckConstraint(name="directive_number_starts_at_one", condition=Q(number__gte=1)),
            CheckConstraint(name="directive_digest_is_sha256", condition=Q(digest__regex=SHA256)),
            CheckConstraint(
                name="directive_says_what_and_why", condition=~Q(content="") & ~Q(because="") & ~Q(name="")
            ),
            CheckConstraint(
                name="directive_is_never_in_force_before_it_is_decided",
                condition=Q(in_force_from__gte=F("decided_on")),
            ),
        ]
        indexes = [models.Index(fields=["name", "in_force_from"], name="directive_by_date")]
