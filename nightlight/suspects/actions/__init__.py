"""What people do about high-priority suspects."""

from nightlight.suspects.actions.calling import call_for_run
from nightlight.suspects.actions.ending import expire, withdraw
from nightlight.suspects.actions.nominating import nominate
from nightlight.suspects.actions.opening import open_name, open_names, open_run
from nightlight.suspects.actions.reviewing import approve, return_to_author, validate
from nightlight.suspects.actions.running import make_run

__all__ = [
    "approve",
    "call_for_run",
    "expire",
    "make_run",
    "nominate",
    "open_name",
    "open_names",
    "open_run",
    "return_to_author",
    "validate",
    "withdraw",
]
