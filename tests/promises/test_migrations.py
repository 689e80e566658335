"""Migrations are complete, run in one line, and outlive the code that they were written beside."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.promises.walking import HOUSE, ROOT, imported

STAYS = {"nightlight.foundation.clock", "nightlight.foundation.ids"}
OURS = [config.label for config in apps.get_app_configs() if config.name.startswith("nightlight.")]
FILES = sorted(HOUSE.glob("*/migrations/[0-9]*.py"))


def test_no_change_of_a_model_waits_for_its_migration(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(f"Run makemigrations for these:\n{capsys.readouterr().out}")


@pytest.mark.parametrize("app", OURS)
def test_the_history_of_an_app_is_one_line(app: str) -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    history = {name: migration for (label, name), migration in loader.disk_migrations.items() if label == app}
    followed = [before for migration in history.values() for (label, before) in migration.dependencies if label == app]
    forks = {name for name in followed if followed.count(name) > 1}
    follows = {name: any(label == app for label, _ in migration.dependencies) for name, migration in history.items()}
    firsts = [name for name in history if not follows[name]]
    assert not forks, f"{app} forks after {forks}"
    assert len(firsts) <= 1, f"{app} begins more than once: {firsts}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parents[1].name} {path.stem}")
def test_a_migration_leans_on_nothing_of_ours_that_may_change(path: Path) -> None:
    ours = {name for name in imported(path) if name.startswith("nightlight.")}
    assert ours <= STAYS, f"{path.relative_to(ROOT)} imports {sorted(ours - STAYS)}; write the value out instead"
