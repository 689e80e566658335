"""The forms in which a run of high-priority suspects leaves the house: CSV and paper; JSON is its own."""

from nightlight.reporting.run_formats.comma_separated import csv
from nightlight.reporting.run_formats.paper import pdf

__all__ = ["csv", "pdf"]
