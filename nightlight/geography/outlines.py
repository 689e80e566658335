"""Plain geometry for the map: simplified lines, rings, the point inside where a label reads best, SVG paths.

Points are in the map's own units, which are the pixels of its view box.
"""

from itertools import pairwise
from math import dist, hypot, inf

Point = tuple[float, float]
Line = list[Point]


def distance(point: Point, start: Point, end: Point) -> float:
    """Return the distance from a point to the stretch between two others."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = 0.0 if length == 0 else max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length))
    return hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1))


def simplified(line: Line, tolerance: float) -> Line:
    """Return a line without the points that lie closer than the tolerance to what is left. Its ends stay.

    Method: Ramer 1972, Douglas and Peucker 1973.
    """
    kept, stretches = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stretches:
        first, last = stretches.pop()
        between = range(first + 1, last)
        if not between:
            continue
        farthest = max(between, key=lambda index: distance(line[index], line[first], line[last]))
        if distance(line[farthest], line[first], line[last]) > tolerance:
            kept.add(farthest)
            stretches += [(first, farthest), (farthest, last)]
    return [line[index] for index in sorted(kept)]


def area(ring: Line) -> float:
    """Return the area that a closed ring encloses, never negative."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]))) / 2


def holds(ring: Line, point: Point) -> bool:
    """Say whether a point lies inside a closed ring, by counting the sides to its right."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside


def inmost_point(ring: Line, steps: int = 24) -> Point:
    """Return the point of a grid inside the ring where a label has most room.

    That is the one farthest from the sides, less a little for its distance from the middle, so that in a long
    rectangle the label stands in the middle and not anywhere along it.
    """
    left, right = min(x for x, _ in ring), max(x for x, _ in ring)
    top, bottom = min(y for _, y in ring), max(y for _, y in ring)
    middle = ((left + right) / 2, (top + bottom) / 2)
    best, room = ring[0], -inf
    for row in range(1, steps):
        for column in range(1, steps):
            point = (left + (right - left) * column / steps, top + (bottom - top) * row / steps)
            if holds(ring, point):
                nearest = min(distance(point, start, end) for start, end in pairwise([*ring, ring[0]]))
                worth = nearest - dist(point, middle) / 8
                if worth > room:
                    best, room = point, worth
    return best


def svg_path(rings: list[Line]) -> str:
    """Return closed rings as the text of an SVG path, rounded to a tenth."""
    return "".join("M" + "L".join(f"{_tenth(x)},{_tenth(y)}" for x, y in ring) + "Z" for ring in rings)


def _tenth(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
