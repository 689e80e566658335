"""The forms in which an operation report leaves the house: on a terminal, as CSV, as a page."""

from nightlight.reporting.formats.comma_separated import csv
from nightlight.reporting.formats.paper import PrintingUnavailable, html, pdf
from nightlight.reporting.formats.terminal import table

__all__ = ["PrintingUnavailable", "csv", "html", "pdf", "table"]
