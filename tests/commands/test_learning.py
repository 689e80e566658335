"""`nightlight learning`: the figures of the page at the console, and what providers are told."""

from pathlib import Path

import pytest

from nightlight.policy.dated import folder_of
from tests.commands.conftest import Installation

pytestmark = pytest.mark.long

DRAFT = folder_of("triage.priority") / "2018-01-01.yaml"


def test_the_figures_come_as_a_document(installation: Installation) -> None:
    ran = installation.run("learning", "--json", "--from", "2018-03-01", "--to", "2018-05-31", "--draft", str(DRAFT))
    assert ran.code == 0, ran.err
    assert (ran.json["from"], ran.json["to"], ran.json["agency"]) == ("2018-03-01", "2018-05-31", None)
    assert (ran.json["all"]["reports"], ran.json["tiers"], ran.json["orders"]) == (0, [], [])
    assert ran.json["all"]["led_somewhere"] == {
        "part": 0,
        "whole": 0,
        "share": None,
        "low": 0.0,
        "high": 1.0,
        "too_few": True,
    }


def test_the_figures_come_as_a_table(installation: Installation) -> None:
    ran = installation.run("learning")
    assert ran.code == 0, ran.err
    assert "All reports" in ran.out
    assert "too few to say" in ran.out


def test_what_providers_are_told_comes_for_machines_and_as_a_table(installation: Installation) -> None:
    ran = installation.run("learning", "providers", "--json")
    assert ran.code == 0, ran.err
    assert (ran.json["providers"], ran.json["policy_date"]) == ([], "2018-01-01")
    table = installation.run("learning", "providers", "--csv")
    assert table.out.splitlines()[0].startswith("provider,reports,usable,lacks_address")


def test_wrong_use_is_said_with_what_to_do(installation: Installation, tmp_path: Path) -> None:
    broken = tmp_path / "draft.yaml"
    broken.write_text("rules: [")
    for words, says in (
        (("--agency", "nowhere"), "no agency with the code nowhere"),
        (("--from", "2018-05-01", "--to", "2018-03-01"), "Turn them round"),
        (("--draft", str(broken)), "no YAML"),
        (("--draft", str(tmp_path / "none")), "cannot be read"),
    ):
        ran = installation.run("learning", *words)
        assert (ran.code, ran.out) == (2, ""), words
        assert says in " ".join(ran.err.split())
