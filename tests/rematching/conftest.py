"""Reports with digests, lists that change, and the worker who follows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.foundation import clock
from nightlight.geography.gazetteer import Gazetteer
from nightlight.hashes.models import HashImport, HashList, ListChange
from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.intake.arriving import Reading
from nightlight.intake.formats.values import File, Said, Sighting
from nightlight.intake.models import Report
from nightlight.notices.models import Notice
from nightlight.rematching.models import Rematching
from nightlight.rematching.tasks import SETTLED_AFTER, rematch
from nightlight.triage.actions import assess, fold
from nightlight.triage.models import Assessment
from tests.hashes.conftest import Bring, bring, coordinator, hash_list, md5, own_folder, pdq, vics
from tests.triage.conftest import places, reading, received, reported, worker

__all__ = ["Bring", "bring", "coordinator", "hash_list", "own_folder", "places", "received", "worker"]


def file(number: int, digest: str, kind: Kind = Kind.MD5) -> File:
    """A file with a digest."""
    seen = Sighting(Identifier(kind, digest), digest, f"/files/{number}/{kind.value}", said=Said.DECLARED)
    return File(f"/files/{number}", file_id=str(number), name=f"file-{number}.jpg", sightings=(seen,))


def with_md5(*numbers: int) -> tuple[File, ...]:
    """Files with the MD5 of numbers."""
    return tuple(file(number, md5(number)) for number in numbers)


def with_pdq(seed: int, *flipped: int) -> tuple[File, ...]:
    """A file whose PDQ hash is that of a seed with these bits flipped."""
    return (file(1, pdq(seed, *flipped), Kind.PDQ),)


def escalated(*files: File) -> Reading:
    """A report that its provider has escalated, with the MD5 of 1 unless other files are given."""
    return reading(reported(), files=files or with_md5(1), escalation="sample")


@dataclass(frozen=True)
class Desk:
    """A national desk: reports that are here, lists that change, and what became of it."""

    worker: User
    coordinator: User
    receive: Callable[..., list[Report]]
    places: Gazetteer
    bring: Bring | None = None

    def here(self, *files: tuple[File, ...]) -> list[Report]:
        """Receive and assess a report for each tuple of files: `here(with_md5(1), with_md5(2))`."""
        reports = self.receive([reading(reported(), files=those) for those in files])
        self.assess(*reports)
        return reports

    def assess(self, *reports: Report) -> None:
        """Assess reports that were received."""
        assess(reports, by=self.worker, places=self.places)

    def fold(self, report: Report, into: Report) -> None:
        """Fold a report into another."""
        fold([report], into=into, by=self.worker, because="Sample reason")

    def list_says(self, *media: dict[str, Any], into: HashList | None = None) -> HashImport:
        """Bring these media into the list that is here."""
        assert self.bring
        return self.bring(vics(media), **({"into": into} if into else {}))

    def follow(self, **said: Any) -> list[Rematching]:
        """Follow every change, as if it had happened a while ago."""
        with clock.held_at(clock.now() + SETTLED_AFTER + timedelta(seconds=1)):
            return rematch(by=self.worker, **said)

    def judged(self, report: Report) -> Assessment:
        """Give the assessment of a report that stands."""
        found: Assessment = Assessment.objects.visible_to(self.worker).current().get(report=report)
        return found

    def known(self, *reports: Report) -> list[Any]:
        """Give, for each report, about which files it says that they are known; False for none, None for not asked."""
        facts = [self.judged(report).facts.get("known_file") for report in reports]
        return [fact and (fact["at"] or False) for fact in facts]

    def notices(self) -> list[tuple[str, str, int]]:
        """Give the notices so far: agency, kind, count."""
        rows = Notice.objects.unscoped(because="test").order_by("pk")
        return list(rows.values_list("agency__code", "kind", "count"))

    def changes(self) -> Any:
        """Give the journal, the newest first."""
        return ListChange.objects.unscoped(because="test").order_by("-pk")


@pytest.fixture
def bare(worker: User, coordinator: User, received: Callable[..., list[Report]], places: Gazetteer) -> Desk:
    """Give a desk where there is no list yet."""
    return Desk(worker, coordinator, received, places)


@pytest.fixture
def desk(bare: Desk, bring: Bring) -> Desk:
    """Give a desk with an empty list that every agency here may see."""
    bare.follow()
    return replace(bare, bring=bring)
