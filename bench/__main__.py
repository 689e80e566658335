"""`make bench`: intake, look-up and page timings, with the machine they were taken on."""

import os
import tempfile
from pathlib import Path

SCALE = float(os.environ.get("BENCH_SCALE", "0.2"))
QUEUE = int(os.environ.get("BENCH_QUEUE", "100000"))


def main() -> None:
    """Play an operation into a database of its own, then measure."""
    with tempfile.TemporaryDirectory(prefix="nightlight-bench-") as folder:
        os.environ["NIGHTLIGHT_DATA_DIR"] = str(Path(folder) / "data")
        os.environ["DJANGO_SETTINGS_MODULE"] = "nightlight.settings"
        import django  # noqa: PLC0415 - the folder must be named first

        django.setup()
        from nightlight.foundation.memory import settle  # noqa: PLC0415 - as every command and server does

        settle()
        from bench import (  # noqa: PLC0415 - Django must be set up first
            figures,
            filings,
            hashes,
            intake,
            lookups,
            machine,
            pages,
            queue,
            reassessing,
            stage,
            urgent,
        )

        machine.show()
        played = stage.play(SCALE)
        intake.measure()
        filings.measure()
        urgent.measure()
        lookups.measure()
        hashes.measure()
        pages.measure(played)
        reassessing.measure(played)
        queue.measure(QUEUE, QUEUE // 10)
        figures.measure()


if __name__ == "__main__":
    main()
