"""`nightlight audit verify`, `key make` and `person add`: what an administrator does at the console."""

import sqlite3

import pytest

from tests.commands.conftest import Installation

pytestmark = pytest.mark.long


def person(installation: Installation, password: str) -> tuple[int, str]:
    words = ["--name", "Sample Person", "--agency", "co", "--role", "analyst", "--password", password]
    ran = installation.run("person", "add", "sample@example.com", *words)
    return ran.code, " ".join((ran.out + ran.err).split())


def test_a_key_is_shown_once_and_kept_nowhere(installation: Installation) -> None:
    ran = installation.run("key", "make", "practice-provider", "--json")
    assert ran.code == 0, ran.err
    assert ran.json.keys() == {"provider", "key"}
    assert len(ran.json["key"]) == 43
    assert ran.json["key"].encode() not in installation.database.read_bytes()


def test_only_a_provider_gets_a_key(installation: Installation) -> None:
    ran = installation.run("key", "make", "co")
    assert (ran.code, ran.out) == (2, "")
    assert "practice-provider" in ran.err


def test_a_weak_password_is_refused_and_a_good_one_is_taken(installation: Installation) -> None:
    code, words = person(installation, "password")
    assert code == 1
    assert "too common" in words
    code, words = person(installation, "sample-entry-words-2018")
    assert code == 0
    assert "Added to Colorado ICAC Task Force as analyst." in words


def test_the_record_of_acts_is_sound_until_somebody_alters_it(installation: Installation) -> None:
    installation.run("key", "make", "practice-provider")
    ran = installation.run("audit", "verify", "--json")
    assert ran.code == 0
    assert ran.json.keys() == {"entries", "chains", "sound", "findings"}
    assert ran.json["entries"] >= 1
    assert ran.json["chains"] >= 1
    assert (ran.json["sound"], ran.json["findings"]) == (True, [])
    _alter(installation)
    ran = installation.run("audit", "verify", "--json")
    assert (ran.code, ran.json["sound"]) == (1, False)
    [finding] = ran.json["findings"]
    assert finding.keys() == {"agency", "position", "what"}
    assert finding["position"] == 1


def _alter(installation: Installation) -> None:
    connection = sqlite3.connect(installation.database)
    for trigger in ("audit_entry_is_never_changed", "audit_entry_is_never_removed"):
        connection.execute(f"DROP TRIGGER {trigger}")
    changed = connection.execute("UPDATE audit_entry SET act = 'report.assigned' WHERE position = 1")
    assert changed.rowcount >= 1
    connection.commit()
    connection.close()
