"""Shades of a map: round limits chosen from the data, and the words of the legend."""

from collections.abc import Iterable
from itertools import pairwise

STEPS = 5


def round_limit(number: float) -> int:
    """Return a whole number near `number` with one significant digit, or one and a half: 15, 150, 1500."""
    if number < 1:
        return 1
    unit: int = 10 ** (len(str(int(number))) - 1)
    fine = unit // 2 if number < 2 * unit and unit > 1 else unit
    return max(1, round(number / fine) * fine)


def limits(values: Iterable[int]) -> tuple[int, ...]:
    """Return where a new shade begins: one to four round numbers, ascending, at about each fifth of the data."""
    present = sorted(value for value in values if value > 0)
    at = {round_limit(present[len(present) * step // STEPS]) for step in range(1, STEPS)} if present else {1}
    return tuple(sorted(at))


def step(value: int, at: tuple[int, ...]) -> int:
    """Return the shade of a value: how many of the limits it reaches, 0 to 4."""
    return sum(value >= limit for limit in at)


def words(at: tuple[int, ...]) -> tuple[str, ...]:
    """Return what each shade means, lightest first: "under 200", "200 to 399", "400 or more"."""
    between = [f"{low:,}" if high - low == 1 else f"{low:,} to {high - 1:,}" for low, high in pairwise(at)]
    return (f"under {at[0]:,}", *between, f"{at[-1]:,} or more")
