"""The map of the states, built once from us-atlas: `python -m nightlight.geography.atlas SOURCE TARGET`.

SOURCE is `states-albers-10m.json` of the us-atlas package, already projected, with Alaska and Hawaii moved in; it
has no territories. Where the map is not built, pages show the table alone.
"""

import argparse
import functools
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from nightlight.geography import states
from nightlight.geography.outlines import Line, area, inmost_point, svg_path
from nightlight.geography.topology import Topology, arcs_of, outer_rings

VIEW_BOX = "0 0 975 610"
TOLERANCE = 0.5
"""Map units: half a pixel at the map's own size, too small to see."""

SMALLEST_ISLAND = 1.0
"""Square map units; smaller islands are left out, except a state's largest piece."""

BESIDE_THE_MAP = ("VT", "NH", "MA", "RI", "CT", "NJ", "DE", "MD", "DC")
"""States too small to hold a label, from north to south: they are listed beside the map."""


@dataclass(frozen=True, slots=True)
class StateShape:
    """One state on the map: `path` is the text of an SVG path, the label's middle stands at `label_x`, `label_y`."""

    code: str
    name: str
    path: str
    label_x: float
    label_y: float


@dataclass(frozen=True, slots=True)
class StatesMap:
    """All states on the map in the order of their names, and the codes of those to list beside it."""

    view_box: str
    shapes: tuple[StateShape, ...]
    beside: tuple[str, ...]


def draw(topology: Topology) -> StatesMap:
    """Draw the map from a TopoJSON topology with an object "states" whose ids are FIPS codes."""
    arcs = arcs_of(topology, TOLERANCE)
    shapes = []
    for shape in topology["objects"]["states"]["geometries"]:
        state = states.by_fips(shape["id"])
        if state:
            shapes.append(_shape(state, outer_rings(shape, arcs)))
    return StatesMap(VIEW_BOX, tuple(sorted(shapes, key=lambda each: each.name)), BESIDE_THE_MAP)


def _shape(state: states.State, rings: list[Line]) -> StateShape:
    largest = max(rings, key=area)
    x, y = inmost_point(largest)
    drawn = [ring for ring in rings if ring is largest or area(ring) >= SMALLEST_ISLAND]
    return StateShape(state.code, state.name, svg_path(drawn), round(x, 1), round(y, 1))


def build(source: Path, target: Path) -> None:
    """Draw the map from us-atlas's file and write it, replacing an older one. Raises `OSError`, `ValueError`."""
    drawn = draw(json.loads(source.read_text(encoding="utf-8")))
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.unfinished")
    unfinished.write_text(json.dumps(asdict(drawn), separators=(",", ":")), encoding="utf-8")
    unfinished.replace(target)


def load(target: Path) -> StatesMap | None:
    """Return the built map, kept until the file changes; None when it is not built."""
    try:
        changed = target.stat().st_mtime_ns
    except FileNotFoundError:
        return None
    return _read(target, changed)


@functools.lru_cache(maxsize=2)
def _read(target: Path, changed: int) -> StatesMap:
    written = json.loads(target.read_text(encoding="utf-8"))
    shapes = tuple(StateShape(**shape) for shape in written["shapes"])
    return StatesMap(written["view_box"], shapes, tuple(written["beside"]))


def main(arguments: list[str] | None = None) -> int:
    """Build the map; return the exit code."""
    parser = argparse.ArgumentParser(description="Build the map of the states.")
    parser.add_argument("source", type=Path, help="states-albers-10m.json of us-atlas")
    parser.add_argument("target", type=Path, help="the file to write, states-map.json")
    chosen = parser.parse_args(arguments)
    try:
        build(chosen.source, chosen.target)
    except FileNotFoundError:
        sys.stderr.write(f"map: {chosen.source} is not there; run npm ci first. Pages show the table alone.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
