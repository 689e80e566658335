"""Lists as tables: the export of ICSE (semicolons), a table of our own making, or one digest a line."""

import csv
from collections.abc import Iterator

from nightlight.hashes.formats import limits
from nightlight.hashes.formats.fields import Digests, fitting, moment, text, victim
from nightlight.hashes.formats.guarded import GuardedFile
from nightlight.hashes.formats.rows import UNCLOSED, Rows
from nightlight.hashes.formats.values import Entry, Fault, Heading, Media, Record, Refused, Victim
from nightlight.identifiers.digest import digest
from nightlight.identifiers.kinds import Kind

NAME = "csv"
DIGESTS = ("md5", "sha1", "sha256", "pdq", "photodna")
COLUMNS = {
    **{f"{name}{noun}": name for name in DIGESTS for noun in ("", "hash", "digest")},
    **dict.fromkeys(("id", "imageid", "mediaid", "sourceid"), "id"),
    **dict.fromkeys(("classification", "category", "code"), "code"),
    **dict.fromkeys(("series", "seriesname"), "series"),
    **dict.fromkeys(("victimidentified", "victim"), "victim"),
    **dict.fromkeys(("added", "addedat", "dateadded", "dateupdated"), "added"),
    **dict.fromkeys(("mediatype", "media"), "media"),
    "baseline": "baseline",
}
"""What a column is called, without case, blanks and dashes, and what it is to us. Others are not read."""
_LENGTHS = {32: Kind.MD5, 40: Kind.SHA1, 64: Kind.SHA256}


def heading(beginning: bytes) -> Heading:
    """Return what the first line says of the table. Raises `Refused` where no column holds a digest."""
    line = beginning.split(b"\n", 1)[0].decode("utf-8", "replace").strip()
    columns = _columns(line)
    if not _bare(line) and not set(columns) & {"md5", "sha1", "sha256", "pdq"}:
        raise Refused(
            "format",
            "The first line names no column of digests. Expected MD5, SHA1, SHA256 or PDQ among the names, "
            "an answer of the hash-sharing interface in XML, or VICS in JSON.",
        )
    names = () if _bare(line) else _names(line)
    unread = tuple(
        f"The column {name.strip()[:40]} is not read"
        for name, column in zip(names, columns, strict=False)
        if name.strip() and not column
    )
    return Heading(NAME, "icse" if "baseline" in columns else "", remarks=unread)


def records(file: GuardedFile) -> Iterator[Record]:
    """Yield the rows of a table, in its order, in constant memory. Raises `Refused`."""
    lines = _lines(file)
    first = next(lines, "")
    if kind := _bare(first):
        yield _bare_record(kind, first, 1)
        for number, line in enumerate(lines, 2):
            if line.strip():
                yield _bare_record(_bare(line) or kind, line, number)
                file.record_taken()
        return
    columns = _columns(first)
    for number, row in Rows(lines, delimiter=_delimiter(first), first_line=2):
        if row is None:
            yield Fault(f"line {number}", UNCLOSED)
        elif any(cell.strip() for cell in row):
            yield _record(dict(zip(columns, row, strict=False)), f"line {number}")
        file.record_taken()


def _record(row: dict[str, str], place: str) -> Record:
    digests = Digests()
    for name in DIGESTS:
        digests.take(name, row.get(name))
    if not digests.kept:
        return Fault(place, "none of its digests can be kept")
    media = text(row.get("media")).casefold()
    return Entry(
        place,
        fitting(row, "id", limits.SOURCE_ID) or digests.first,
        **digests.kept,
        code=_baseline(row) if "baseline" in row else fitting(row, "code", limits.CODE),
        series=fitting(row, "series", limits.SERIES),
        victim=victim(row.get("victim")),
        media=next((kind for kind in (Media.IMAGE, Media.VIDEO) if kind.value in media), Media.UNKNOWN),
        added_at=moment(row.get("added")),
        remarks=tuple(digests.remarks),
        more=tuple(digests.more),
    )


def _baseline(row: dict[str, str]) -> str:
    return {Victim.YES: "baseline", Victim.NO: "not-baseline"}.get(victim(row["baseline"]), "")


def _bare(line: str) -> Kind | None:
    """Return the kind of digest that a line consists of, where it is nothing but one."""
    said = line.strip().lstrip("\ufeff")
    return _LENGTHS.get(len(said)) if set(said.lower()) <= set("0123456789abcdef") else None


def _bare_record(kind: Kind, line: str, number: int) -> Record:
    digests = Digests()
    digests.take(kind.value, line)
    if not digests.kept:
        return Fault(f"line {number}", digests.remarks[0] if digests.remarks else "it is no digest")
    return Entry(f"line {number}", digest(kind, line).value, **digests.kept)


def _columns(line: str) -> list[str]:
    return [COLUMNS.get("".join(filter(str.isalnum, name.casefold())), "") for name in _names(line)]


def _names(line: str) -> list[str]:
    try:
        return next(csv.reader([line.lstrip("\ufeff")], delimiter=_delimiter(line)), [])
    except csv.Error:
        return []


def _delimiter(line: str) -> str:
    return max(";\t,", key=line.count)


def _lines(file: GuardedFile) -> Iterator[str]:
    kept = b""
    while piece := file.read():
        *whole, kept = (kept + piece).split(b"\n")
        yield from (line.decode("utf-8", "replace") + "\n" for line in whole)
    if kept:
        yield kept.decode("utf-8", "replace")
