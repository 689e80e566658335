"""How figures are printed: one a line, aligned."""

import statistics
from collections.abc import Sequence


def line(what: str, figure: str) -> None:
    """Print one figure."""
    print(f"{what:<48} {figure}", flush=True)  # noqa: T201 - a benchmark prints


def spread(seconds: Sequence[float]) -> str:
    """Return median and 95th percentile in milliseconds."""
    ordered = sorted(seconds)
    high = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return f"median {statistics.median(ordered) * 1000:7.1f} ms   p95 {high * 1000:7.1f} ms   ({len(ordered)} runs)"
