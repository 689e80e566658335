"""A handful of blows, two for each way in, on the database of the run. `make torture` strikes 300 times."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.long

KILLS = 6


def test_nothing_is_lost_by_a_few_blows() -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NIGHTLIGHT_")}
    database = os.environ.get("NIGHTLIGHT_TEST_DATABASE", "sqlite")
    words = ["--kills", str(KILLS), "--database", database]
    ran = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "tests.torture", *words], env=kept, capture_output=True, check=False, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert f"{KILLS} kills" in ran.stdout
    assert " 0 faults" in ran.stdout
