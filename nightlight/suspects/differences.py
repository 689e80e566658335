"""What changed from one run to the next: who is new and why, who is gone and why."""

from dataclasses import dataclass

from nightlight.suspects.models import Held, Run, RunLine


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that is new, or gone, with the reason in words."""

    number: str
    agency: str
    because: str


@dataclass(frozen=True, slots=True)
class Differences:
    """What is new and what is gone against the run before; both empty for a first run."""

    new: tuple[Change, ...]
    gone: tuple[Change, ...]


def differences(run: Run) -> Differences:
    """Compare a run with the one before it, in two queries. Why something is gone stands in the run itself."""
    if run.previous_id is None:
        return Differences((), ())
    everything = RunLine.objects.unscoped(because="whoever received an entry learns why it is gone (28 CFR 23.20(h))")
    listed = everything.filter(held=Held.LISTED).select_related("nominated_by")
    before = {line.nomination_id: line for line in listed.filter(run=run.previous_id)}
    now = {
        line.nomination_id: line
        for line in everything.filter(run=run).select_related("nominated_by")
        if line.held == Held.LISTED or line.nomination_id in before
    }
    new = [line for pk, line in now.items() if pk not in before]
    gone = [now[pk] for pk in before if pk in now and now[pk].held != Held.LISTED]
    return Differences(tuple(map(_change, new)), tuple(map(_change, gone)))


def _change(line: RunLine) -> Change:
    return Change(line.number, line.nominated_by.name, line.because)
