"""Tables of digests: the export of ICSE, a plain table, one digest a line."""

import io
import json
from pathlib import Path

import pytest

from nightlight.hashes.formats.reading import opened
from nightlight.hashes.formats.values import Entry, Fault, Media, Refused, Victim
from tests.hashes.conftest import md5, pdq
from tests.hashes.formats.conftest import Read

ICSE = (
    "MD5;SHA1;PhotoDNA;Image ID;Is distributed;Victim identified;Offender identified;Series name;"
    "Number of submissions;File Available;Media Type;Baseline"
)


def table(*lines: str) -> bytes:
    return "\r\n".join(lines).encode()


def test_the_export_of_icse_is_read(read: Read) -> None:
    row = f"{md5(1)};{'c' * 40};eHh4;101;Yes;Yes;No;Sample series;3;Yes;Image;Yes"
    [entry] = read(table(ICSE, row))
    assert isinstance(entry, Entry)
    assert (entry.source_id, entry.md5, entry.sha1) == ("101", md5(1), "c" * 40)
    assert (entry.code, entry.series, entry.victim, entry.media) == (
        "baseline",
        "Sample series",
        Victim.YES,
        Media.IMAGE,
    )


def test_a_column_that_is_not_read_is_said() -> None:
    head = opened(io.BytesIO(table("MD5 hash;Sample notes;sha-1", f"{md5(1)};x;{'a' * 40}"))).heading
    assert head.remarks == ("The column Sample notes is not read",)
    assert opened(io.BytesIO(table(md5(1), md5(2)))).heading.remarks == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_plain_table_is_read_whatever_separates_its_cells(delimiter: str, read: Read) -> None:
    head, row = delimiter.join(["id", "pdq", "classification"]), delimiter.join(["7", pdq(7), "2"])
    [entry] = read(table(head, row))
    assert isinstance(entry, Entry)
    assert (entry.source_id, entry.pdq, entry.code) == ("7", pdq(7), "2")


def test_one_digest_a_line_is_enough(read: Read) -> None:
    entries = read(table(md5(1), "", md5(2).upper(), "A" * 40))
    assert [entry.md5 for entry in entries if isinstance(entry, Entry)] == [md5(1), md5(2), None]


def test_a_bad_row_does_not_stop_the_others(read: Read) -> None:
    records = read(table("md5,id", "=1+1,1", "short", f"{md5(1)},3"))
    assert [type(record) for record in records] == [Fault, Fault, Entry]


def test_an_open_quotation_mark_does_not_swallow_the_file(read: Read) -> None:
    rows = [f"{md5(number)},{number}" for number in range(20_000)]
    records = read(table("md5,id", f'{md5(1)},"open', *rows))
    faults = [record for record in records if isinstance(record, Fault)]
    assert [fault.place for fault in faults] == ["line 2"]
    assert len(records) == 20_001


@pytest.mark.parametrize("behind", [(), (f'{md5(9)},9,"closed, much later"',)])
def test_rows_behind_an_open_quotation_mark_are_read(behind: tuple[str, ...], read: Read) -> None:
    rows = [f"{md5(1)},1,Sample", f'{md5(2)},2,"Sample', f"{md5(3)},3,Sample", f"{md5(4)},4,Sample"]
    records = read(table("md5,id,series", *rows, *behind))
    assert [record.place for record in records if isinstance(record, Fault)] == ["line 3"]
    read_ids = [record.source_id for record in records if isinstance(record, Entry)]
    assert read_ids == ["1", "3", "4", *(["9"] if behind else [])]


def test_a_cell_may_go_on_over_several_lines(read: Read) -> None:
    records = read(table("id,comment,md5", '1,"Sample words', f'that go on",{md5(1)}', f"2,Sample,{md5(2)}"))
    assert [(record.place, record.md5) for record in records if isinstance(record, Entry)] == [
        ("line 2", md5(1)),
        ("line 4", md5(2)),
    ]
    assert len(records) == 2


def test_a_formula_in_a_name_stays_text(read: Read) -> None:
    [entry] = read(table("md5,series", f"{md5(1)},=HYPERLINK()"))
    assert isinstance(entry, Entry)
    assert entry.series == "=HYPERLINK()"


@pytest.mark.parametrize("raw", [b"", b"   \n", b"name,words\na,b\n", b"sample words"])
def test_what_names_no_digest_is_refused(raw: bytes, read: Read) -> None:
    with pytest.raises(Refused) as refused:
        read(raw)
    assert refused.value.reason == "format"


def test_the_heads_of_the_export_are_those_of_the_reference(shared: Path) -> None:
    assert json.loads((shared / "formats" / "vics.json").read_text())["icse_csv_header"] == ICSE
