import math
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nightlight.geography import atlas
from nightlight.geography.outlines import area, distance, holds, inmost_point, simplified, svg_path
from nightlight.geography.topology import arcs_of, outer_rings

SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
# two states, side by side: the border between them is arc 0, walked down by one and up by the other
TWO_STATES = {
    "type": "Topology",
    "transform": {"scale": [2, 2], "translate": [100, 50]},
    "arcs": [[[10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10], [10, 0]], [[10, 0], [10, 0], [0, 10], [-10, 0]]],
    "objects": {
        "states": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "id": "08", "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "id": "20", "arcs": [[[2, -1]]]},
                {"type": "Polygon", "id": "99", "arcs": [[0, 1]]},
            ],
        }
    },
}
US_ATLAS = Path("node_modules/us-atlas/states-albers-10m.json")

points = st.tuples(st.integers(-100, 100).map(float), st.integers(-100, 100).map(float))


def test_neighbors_share_their_border() -> None:
    arcs = arcs_of(TWO_STATES, 0)
    left, right = (outer_rings(shape, arcs)[0] for shape in TWO_STATES["objects"]["states"]["geometries"][:2])
    assert set(left) & set(right) == {(120.0, 50.0), (120.0, 70.0)}
    assert area(left) == area(right) == 400


def test_a_shape_that_is_no_state_is_left_out() -> None:
    drawn = atlas.draw(TWO_STATES)
    assert [shape.code for shape in drawn.shapes] == ["CO", "KS"]
    assert (drawn.shapes[0].label_x, drawn.shapes[0].label_y) == (110, 60)


def test_a_path_is_closed_and_rounded_to_a_tenth() -> None:
    assert svg_path([[(0.0, 1.26), (2.04, 3.0), (4.0, 5.5)]]) == "M0,1.3L2,3L4,5.5Z"


def test_the_label_of_a_crooked_shape_stands_inside_it() -> None:
    hook = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (9.0, 10.0), (9.0, 1.0), (0.0, 1.0)]
    assert holds(hook, inmost_point(hook))
    assert inmost_point(SQUARE) == (5.0, 5.0)


@settings(deadline=None)
@given(st.lists(points, min_size=2, max_size=30), st.floats(0, 20))
def test_a_simplified_line_keeps_its_ends_and_strays_no_farther_than_the_tolerance(
    line: list[tuple[float, float]], tolerance: float
) -> None:
    kept = simplified(line, tolerance)
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    for point in line:
        strays = min((distance(point, start, end) for start, end in pairwise(kept)), default=math.inf)
        assert strays <= tolerance + 1e-9


def test_a_map_that_is_not_built_is_none(tmp_path: Path) -> None:
    assert atlas.load(tmp_path / "states-map.json") is None


def test_a_missing_source_is_said_clearly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert atlas.main([str(tmp_path / "absent.json"), str(tmp_path / "states-map.json")]) == 1
    assert "npm ci" in capsys.readouterr().err


def test_the_real_map_has_every_state_and_is_small(tmp_path: Path) -> None:
    if not US_ATLAS.is_file():
        pytest.skip("us-atlas is not here; `npm ci --ignore-scripts` brings it")
    target = tmp_path / "states-map.json"
    assert atlas.main([str(US_ATLAS), str(target)]) == 0
    drawn = atlas.load(target)
    assert drawn is not None
    assert len(drawn.shapes) == 51
    assert set(drawn.beside) <= {shape.code for shape in drawn.shapes}
    assert sum(len(shape.path) for shape in drawn.shapes) < 60_000
    assert target.stat().st_size < 64_000
