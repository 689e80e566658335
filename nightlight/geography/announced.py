"""Which autonomous system announces an address: the data set that `make geodata` brings, held as sorted columns."""

import csv
import socket
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from nightlight.geography.editions import NETWORKS, Edition
from nightlight.geography.prefixes import Address

FILES = ((4, "asn-ipv4.csv", socket.AF_INET), (6, "asn-ipv6.csv", socket.AF_INET6))
Columns = tuple[Sequence[int], Sequence[int], Sequence[int]]


class Announced:
    """First and last address and number of every announced range, by IP version. Use `open_announced`."""

    def __init__(self, columns: dict[int, Columns], source: str) -> None:
        self._columns, self.source = columns, source

    def number(self, address: Address) -> int | None:
        """Return the number that announces an address, or None where none does."""
        firsts, lasts, numbers = self._columns.get(address.version, ((), (), ()))
        at = bisect_right(firsts, int(address)) - 1
        return numbers[at] if at >= 0 and int(address) <= lasts[at] else None


def open_announced(folder: Path) -> Announced | None:
    """Read the data set of a geodata folder, or return None when it is absent or cannot be read. About a second."""
    edition = Edition.read(folder / NETWORKS.key)
    if edition is None:
        return None
    try:
        columns = {version: _columns(folder / NETWORKS.key / name, family) for version, name, family in FILES}
    except (OSError, ValueError, csv.Error):
        return None
    return Announced(columns, f"{NETWORKS.name} {edition.version}")


def _columns(file: Path, family: socket.AddressFamily) -> Columns:
    """Read one file; its ranges stand in order. Packed for IPv4; the numbers of IPv6 are too long for that."""
    firsts: list[int] = []
    lasts: list[int] = []
    numbers = array("L")
    with file.open(encoding="utf-8", newline="") as lines:
        for first, last, asn, *_ in csv.reader(lines):
            firsts.append(int.from_bytes(socket.inet_pton(family, first)))
            lasts.append(int.from_bytes(socket.inet_pton(family, last)))
            numbers.append(int(asn))
    if any(later < earlier for earlier, later in pairwise(firsts)):
        raise ValueError(f"{file.name}: the ranges are not in order")
    packed = family == socket.AF_INET
    return (array("L", firsts), array("L", lasts), numbers) if packed else (firsts, lasts, numbers)
