"""`nightlight hashes rematch`: killed at any moment, it goes on, and in the end every report reads as it should."""

import shutil
import signal
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.commands.conftest import COMMAND, Installation
from tests.hashes.conftest import md5, medium, vics
from tests.intake.formats.bundles import details, report

pytestmark = pytest.mark.long

REPORTS, KILLS = 120, 3


@pytest.fixture(scope="module")
def here(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Give an installation with reports whose files a list has that came in after them."""
    folder = tmp_path_factory.mktemp("here")
    installation = Installation(Path(shutil.copytree(prepared, folder / "data")))
    for number in range(REPORTS):
        one = folder / "reports" / str(number)
        one.mkdir(parents=True)
        (one / "report.xml").write_bytes(report(str(9_100_000 + number)))
        (one / "details.xml").write_bytes(details(str(9_100_000 + number), name="sample.bin", md5=md5(number)))
    assert installation.run("intake", str(folder / "reports")).code == 0
    (folder / "set.json").write_bytes(vics([medium(number) for number in range(REPORTS)]))
    words = ("--list", "Sample list", "--licence", "this_installation")
    assert installation.run("hashes", "import", str(folder / "set.json"), *words).code == 0
    return installation


def later(installation: Installation, *, minutes: int) -> None:
    """Let the clock of the installation go on from so many minutes after now, as that of a practice installation."""
    (installation.folder / "practice").write_text((datetime.now(UTC) + timedelta(minutes=minutes)).isoformat())


def known(installation: Installation) -> list[bool | None]:
    ran = installation.run("queue", "--limit", str(2 * REPORTS), "--json")
    return [one["facts"]["known_file"] for one in ran.json["reports"]]


def test_killed_again_and_again_every_report_is_judged_in_the_end(here: Installation) -> None:
    assert set(known(here)) == {None}
    later(here, minutes=1)  # a change is followed once it has settled
    for number in range(KILLS):
        process = subprocess.Popen(  # noqa: S603 - our own command
            [COMMAND, "hashes", "rematch"], env=here.environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        time.sleep(1.5 + 0.4 * number)
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    later(here, minutes=10)  # the lease of whoever was killed runs out
    assert here.run("hashes", "rematch", "--json").json["waiting"] == 0
    assert known(here) == [True] * REPORTS
    assert here.run("audit", "verify", "--json").json["sound"]
    ran = here.run("hashes", "rematch")
    assert ran.out == "0 changes followed, 0 reports judged, 0 otherwise; 0 changes wait\n"
