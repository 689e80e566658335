import io
import os
from pathlib import Path

import pytest

from nightlight.intake.formats.gather import Gathered, Ways, submissions_in
from nightlight.intake.formats.limits import MAX_BYTES
from nightlight.intake.formats.reading import read
from nightlight.intake.formats.values import Malformed


def gathered(*paths: Path, stdin: bytes = b"") -> list[Gathered]:
    return list(submissions_in(paths, stdin=io.BytesIO(stdin)))


def write(path: Path, text: str) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return text.encode()


def file_of(number: int) -> str:
    return f'<?xml version="1.0"?>\n<!-- x --><fileDetails><reportId>{number}</reportId></fileDetails>'


def test_a_folder_with_one_report_is_one_submission_with_its_files(tmp_path: Path) -> None:
    report = write(tmp_path / "report.xml", "<report/>")
    files = tuple(write(tmp_path / f"file{n}.xml", file_of(n)) for n in (1, 2))
    assert gathered(tmp_path) == [Gathered(str(tmp_path / "report.xml"), report, files)]


def test_with_several_reports_a_file_belongs_to_the_one_named_for_its_number(tmp_path: Path) -> None:
    write(tmp_path / "report-11.xml", "<report/>")
    write(tmp_path / "report-12.xml", "<report/>")
    own, stray = write(tmp_path / "a.xml", file_of(12)), write(tmp_path / "b.xml", file_of(13))
    submissions = {Path(each.source).name: each for each in gathered(tmp_path)}
    assert submissions["report-12.xml"].companions == (own,)
    assert submissions["report-11.xml"].companions == ()
    assert submissions["b.xml"].raw == stray
    with pytest.raises(Malformed, match="the report is not with it"):
        read(submissions["b.xml"].raw)


def test_folders_are_walked_in_order_and_hidden_files_left_alone(tmp_path: Path) -> None:
    for name in ("b/2.json", "b/1.json", "a/x.xml", ".hidden", "a/.git/y.xml", "c.txt"):
        write(tmp_path / name, "{}")
    names = [str(Path(each.source).relative_to(tmp_path)) for each in gathered(tmp_path)]
    assert names == ["c.txt", "a/x.xml", "b/1.json", "b/2.json"]


def test_standard_input_and_single_files_are_submissions(tmp_path: Path) -> None:
    raw = write(tmp_path / "one.json", "{}")
    assert gathered(Path("-"), tmp_path / "one.json", stdin=b"<report/>") == [
        Gathered("-", b"<report/>"),
        Gathered(str(tmp_path / "one.json"), raw),
    ]


def test_what_cannot_be_read_is_told_and_stops_no_other(tmp_path: Path) -> None:
    for name in ("a.json", "c.json", "d.json"):
        write(tmp_path / name, "{}")
    (tmp_path / "b.json").symlink_to("/proc/self/mem")  # a file by its kind, and no byte of it can be read
    told: list[tuple[Path, OSError]] = []
    ways = Ways(unread=lambda path, error: told.append((path, error)))
    found = submissions_in([tmp_path, tmp_path / "b.json"], stdin=io.BytesIO(), ways=ways)
    assert [Path(each.source).name for each in found] == ["a.json", "c.json", "d.json"]
    assert [path for path, _ in told] == [tmp_path / "b.json"] * 2
    with pytest.raises(OSError, match="Input/output"):
        gathered(tmp_path)


def test_where_links_do_not_count_nothing_outside_the_folder_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    write(secret, "{}")
    write(tmp_path / "folder" / "deep" / "own.json", "{}")
    (tmp_path / "folder" / "deep" / "link.json").symlink_to(secret)
    found = submissions_in([tmp_path / "folder"], stdin=io.BytesIO(), ways=Ways(links=False))
    assert [Path(each.source).name for each in found] == ["own.json"]


def test_a_name_that_is_no_text_or_steers_a_terminal_is_told_in_signs_that_can_be_shown(tmp_path: Path) -> None:
    name = os.fsdecode(b"a\xff\x1b[31m\n.json")
    write(tmp_path / name, "{}")
    [only] = gathered(tmp_path)
    assert only.source == f"{tmp_path}/a\ufffd\ufffd[31m\ufffd.json"


def test_submissions_are_given_one_at_a_time(tmp_path: Path) -> None:
    write(tmp_path / "1.json", "{}")
    write(tmp_path / "2.json", "{}")
    submissions = submissions_in([tmp_path], stdin=io.BytesIO())
    next(submissions)
    (tmp_path / "2.json").write_text('{"a": 1}')
    assert next(submissions).raw == b'{"a": 1}'


def test_of_an_oversize_file_only_enough_is_read_to_refuse_it(tmp_path: Path) -> None:
    with (tmp_path / "big.bin").open("wb") as stream:
        stream.truncate(MAX_BYTES * 3)
    (each,) = gathered(tmp_path)
    assert len(each.raw) == MAX_BYTES + 1
