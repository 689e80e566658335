"""What must be true after a blow: what was acknowledged is there once, and nothing is half."""

import time
import zlib
from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from nightlight.accounts.standing import operator, worker
from nightlight.agencies.models import Agency
from nightlight.audit.models import Entry
from nightlight.geography.gazetteer import gazetteer
from nightlight.intake.arriving import Arrival, digest, read_arrival
from nightlight.intake.models import Channel, Report, Sighting, Submission, SubmissionPart
from nightlight.triage import road
from nightlight.triage.models import Assessment
from nightlight.triage.resuming import resume
from tests.torture.documents import SIGHTINGS, Document

WHY = "torture looks at everything"


def everything(model: Any) -> Any:
    """Return all rows of a table."""
    return model.objects.get_queryset().unscoped(because=WHY)


def settle() -> None:
    """Wait until PostgreSQL has noticed that its client is dead, and ended what was going on."""
    while connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.01)


def is_in_the_middle(documents: Sequence[Document]) -> bool:
    """Say whether the blow fell while there was work: not everything had come in, or something still waits."""
    settle()
    digests = [document.sha256 for document in documents]
    there = everything(Submission).filter(sha256__in=digests).count()
    return there < len(documents) or everything(Report).awaiting_assessment().exists()


def absent(documents: Sequence[Document]) -> list[str]:
    """Return what never came in."""
    settle()
    digests = {document.sha256: document.name for document in documents}
    there = set(everything(Submission).filter(sha256__in=digests).values_list("sha256", flat=True))
    return [f"{name} was moved and never came in" for digest, name in digests.items() if digest not in there]


def look(acknowledged: set[str], documents: Sequence[Document]) -> list[str]:
    """Go on as the next start does, hand everything in again, and return what is wrong."""
    settle()
    faults = _missing(acknowledged) + _halves(documents, is_resumed=False)
    resumed = resume(worker=worker(), places=gazetteer(settings.DATA_DIR))
    faults += [f"{resumed.stuck} reports are stuck"] if resumed.stuck else []
    faults += _halves(documents, is_resumed=True)
    hand_in(documents)
    faults += _missing(acknowledged) + _halves(documents, is_resumed=True)
    there = Counter(
        everything(Submission).filter(sha256__in=[d.sha256 for d in documents]).values_list("sha256", flat=True)
    )
    faults += [
        f"{document.name} is there {there[document.sha256]} times"
        for document in documents
        if there[document.sha256] != 1
    ]
    return faults


def _missing(acknowledged: set[str]) -> list[str]:
    there = Counter(everything(Submission).filter(receipt__in=acknowledged).values_list("receipt", flat=True))
    return [f"receipt {receipt} is there {there[receipt]} times" for receipt in acknowledged if there[receipt] != 1]


def hand_in(documents: Sequence[Document]) -> float:
    """Hand documents in, undisturbed; return the seconds it took."""
    began = time.monotonic()
    road.carry(
        [read_arrival(Arrival(document.name, document.raw, document.companions)) for document in documents],
        by=operator(),
        worker=worker(),
        places=gazetteer(settings.DATA_DIR),
        into=Agency.objects.get(code="national"),
        channel=Channel.FILE,
    )
    return time.monotonic() - began


def _halves(documents: Sequence[Document], *, is_resumed: bool) -> list[str]:
    sound = {document.sha256: document.is_sound for document in documents}
    submissions = list(everything(Submission).filter(sha256__in=sound))
    pks = [submission.pk for submission in submissions]
    parts: dict[UUID, list[Any]] = {pk: [] for pk in pks}
    for part in everything(SubmissionPart).filter(submission__in=pks).order_by("position"):
        parts[part.submission_id].append(part)
    reports = {report.submission_id: report for report in everything(Report).filter(submission__in=pks)}
    sightings = Counter(
        everything(Sighting).filter(report__submission__in=pks, file=None).values_list("report", flat=True)
    )
    judged = Counter(
        everything(Assessment).filter(report__submission__in=pks, superseded_at=None).values_list("report", flat=True)
    )
    written = Counter(
        everything(Entry).filter(act="submission.received", on_id__in=pks).values_list("on_id", flat=True)
    )
    faults = []
    for one in submissions:
        report = reports.get(one.pk)
        facts = {
            "its bytes are not those received": digest(tuple(zlib.decompress(p.deflated) for p in parts[one.pk]))
            == one.sha256,
            "its status is wrong": one.status == ("received" if sound[one.sha256] else "quarantined"),
            "it has no report, or one too many": (report is not None) == sound[one.sha256],
            "it is not written down once": written[one.pk] == 1,
            "its identifiers are not whole": report is None or sightings[report.pk] == SIGHTINGS,
            "it is assessed and not on, or on and not assessed": report is None
            or (judged[report.pk] == 1) == (report.status != "received"),
            "it waits after the road went on": report is None or not is_resumed or report.status != "received",
        }
        faults += [f"{one.receipt}: {words}" for words, holds in facts.items() if not holds]
    return faults
