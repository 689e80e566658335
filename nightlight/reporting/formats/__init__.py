"""The forms in which an operation report leaves the house: on a terminal, as CSV, as a page."""

from nightlight.reporting.formats.comma_separated import csv
from nightlight.reporting.formats.paper import pdf
from nightlight.reporting.formats.terminal import table

__all__ = ["csv", "pdf", "table"]
