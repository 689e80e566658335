"""Divide a total into whole parts that add up to it exactly."""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction


def apportion(total: int, weights: Sequence[float], *, at_least: int = 0) -> list[int]:
    """Return one part per weight, in proportion, adding up to `total` exactly (largest remainder).

    A weight of zero gets nothing. A heavier weight never gets less than a lighter one; between equals the earlier
    goes first. Every positive weight gets `at_least` where the total reaches that far, otherwise the minimum is
    dropped. Raises `ValueError` for a negative total or weight, and when there is something to divide and nothing
    to divide it over.

    Source: the Hamilton method of apportionment.
    """
    if total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("A total and its weights cannot be negative.")
    positive = [index for index, weight in enumerate(weights) if weight > 0]
    if total and not positive:
        raise ValueError("A total needs at least one positive weight.")
    minimum = at_least if at_least * len(positive) <= total else 0
    parts = [0] * len(weights)
    remaining, undecided = total, positive
    while undecided:
        shares = _largest_remainder(remaining, [weights[index] for index in undecided])
        short = [index for index, share in zip(undecided, shares, strict=True) if share < minimum]
        if not short:
            for index, share in zip(undecided, shares, strict=True):
                parts[index] = share
            break
        for index in short:
            parts[index] = minimum
        remaining -= minimum * len(short)
        undecided = [index for index in undecided if parts[index] == 0]
    return parts


def apportion_named(total: int, weights: Mapping[str, float], *, at_least: int = 0) -> dict[str, int]:
    """Return `apportion` with the names of the weights kept, in their order."""
    return dict(zip(weights, apportion(total, list(weights.values()), at_least=at_least), strict=True))


def _largest_remainder(total: int, weights: Sequence[float]) -> list[int]:
    """Fractions, because two weights of very different size would lose a unit in floating point."""
    exact = [Fraction(weight) for weight in weights]
    whole = sum(exact)
    quotas = [total * weight / whole for weight in exact]
    parts = [math.floor(quota) for quota in quotas]
    by_remainder = sorted(range(len(parts)), key=lambda index: (parts[index] - quotas[index], -quotas[index], index))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts
