"""From a filing to the reading that travels down the road: report, details, and what was computed here."""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import replace

from nightlight.intake.arriving import Arrival, Part, Reading, read_arrival
from nightlight.intake.filings.rules import rules
from nightlight.intake.formats import uploaded_files
from nightlight.intake.formats.uploaded_files import UploadedFile, UploadedFiles
from nightlight.intake.models import FiledFile, Filing

SOURCE = "reporting client"


def reading_of(filing: Filing, files: Sequence[FiledFile]) -> Reading:
    """Return the reading of a filing that is open, with its files in the order of their upload.

    Its digest is that of all parts. The last part is our own list of digests; it names the filing's number, so no
    two filings have the same digest. A report that cannot be read after all goes to quarantine like any other.
    """
    details = tuple(zlib.decompress(file.details_deflated) for file in files if file.details_deflated is not None)
    reading = read_arrival(Arrival(SOURCE, zlib.decompress(filing.deflated or b""), details))
    uploaded = tuple(_uploaded(file) for file in files)
    ours = uploaded_files.written(filing.number, uploaded)
    parts = (*reading.parts, Part(hashlib.sha256(ours).hexdigest(), len(ours), zlib.compress(ours, level=1)))
    return replace(
        reading,
        sha256=hashlib.sha256("\n".join(part.sha256 for part in parts).encode()).hexdigest(),
        size_bytes=reading.size_bytes + len(ours),
        parts=parts,
        said=reading.said
        and uploaded_files.joined(reading.said, UploadedFiles(uploaded_files.FORMAT, filing.number, uploaded)),
    )


def _uploaded(file: FiledFile) -> UploadedFile:
    return UploadedFile(
        file_id=file.file_id,
        name=file.name,
        declared_type=file.declared_type,
        size_bytes=file.size_bytes,
        md5=file.md5,
        sha1=file.sha1,
        sha256=file.sha256,
        pdq=file.pdq,
        pdq_quality=file.pdq_quality,
        pdq_says_little=file.pdq_quality is not None and file.pdq_quality < rules().least_pdq_quality,
    )
