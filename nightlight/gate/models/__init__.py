"""The rules of courts, the courts of agencies, warrants, and openings. No table here can hold a file."""

from nightlight.gate.models.openings import Opening
from nightlight.gate.models.rules import AgencyForum, ForumRule
from nightlight.gate.models.warrants import Warrant, WarrantFile

__all__ = ["AgencyForum", "ForumRule", "Opening", "Warrant", "WarrantFile"]
