import contextlib
import ipaddress
import logging
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nightlight.geography.pointing import Certainty
from nightlight.geography.prefixes import COLUMNS, OverlayError, PrefixTable, read_file, read_folder

HEADER = ",".join(COLUMNS) + "\n"
WIDE = "198.18.0.0/16,US,CO,,,weak,a wide range,invented\n"
NARROW = "198.18.7.0/24,US,CO,08041,,strong,a narrow range,invented\n"


def write(folder: Path, name: str, *lines: str) -> Path:
    file = folder / name
    file.write_text(HEADER + "".join(lines), encoding="utf-8")
    return file


def test_the_longest_prefix_wins_whatever_the_order(tmp_path: Path) -> None:
    for lines in ((WIDE, NARROW), (NARROW, WIDE)):
        table = PrefixTable()
        table.add(read_file(write(tmp_path, "own.csv", *lines)))
        inside, beside = (table.find(ipaddress.ip_address(text)) for text in ("198.18.7.9", "198.18.8.9"))
        assert inside is not None
        assert beside is not None
        assert (inside.county, inside.certainty) == ("08041", Certainty.STRONG)
        assert (beside.county, beside.certainty) == ("", Certainty.WEAK)
        assert table.find(ipaddress.ip_address("198.20.0.1")) is None


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 32)), max_size=12), st.integers(0, 2**32 - 1))
def test_the_table_finds_what_a_search_through_all_prefixes_finds(prefixes: list[tuple[int, int]], number: int) -> None:
    networks = {ipaddress.ip_network((first, length), strict=False) for first, length in prefixes}
    table = PrefixTable()
    table.add({str(n): ("US", "", "", str(n), Certainty.WEAK, "invented", "invented") for n in networks})
    address = ipaddress.ip_address(number)
    holding = [network for network in networks if address in network]
    found = table.find(address)
    assert (found.city if found else None) == (
        str(max(holding, key=lambda network: network.prefixlen)) if holding else None
    )


def test_the_same_prefix_in_a_later_file_replaces_the_earlier(tmp_path: Path) -> None:
    write(tmp_path, "1.csv", NARROW)
    write(tmp_path, "2.csv", NARROW.replace("08041", "08031"))
    found = read_folder(tmp_path).find(ipaddress.ip_address("198.18.7.1"))
    assert found is not None
    assert found.county == "08031"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (NARROW.replace("/24", "/8"), "host bits"),
        (NARROW.replace("CO", "ZZ"), "no state"),
        (NARROW.replace("08041", "48201"), "no county"),
        (NARROW.replace("strong", "sure"), "certainty"),
        ("198.18.7.0/24,US\n", "8 columns"),
        (NARROW.strip() + ",more\n", "8 columns"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, fault: str) -> None:
    with pytest.raises(OverlayError, match=rf"own\.csv, line 3: .*{fault}"):
        read_file(write(tmp_path, "own.csv", WIDE, line))


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", HEADER.encode() + b'"open'])
def test_a_file_that_is_no_overlay_is_left_out_and_shown(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path, "good.csv", NARROW)
    (tmp_path / "bad.csv").write_bytes(content)
    with caplog.at_level(logging.WARNING):
        table = read_folder(tmp_path)
    assert [file.name for file in table.files] == ["good.csv"]
    assert [name for name, _ in table.faults] == ["bad.csv"]
    assert "bad.csv" in caplog.text


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_an_overlay_or_an_overlay_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("any") / "any.csv"
    for start in (b"", HEADER.encode()):
        file.write_bytes(start + content)
        with contextlib.suppress(OverlayError):
            read_file(file)
