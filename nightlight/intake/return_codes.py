"""The code that a person comes back with: how it is made, and what it finds. Only a keyed digest of it is kept."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from nightlight.intake.models import Report, ReturnCode

ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
"""No 0 or O, 1, I or L, U or V: it is written down by hand and read aloud."""

LETTERS, GROUP = 12, 4
_SEPARATORS = re.compile(r"[\s.\u2010-\u2015-]+")


@dataclass(frozen=True, slots=True)
class Found:
    """What a code opens: the code's row, and the report as it stands, where there is one."""

    code: ReturnCode
    report: Report | None


def code_for(token: str) -> str:
    """Return the code of what was written under a random token, three groups of four: 58 bits that nobody guesses.

    It follows from the token, so that what is sent twice, or whose answer was lost on its way, has one code.
    """
    number = int.from_bytes(hmac.digest(str(settings.FORM_KEY).encode(), f"code for {token}".encode(), hashlib.sha256))
    letters = "".join(ALPHABET[number // len(ALPHABET) ** at % len(ALPHABET)] for at in range(LETTERS))
    return "-".join(letters[at : at + GROUP] for at in range(0, LETTERS, GROUP))


def digest_of(code: str) -> str:
    """Return the keyed digest of a code as somebody typed it: spaces, dashes and case do not matter."""
    plain = _SEPARATORS.sub("", code).upper()
    return hmac.digest(str(settings.FORM_KEY).encode(), f"code {plain}".encode(), hashlib.sha256).hex()


def found_by(code: str) -> Found | None:
    """Return what a code opens, or None. Raises nothing, whatever was typed."""
    return _opened(_codes().filter(digest=digest_of(code)))


def found_again(pk: UUID) -> Found | None:
    """Return what a code opens that was shown a moment ago, by the id of its row."""
    return _opened(_codes().filter(pk=pk))


def _codes() -> Any:
    return ReturnCode.objects.unscoped(because="whoever shows a code was given it")


def _opened(rows: Any) -> Found | None:
    row = rows.select_related("agency", "submission").first()
    if row is None:
        return None
    reports = Report.objects.unscoped(because="a code says where its own report stands, in plain words, and no more")
    return Found(row, reports.filter(agency=row.agency_id, submission=row.submission_id).first())
