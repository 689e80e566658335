"""What every form of a report says beside its numbers."""

from nightlight.reporting.operation_report import OperationReport

NOT_SHOWN = "not shown"
ALLEGED = "Arrested persons are alleged to have committed an offense until a court decides."
EXACT = "Counts are exact and for law enforcement. Whoever publishes them answers for rounding and for small numbers."


def number(value: int | None) -> str:
    """Return a count as people read it: with commas, or that it is not shown."""
    return NOT_SHOWN if value is None else f"{value:,}"


def standing(report: OperationReport) -> str:
    """Return the sentence on when and whose: window, as-of date, owner."""
    operation = report.operation
    return (
        f"{operation.starts_on:%Y-%m-%d} to {operation.ends_on:%Y-%m-%d}, by date of event. Live as of "
        f"{report.as_of:%Y-%m-%d}, end of day UTC. Operation of: {report.owner}."
    )


def missing(report: OperationReport) -> str:
    """Return which figures the reader's rights do not reach, in a sentence; empty when all are shown."""
    lacking = [figure.measure for figure in report.figures if figure.value is None]
    if not lacking:
        return ""
    listed = "; ".join(f"{measure.label} (needs the right {measure.needs})" for measure in lacking)
    return f"Not shown: {listed}."
