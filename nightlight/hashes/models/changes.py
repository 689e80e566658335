"""The journal of what lists answer: one row for each change, written with it, for whoever must ask the lists again."""

from django.db import models
from django.db.models import CheckConstraint, Q

from nightlight.agencies.models import Agency
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.hashes.models.deconfirmed import Deconfirmation
from nightlight.hashes.models.imports import HashImport
from nightlight.hashes.models.lists import HashList


class ChangeKind(models.TextChoices):
    """What changed."""

    LIST_ADDED = "list_added", "first list added"
    IMPORT_COMPLETED = "import_completed", "import complete"
    IMPORT_WITHDRAWN = "import_withdrawn", "import withdrawn"
    LIST_WITHDRAWN = "list_withdrawn", "list withdrawn"
    ENTRIES_WITHDRAWN = "entries_withdrawn", "entries withdrawn"
    DIGEST_DECONFIRMED = "digest_deconfirmed", "digest deconfirmed"
    DECONFIRMATION_TAKEN_BACK = "deconfirmation_taken_back", "deconfirmation taken back"


OF_A_LIST = ["list_added", "list_withdrawn", "entries_withdrawn"]
OF_AN_IMPORT = ["import_completed", "import_withdrawn"]
OF_A_DIGEST = ["digest_deconfirmed", "deconfirmation_taken_back"]


class ListChangeQuerySet(SealedQuerySet["ListChange"]):
    """A change is seen by whoever sees its list; what was said of one digest, by all who may look up."""

    def visibility(self, actor: Actor) -> Q:
        lists = Q(list__in=HashList.objects.visible_to(actor))
        return lists | Q(deconfirmation__in=Deconfirmation.objects.visible_to(actor))


class ListChange(Row):
    """Lists that every agency here may see answer otherwise from `happened_at` on.

    `touches_everything`: there was no such list before, or there is none any more; so every report with a digest is
    judged otherwise, whatever the digest.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=25, choices=ChangeKind.choices)
    list = models.ForeignKey(HashList, on_delete=models.PROTECT, related_name="changes", null=True)
    hash_import = models.ForeignKey(HashImport, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    deconfirmation = models.ForeignKey(
        Deconfirmation, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    touches_everything = models.BooleanField(default=False)
    happened_at = models.DateTimeField()

    objects = ListChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(name="list_change_kind_is_known", condition=Q(kind__in=ChangeKind.values)),
            CheckConstraint(
                name="list_change_names_what_changed_and_nothing_else",
                condition=Q(kind__in=OF_A_LIST, list__isnull=False, hash_import=None, deconfirmation=None)
                | Q(kind__in=OF_AN_IMPORT, list__isnull=False, hash_import__isnull=False, deconfirmation=None)
                | Q(kind__in=OF_A_DIGEST, list=None, hash_import=None, deconfirmation__isnull=False),
            ),
            CheckConstraint(
                name="only_a_first_or_last_list_touches_everything",
                condition=Q(touches_everything=False) | Q(kind__in=["list_added", "list_withdrawn"]),
            ),
        ]
