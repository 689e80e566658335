"""A share with the interval in which the true one lies, so that small numbers do not pretend."""

import math
from dataclasses import dataclass
from statistics import NormalDist

CONFIDENCE = 0.95
Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
"""How many standard errors to each side hold 95 % of a normal distribution: 1.96."""


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`, with the ends of the 95 % interval as fractions; a share of nothing says nothing."""

    part: int
    whole: int
    low: float
    high: float
    too_few: bool
    """Whether the whole is so small that only the counts are worth saying."""

    @property
    def value(self) -> float | None:
        """The share as a fraction of one; None of nothing."""
        return self.part / self.whole if self.whole else None

    def as_json(self) -> dict[str, object]:
        """Return the share for machines: counts, fraction, interval."""
        return {
            "part": self.part,
            "whole": self.whole,
            "share": self.value,
            "low": self.low,
            "high": self.high,
            "too_few": self.too_few,
        }


def share(part: int, whole: int, *, too_few: int) -> Share:
    """Return a share with its interval. Of fewer than `too_few`, it is marked so. Raises ValueError for no share."""
    low, high = wilson(part, whole)
    return Share(part, whole, low, high, whole < too_few)


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share, as fractions from 0 to 1; of nothing, everything is possible.

    The interval holds every true share under which what was seen lies within Z standard errors, the error taken at
    that true share. It stays within 0 and 1 and says something for 0 of n. Raises ValueError for what is no share.
    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of the American
    Statistical Association 22 (1927), 209-212.
    """
    if not 0 <= part <= whole:
        raise ValueError("A share is a part of a whole: from 0 to all of it.")
    if whole == 0:
        return 0.0, 1.0
    seen, z2 = part / whole, Z * Z
    middle = (seen + z2 / (2 * whole)) / (1 + z2 / whole)
    reach = Z / (1 + z2 / whole) * math.sqrt(seen * (1 - seen) / whole + z2 / (4 * whole * whole))
    return (0.0 if part == 0 else middle - reach), (1.0 if part == whole else middle + reach)
