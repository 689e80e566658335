"""A list of known hashes, brought in when the house is set up, and its owner's additions in the last days."""

import csv
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from nightlight.accounts.models import User
from nightlight.accounts.standing import operator, worker
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.hashes.actions import add_list, begin_import, deconfirm
from nightlight.hashes.asked import Asked
from nightlight.hashes.importing import bring_in
from nightlight.hashes.models import DigestKind, HashList, Licence, Trust
from nightlight.hashes.survey import survey
from nightlight.rematching.tasks import SETTLED_AFTER, rematch
from nightlight.simulation.known import LATER, KnownFile, added_late, known_files

SCHEME = "ncmec-industry"
COLUMNS = ("id", "md5", "sha1", "code", "series", "victim")
WRONGLY_LISTED = 7
"""Which entry of the list somebody finds to be wrong."""


def bring_a_list(held_by: Agency) -> HashList:
    """Bring in a list that every agency of the house may see, as whoever runs the installation does."""
    made = add_list(
        by=operator(),
        agency=held_by,
        name="Sample series list",
        owner="Example Hash Exchange (invented)",
        purpose="Invented: to recognize files that are known already",
        scheme=SCHEME,
        trust=Trust.HIGH,
        licence=Licence.THIS_INSTALLATION,
    )
    _bring_in(made, known_files()[:-LATER], version="2018-03")
    return made


def bring_what_was_added(to: HashList) -> None:
    """Bring in what the list's owner added since, and match the reports that are here again."""
    _bring_in(to, added_late(), version="2018-05")


def say_that_one_is_wrong(by: User) -> None:
    """Say of one digest of the list that it was wrongly listed."""
    wrong = known_files()[WRONGLY_LISTED]
    deconfirm(
        Asked(DigestKind.MD5, wrong.md5), by=by, because="Invented: a file that comes with a telephone's software"
    )


def _bring_in(into: HashList, files: Sequence[KnownFile], *, version: str) -> None:
    by = operator()
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"sample-series-{version}.csv"
        with path.open("w", newline="", encoding="utf-8") as written:
            table = csv.writer(written)
            table.writerow(COLUMNS)
            table.writerows((file.md5[:12], file.md5, file.sha1, file.code, file.series, file.victim) for file in files)
        begun = begin_import(into, by=by, source=path.name, survey=survey([path]), version=version)
        bring_in(begun, [path], by=by)
    with clock.held_at(clock.now() + 2 * SETTLED_AFTER):
        rematch(by=worker())
