import os
from pathlib import Path

import pytest

from nightlight.geography.gazetteer import Gazetteer, overlays_folder
from nightlight.geography.overlay import write_demo_overlay


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """Give the gazetteer of a data folder that holds the demonstration's overlay and nothing else."""
    data_dir = tmp_path_factory.mktemp("demonstration")
    write_demo_overlay(overlays_folder(data_dir))
    return Gazetteer(data_dir)


@pytest.fixture
def bare(tmp_path: Path) -> Gazetteer:
    """Give the gazetteer of an empty data folder."""
    return Gazetteer(tmp_path)


@pytest.fixture(scope="session")
def fetched() -> Gazetteer:
    """Give the gazetteer of a folder that `make geodata` filled, or skip. The tests' own data folder is empty."""
    data_dir = Path(os.environ.get("NIGHTLIGHT_FETCHED_DATA", "var"))
    if not (data_dir / "geodata" / "dbip-city" / "edition.json").is_file():
        pytest.skip("the address data sets are not here; `make geodata` brings them")
    return Gazetteer(data_dir)
