"""TopoJSON read into rings: shared borders are drawn once as arcs, and shapes are lists of arcs.

Source: the TopoJSON format specification, sections 2.1 (topology objects) and 2.1.4 (arc indexes).
"""

from itertools import accumulate
from typing import Any

from nightlight.geography.outlines import Line, simplified

Topology = dict[str, Any]


def arcs_of(topology: Topology, tolerance: float) -> list[Line]:
    """Return the arcs in map units, each simplified once, so that neighbors still share their border exactly.

    The positions of a quantized topology are steps from the position before, in units of its transform.
    """
    (scale_x, scale_y), (left, top) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        positions = accumulate(steps, lambda place, step: (place[0] + step[0], place[1] + step[1]))
        arcs.append(simplified([(left + x * scale_x, top + y * scale_y) for x, y in positions], tolerance))
    return arcs


def outer_rings(shape: Topology, arcs: list[Line]) -> list[Line]:
    """Return the outer ring of every polygon of a shape. Holes are left out: no state has one."""
    polygons = {"Polygon": [shape["arcs"]], "MultiPolygon": shape["arcs"]}[shape["type"]]
    return [_joined(polygon[0], arcs) for polygon in polygons]


def _joined(indexes: list[int], arcs: list[Line]) -> Line:
    """Join arcs end to end; a negative index is the one's complement of an arc to be walked backwards."""
    ring: Line = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[:-1]
    return ring
