"""Outages: why the database could not be written just now, in words for whoever waits.

An outage is no mistake of the one who asked. What was asked for was not done, nothing of it was kept, and doing the
same again later is right. Everything else that a database refuses (a broken constraint, an unknown table) is none.
"""

import sqlite3
from enum import StrEnum

from django.db import InterfaceError, OperationalError

_SQLITE = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_BUSY: "held",
    sqlite3.SQLITE_LOCKED: "held",
    sqlite3.SQLITE_IOERR: "gone",
    sqlite3.SQLITE_CANTOPEN: "gone",
    sqlite3.SQLITE_READONLY: "gone",
}
_PRIMARY = 0xFF
"""The part of an SQLite error code that says what kind it is (https://www.sqlite.org/rescode.html)."""

_POSTGRESQL = {
    "53": "full",  # insufficient resources
    "55P03": "held",  # lock not available
    "40P01": "held",  # deadlock detected
    "40001": "held",  # serialization failure
    "57014": "held",  # query cancelled
    "57P": "gone",  # the server shuts down, or an administrator ended the connection
    "08": "gone",  # connection exception
    "58": "gone",  # system error outside the database
    "25006": "gone",  # read-only transaction
}
"""Beginnings of SQLSTATE codes (https://www.postgresql.org/docs/current/errcodes-appendix.html)."""


class Outage(StrEnum):
    """What stands in the way. The value is one word for machines."""

    FULL = "full"
    HELD = "held"
    GONE = "gone"

    @property
    def message(self) -> str:
        """What is the matter and what to do, in words that tell nothing of the inside."""
        return {
            Outage.FULL: "The disk that holds the records is full: nothing more can be kept until there is room.",
            Outage.HELD: "The database is busy: another process has held it for longer than it is worth waiting.",
            Outage.GONE: "The database does not answer: the connection to it was lost, or it cannot be opened.",
        }[self]

    @property
    def retry_after(self) -> int:
        """After how many seconds a machine should try the same again."""
        return {Outage.FULL: 120, Outage.HELD: 5, Outage.GONE: 15}[self]


def outage_in(error: BaseException | None) -> Outage | None:
    """Return the outage that an error tells of, or nothing where it tells of something else."""
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    cause = error.__cause__ or error
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        word = _SQLITE.get(code & _PRIMARY)
    elif isinstance(cause, sqlite3.Error):
        word = None
    else:
        state = getattr(cause, "sqlstate", None)
        found = [name for beginning, name in _POSTGRESQL.items() if state and state.startswith(beginning)]
        word = found[0] if found else (None if state else "gone")
    return Outage(word) if word else None
