"""Submissions held against the provider schema that `NIGHTLIGHT_CYBERTIPLINE_XSD` names, if it names one."""

import logging
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from lxml import etree

from nightlight.intake.formats import cybertipline_xml
from nightlight.intake.formats.values import ReadReport
from nightlight.intake.formats.xml_schema import NoSchema, deviations, schema_at

log = logging.getLogger(__name__)


def against_schema(said: ReadReport, documents: tuple[bytes, ...]) -> ReadReport:
    """Return a report with where its documents leave the schema. What leaves it comes in all the same."""
    path = settings.CYBERTIPLINE_XSD
    if path is None or said.format != cybertipline_xml.FORMAT:
        return said
    schema = _usable(path)
    return replace(said, deviations=deviations(schema, documents)) if schema is not None else said


@lru_cache(maxsize=4)
def _usable(path: Path) -> etree.XMLSchema | None:
    """Return the schema, or None and one line in the log: a slip in the settings stops no report."""
    try:
        return schema_at(path)
    except NoSchema as none:
        log.warning("NIGHTLIGHT_CYBERTIPLINE_XSD is not used: %s", none)
        return None
