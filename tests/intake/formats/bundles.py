"""Bundles made for tests: reports of invented words, and noise in place of media."""

import io
import random
import zipfile
from collections.abc import Mapping

NOISE = random.Random(11).randbytes(3000)
PICTURE = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + NOISE


def report(number: str = "9100001", words: str = "plain words") -> bytes:
    return (
        "<report><incidentSummary><incidentType>Misleading Domain Name</incidentType>"
        f"<incidentDateTime>2026-01-02T03:04:05Z</incidentDateTime></incidentSummary><reporter><reportingPerson>"
        f"<email>desk@example.com</email></reportingPerson></reporter><additionalInfo>{words} {number}</additionalInfo>"
        "</report>"
    ).encode()


def details(number: str, *, name: str = "", md5: str = "") -> bytes:
    digest = f'<originalFileHash hashType="MD5">{md5}</originalFileHash>' if md5 else ""
    return (
        f"<fileDetails><reportId>{number}</reportId><fileId>{name or 'f'}</fileId>"
        f"<originalFileName>{name}</originalFileName>{digest}</fileDetails>"
    ).encode()


def bundle(files: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()
