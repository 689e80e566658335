"""The declarations of the measures and the page that explains them say the same."""

from pathlib import Path

import pytest

from nightlight.foundation.refusals import NotFound
from nightlight.reporting.measure import Dimension, Measure
from nightlight.reporting.measures import MEASURES, measure_called

PAGE = Path(__file__).resolve().parents[2] / "docs" / "measures.md"


def _line(measure: Measure) -> str:
    divided = ", ".join(each.replace("_", " ") for each in Dimension if each in measure.divides_by)
    cells = [
        f"`{measure.code}`",
        measure.label,
        measure.definition,
        measure.unit,
        f"`{measure.happened}`",
        f"`{measure.known}`",
        divided,
        f"`{measure.needs}`",
        measure.source,
    ]
    return f"| {' | '.join(cells)} |"


def test_the_page_has_one_line_per_measure_and_they_say_what_the_declarations_say() -> None:
    lines = [line for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    assert lines == [_line(measure) for measure in MEASURES.values()]


def test_a_measure_is_found_by_its_code_and_only_by_that() -> None:
    for code, measure in MEASURES.items():
        assert measure_called(code) is measure
    with pytest.raises(NotFound):
        measure_called("beauty")
