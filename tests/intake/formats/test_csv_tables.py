"""Tables: rows one by one, whatever a spreadsheet made of them; a bad row stops no other; cells are text."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.identifiers.kinds import Kind
from nightlight.intake.formats import limits
from nightlight.intake.formats.csv_rows import document
from nightlight.intake.formats.csv_tables import table
from nightlight.intake.formats.reading import read
from nightlight.intake.formats.stated_fields import MEANINGS, ONCE, StatedField, guessed
from nightlight.intake.formats.values import Event, Malformed, Refused, Role
from nightlight.intake.lifecycle import SubmissionStatus
from nightlight.intake.tables import is_a_table, misused, read_table, remarks

CELLS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12)
MEANS = {"Who": "email", "Where": "ip_address", "When": "ip_time", "How": "ip_event", "Port": "ip_port"}


def rows(raw: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in table(raw).rows()]


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8), st.sampled_from([",", ";", "\t", "|"])
)
def test_what_a_writer_writes_is_read_back_cell_by_cell(written: list[list[str]], delimiter: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([["A", "B", "C"], *written])
    said = [tuple(cells) for cells in written]
    assert rows(out.getvalue().encode()) == said
    assert rows(out.getvalue().encode("utf-8-sig")) == said
    assert rows(out.getvalue().encode("utf-16")) == said


@given(st.binary(max_size=300))
def test_whatever_the_bytes_are_each_row_is_read_or_says_what_is_wrong(noise: bytes) -> None:
    for reading in read_table("sample.csv", b"Who,Where,When,How,Port\n" + noise, MEANS):
        assert reading.said or reading.message


@given(
    st.lists(st.sampled_from(["a@example.com,,,,\n", '"open,,,,\n', "a,b,c,d,e,f\n", "b@example.com\n"]), max_size=9)
)
def test_good_rows_come_in_whatever_stands_beside_them(lines: list[str]) -> None:
    raw = ("Who,Where,When,How,Port\n" + "".join(lines)).encode()
    if lines.count('"open,,,,\n') > 1:
        return  # two marks close one another: what lies between them is one cell
    ends = [reading.status for reading in read_table("sample.csv", raw, MEANS)]
    good = sum(line.startswith(("a@", "b@")) for line in lines)
    assert ends.count(SubmissionStatus.RECEIVED) == good
    assert len(ends) == len(lines)


def test_a_bad_row_is_told_by_row_and_line_and_kept_as_it_stands() -> None:
    raw = b'Who,Where\n"a@example.com\n",198.18.0.4\nb@example.com,1,2,3\n'
    first, second = read_table("sample.csv", raw, MEANS)
    assert first.status is SubmissionStatus.RECEIVED
    assert (second.status, second.message) == (
        SubmissionStatus.QUARANTINED,
        "Row 2 (line 4): It has 4 cells, and the table has 2 columns.",
    )
    assert second.parts[0].size_bytes == len(b"b@example.com,1,2,3\n")


def test_a_row_becomes_a_report_with_a_pointer_for_each_cell() -> None:
    raw = b"Who,Where,When,How,Port,Else\na@example.com; b@example.com,198.18.0.4,2026-01-02T03:04:05Z,Login,443,=1+1\n"
    [reading] = read_table("sample.csv", raw, MEANS)
    assert reading.said
    [person] = reading.said.people
    assert person.role is Role.REPORTED
    seen = {each.pointer: each for each in person.sightings}
    assert {pointer: each.identifier.value for pointer, each in seen.items()} == {
        "/nightlightRow/columns/Who/0": "a@example.com",
        "/nightlightRow/columns/Who/1": "b@example.com",
        "/nightlightRow/columns/Where": "198.18.0.4",
    }
    address = seen["/nightlightRow/columns/Where"]
    assert (address.identifier.kind, address.event, address.port) == (Kind.IPV4, Event.LOGIN, 443)
    assert address.when
    assert address.when.at
    assert [(kept.pointer, kept.text) for kept in reading.said.kept] == [("/nightlightRow/columns/Else", "=1+1")]


def test_what_is_not_what_its_column_says_is_kept_and_remarked_on() -> None:
    [reading] = read_table("sample.csv", b"Who,Where\nnonsense,999.1.1.1\n", MEANS)
    assert reading.said
    assert {kept.text for kept in reading.said.kept} == {"nonsense", "999.1.1.1"}
    assert [words.partition(":")[0] for words in remarks(reading, MEANS)] == ["Who", "Where"]


@given(st.dictionaries(CELLS, CELLS, min_size=1, max_size=6), st.sampled_from(list(StatedField)))
def test_no_cell_of_a_row_is_lost(cells: dict[str, str], field: StatedField) -> None:
    head = next(iter(cells))
    try:
        said = read(document(cells, {head: field.value}))
    except Malformed:
        assert not cells[head].strip()
        return
    kept = {each.text for each in said.kept} | {passage.text for passage in said.passages}
    for name, cell in cells.items():
        if name != head and cell.strip():
            assert cell.strip() in kept


def test_a_row_that_is_kept_is_read_again_by_itself() -> None:
    raw = document({"Who": "a@example.com", "Empty": " "}, {"Who": "email"})
    assert json.loads(raw) == {"nightlightRow": {"columns": {"Who": "a@example.com"}, "means": {"Who": "email"}}}
    assert read(raw).format == "csv-row"


def test_a_table_in_a_western_encoding_is_read_and_says_so() -> None:
    read_ = table("Name,B\nJos\u00e9,1\n".encode("cp1252"))
    assert read_.encoding == "Windows-1252"
    assert next(read_.rows()).cells[0] == "Jos\u00e9"


def test_heads_that_repeat_or_are_missing_are_told_by_their_place() -> None:
    assert table(b"A,,A\n1,2,3\n").heads == ("A", "Column 2", "A (3)")


def test_more_rows_than_a_table_may_have_are_said_and_the_first_come_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ROWS", 2)
    ends = list(read_table("sample.csv", b"Who,B\n" + b"a@example.com,1\n" * 3, MEANS))
    assert [str(reading.status) for reading in ends] == ["received", "received", "quarantined"]
    assert "more than 2 rows" in ends[-1].message


def test_a_table_is_told_from_everything_else() -> None:
    assert is_a_table(b"A,B\n1,2\n")
    assert is_a_table("A;B\n".encode("utf-16"))
    for other in (b"", b"<report/>", b'{"a": 1}', b"plain words", b"PK\x03\x04,", b"%PDF-1.7,"):
        assert not is_a_table(other)


def test_a_field_that_a_report_has_once_is_given_to_one_column() -> None:
    assert misused({"A": "email", "B": "email"}) == []
    assert misused({"A": "number", "B": "number"}) == [
        "Two columns are given to one field that a report has once: Report number."
    ]
    assert misused({"A": "shoe"}) == ["A: there is no such field."]


def test_every_field_has_a_meaning_and_is_guessed_from_its_own_name() -> None:
    assert set(MEANINGS) == set(StatedField)
    assert set(StatedField) > ONCE
    for field in StatedField:
        assert guessed(field.value.upper()) is field
    assert guessed("Something else") is None


def test_a_picture_spelled_out_in_a_cell_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        table(b"A,B\n1,data:image/png;base64," + b"iVBORw0KGgoAAAANSUhEUg" * 9)
    assert refusal.value.reason == "imagery"
