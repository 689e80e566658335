"""Feeds one target or all: `python -m tests.fuzzing.fuzz [--target NAME] [--seconds N | --runs N]`.

Coverage-guided by atheris (libFuzzer). What breaks a promise is written to `tests/fuzzing/found/` (which is ignored);
what taught something is written down as text in `tests/fuzzing/corpus/<target>/`, after a look at it, and stays.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
MEMORY_MB = 1024
SLOWEST = 5
"""Seconds for one input, on a busy machine and with every branch counted."""


NAMES = (
    *("xml", "xml_beside", "json", "own", "anything", "zip_bundle", "table", "row", "pdf_words", "imagery"),
    *("hash_pages", "hash_set", "hash_table"),
)


def feed(name: str, bound: str) -> None:
    """Run one target in this process. Ends the process, with a code other than 0 where a promise was broken."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nightlight.settings")
    os.environ.setdefault("NIGHTLIGHT_DATA_DIR", tempfile.mkdtemp(prefix="nightlight-fuzz-"))
    import atheris  # noqa: PLC0415 - installed by `make fuzz` only

    fuzzed = ["nightlight.intake.formats", "nightlight.identifiers", "nightlight.hashes.formats"]
    with atheris.instrument_imports(include=fuzzed):
        import django  # noqa: PLC0415 - after instrumentation

        django.setup()
        from tests.fuzzing.targets import SEEDS, TARGETS  # noqa: PLC0415 - as above

    found = HERE / "found"
    found.mkdir(exist_ok=True)
    growing = Path(tempfile.mkdtemp(prefix=f"nightlight-{name}-"))
    for number, seed in enumerate(SEEDS.get(name, ())):
        (growing / f"seed-{number}").write_bytes(seed)
    arguments = [
        sys.argv[0],
        bound,
        f"-rss_limit_mb={MEMORY_MB}",
        f"-timeout={SLOWEST}",
        "-max_len=4096",
        "-verbosity=0",
        f"-artifact_prefix={found}/{name}-",
        str(growing),
        *([str(HERE / "corpus" / name)] if (HERE / "corpus" / name).is_dir() else []),
    ]
    atheris.Setup(arguments, TARGETS[name])
    atheris.Fuzz()


def main() -> int:
    """Feed what was asked for; return how many targets broke."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--target")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--runs", type=int, default=0)
    asked = parser.parse_args()
    bound = f"-runs={asked.runs}" if asked.runs else f"-max_total_time={asked.seconds}"
    if asked.target:
        feed(asked.target, bound)
    broken = []
    for name in NAMES:
        command = [sys.executable, "-m", "tests.fuzzing.fuzz", "--target", name, "--seconds", str(asked.seconds)]
        ended = subprocess.run(command, check=False)  # noqa: S603 - this module
        sys.stdout.write(f"{name}: {'sound' if ended.returncode == 0 else 'BROKEN'}\n")
        broken += [name] if ended.returncode else []
    return len(broken)


if __name__ == "__main__":
    sys.exit(main())
