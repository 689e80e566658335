"""Where the numbering of listed hashes stands: the lock that orders them, and the mark that an index is measured by."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from nightlight.foundation import ids


class Numbering(models.Model):
    """The number of the newest entry, and that entry's id. One row. It holds no contents.

    Numbers are given under this row's lock, so they are committed in their order: who reads `number` here and then the
    entries up to it misses none. The id tells an index that it belongs to this database and not to an older copy.
    """

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    is_the_one = models.BooleanField(default=True)
    number = models.PositiveBigIntegerField(default=0)
    newest = models.UUIDField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(name="one_numbering", fields=["is_the_one"]),
            CheckConstraint(name="numbering_is_the_one", condition=Q(is_the_one=True)),
            CheckConstraint(
                name="numbering_names_the_newest_exactly_when_there_is_one",
                condition=Q(number=0, newest=None) | Q(number__gt=0, newest__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)
