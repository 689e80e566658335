"""What is handed in while the process is killed: small invented reports, no two alike, each tenth cut short."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from nightlight.geography.overlay import demo_ipv6
from nightlight.intake.arriving import digest

COUNTIES = ("04013", "08031", "49035", "56021")
EACH_CUT, EACH_WITH_FILE = 10, 4
SIGHTINGS = 3
"""Identifiers that stand in each report: two mail addresses (the desk's is one) and an IP address."""


@dataclass(frozen=True, slots=True)
class Document:
    """One submission to be: its bytes, the document beside it, and whether it can be read."""

    name: str
    raw: bytes
    companions: tuple[bytes, ...]
    is_sound: bool

    @property
    def sha256(self) -> str:
        """The digest under which it will be found."""
        return digest((self.raw, *self.companions))

    def put_into(self, folder: Path) -> None:
        """Write it as a file, or as a folder of its own where documents belong to it; complete at once."""
        target = folder / (self.name if self.companions else f"{self.name}.xml")
        making = folder / f".{target.name}"
        if not self.companions:
            making.write_bytes(self.raw)
        else:
            making.mkdir()
            for number, raw in enumerate((self.raw, *self.companions)):
                (making / f"{number}.xml").write_bytes(raw)
        making.rename(target)


def documents() -> Iterator[Document]:
    """Yield documents without end."""
    for number in count(1):
        raw = _report(number)
        sound = bool(number % EACH_CUT)
        with_file = sound and not number % EACH_WITH_FILE
        companions = (_file(number),) if with_file else ()
        yield Document(f"report-{number:06}", raw if sound else raw[:-30], companions, sound)


def _report(number: int) -> bytes:
    address = demo_ipv6(COUNTIES[number % len(COUNTIES)], number % 200 + 1)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<report><incidentSummary><incidentType>Child Pornography (possession, manufacture, and distribution)</incidentType>
<incidentDateTime>2026-11-18T12:00:00Z</incidentDateTime></incidentSummary>
<reporter><reportingPerson><email>desk@example.com</email></reportingPerson></reporter>
<personOrUserReported><personOrUserReportedPerson><email>sample{number}@example.com</email></personOrUserReportedPerson>
<ipCaptureEvent><ipAddress>{address}</ipAddress><eventName>Upload</eventName><dateTime>2026-11-18T12:00:00Z</dateTime>
</ipCaptureEvent></personOrUserReported></report>""".encode()


def _file(number: int) -> bytes:
    invented = hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest()
    return f"""<fileDetails><reportId>{number}</reportId><fileId>{number}</fileId>
<originalFileName>sample.bin</originalFileName>
<originalFileHash hashType="MD5">{invented}</originalFileHash></fileDetails>""".encode()
