"""What is done with a sample: a person looks at one report and says whether its low tier was right. Never many."""

from collections.abc import Mapping
from typing import Any

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.foundation.acts import act
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.sampling.models import SampledReport
from nightlight.sampling.verdicts import Verdict

REASON_LETTERS = 200


def _reviewed(sample: Any) -> Mapping[str, Any]:
    return {"report": str(sample.report_id), "verdict": str(sample.verdict), "belongs_in": sample.belongs_in or 0}


@act("sample.reviewed", needs=Permission.REPORT_WORK, each=_reviewed)
def review(
    sample: SampledReport, *, by: Actor, verdict: Verdict, because: str, belongs_in: int | None = None
) -> SampledReport:
    """Record what a person found who looked at a drawn report: `belongs_in` is the tier, where it belongs higher.

    A verdict stands: it is what the measured rate of misses rests on. Raises RuleRefusal without a reason of 200
    letters at most, for a sample that was reviewed before, and for a tier that is not higher than the one it had.
    """
    words = because.strip()
    is_higher = belongs_in is not None and 1 <= belongs_in < sample.tier
    for stands_against, said in (
        (sample.reviewed_at is not None, "Somebody has reviewed this sample; a verdict stands"),
        (not words or len(words) > REASON_LETTERS, f"Give a reason of {REASON_LETTERS} letters at most"),
        (verdict == Verdict.BELONGS_HIGHER and not is_higher, "Say in which higher tier it belongs"),
        (verdict != Verdict.BELONGS_HIGHER and belongs_in is not None, "Only what belongs higher names another tier"),
    ):
        if stands_against:
            raise RuleRefusal(f"{said}; nothing was changed.")
    sample.verdict, sample.because, sample.belongs_in = verdict, words, belongs_in
    sample.reviewed_at, sample.reviewed_by_id = max(clock.now(), sample.drawn_at), by.pk
    sample.save(update_fields=["verdict", "because", "belongs_in", "reviewed_at", "reviewed_by"])
    return sample
