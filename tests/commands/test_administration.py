"""`nightlight audit verify`, `key make` and `person add`: what an administrator does at the console."""

import contextlib
import sqlite3

import pytest

from tests.commands.conftest import Installation, Ran

pytestmark = pytest.mark.long


def person(installation: Installation, email: str, password: str, *also: str) -> Ran:
    words = ["--name", "Sample Person", "--agency", "co", "--role", "analyst", "--password", password, *also]
    return installation.run("person", "add", email, *words)


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
    ran = person(installation, "sample@example.com", "password")
    assert (ran.code, ran.out) == (1, "")
    assert "too common" in ran.err
    ran = person(installation, "sample@example.com", "sample-entry-words-2018")
    assert (ran.code, ran.out) == (0, "Added to Colorado ICAC Task Force as analyst.\n")


def test_what_is_done_for_a_person_is_said_as_json_too(installation: Installation) -> None:
    added = person(installation, "another@example.com", "sample-entry-words-2018", "--json")
    assert added.code == 0, added.err
    assert (added.json["agency"], added.json["roles"]) == ("co", ["analyst"])
    _lock_everybody_out(installation)
    ran = installation.run("person", "release", "another@example.com", "--because", "Telephoned", "--json")
    assert (ran.code, ran.json) == (0, {"id": added.json["id"], "released": True}), ran.err


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


def _lock_everybody_out(installation: Installation) -> None:
    with contextlib.closing(sqlite3.connect(installation.database)) as connection, connection:
        connection.execute("UPDATE accounts_user SET locked_at = '2026-01-01 00:00:00'")


def _alter(installation: Installation) -> None:
    connection = sqlite3.connect(installation.database)
    for trigger in ("audit_entry_is_never_changed", "audit_entry_is_never_removed"):
        connection.execute(f"DROP TRIGGER {trigger}")
    changed = connection.execute("UPDATE audit_entry SET act = 'report.assigned' WHERE position = 1")
    assert changed.rowcount >= 1
    connection.commit()
    connection.close()
