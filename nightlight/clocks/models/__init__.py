"""Preservation letters with their one renewal, how long logs are kept, and alarms that were given."""

from nightlight.clocks.models.alarms import ClockAlarm
from nightlight.clocks.models.letters import LetterRenewal, PreservationLetter
from nightlight.clocks.models.retention import LogRetention

__all__ = ["ClockAlarm", "LetterRenewal", "LogRetention", "PreservationLetter"]
