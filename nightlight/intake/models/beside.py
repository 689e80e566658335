"""What came with a report and what was found about its form: files of its bundle, and where it leaves the schema."""

from django.db import models
from django.db.models import CheckConstraint, Q

from nightlight.intake.formats.values import MatchedBy
from nightlight.intake.models.parts import ReportedFile, ReportPart
from nightlight.intake.models.reports import Report

HEXADECIMAL = r"^[0-9a-f]{%d}$"


class EnclosedFile(ReportPart):
    """A file that came with the report in its bundle: hashed in the stream and dropped. No field can hold its content.

    `pointer` is its path in the bundle; `file` is the file of the report that it is, where the report lists it.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="enclosed")
    file = models.ForeignKey(ReportedFile, on_delete=models.CASCADE, related_name="enclosed", null=True, db_index=False)
    matched_by = models.CharField(max_length=6, blank=True)
    declared_type = models.CharField(max_length=100, blank=True)
    size_bytes = models.PositiveBigIntegerField()
    md5 = models.CharField(max_length=32)
    sha1 = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            CheckConstraint(name="enclosed_file_md5_is_one", condition=Q(md5__regex=HEXADECIMAL % 32)),
            CheckConstraint(name="enclosed_file_sha1_is_one", condition=Q(sha1__regex=HEXADECIMAL % 40)),
            CheckConstraint(name="enclosed_file_sha256_is_one", condition=Q(sha256__regex=HEXADECIMAL % 64)),
            CheckConstraint(
                name="enclosed_file_is_one_of_the_report_by_digest_or_name_or_none",
                condition=Q(file=None, matched_by="")
                | Q(file__isnull=False, matched_by__in=[by.value for by in MatchedBy]),
            ),
        ]


class SchemaDeviation(ReportPart):
    """Where a document of the report leaves the provider programme's schema. It says the rule and never a value."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="deviations")
    line = models.PositiveIntegerField()
    message = models.CharField(max_length=500)
