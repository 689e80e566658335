"""`nightlight hashes rematch`: follows what changed in the lists to the reports that are here."""

import time
from typing import Annotated, Any

import typer

from nightlight.accounts.standing import worker
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import Bar, as_json, progress, show
from nightlight.rematching.models import Rematching
from nightlight.rematching.tasks import rematch, waiting


def match_again(
    *,
    every: Annotated[int, typer.Option(help="Do it again after so many seconds, until stopped; 0: once.", min=0)] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Match the reports that are here again, where lists changed. `nightlight serve` does it by itself."""
    prepare()
    while True:
        with progress("Matching again") as bar:
            done = rematch(by=worker(), advance=_Shown(bar))
        left = waiting(worker()).count()
        if json:
            as_json({"changes": [_as_json(one) for one in done], "waiting": left})
        else:
            judged, changed = sum(one.judged for one in done), sum(one.changed for one in done)
            show(f"{len(done)} changes followed, {judged:,} reports judged, {changed:,} otherwise; {left} changes wait")
        if not every:
            return
        time.sleep(every)


class _Shown:
    """Shows on a bar how far a change was followed."""

    def __init__(self, bar: Bar) -> None:
        self._bar, self._at, self._shown = bar, "", 0

    def __call__(self, taken: Rematching) -> None:
        at = f"{taken.change.get_kind_display()}, {taken.get_step_display()}"
        done, total = (taken.entries_done, taken.entries) if taken.step == "equal" else (taken.judged, None)
        if at != self._at:
            self._bar.say(at.capitalize(), total)
            self._at, self._shown = at, 0
        self._bar.advance(max(0, done - self._shown))
        self._shown = done


def _as_json(taken: Rematching) -> dict[str, Any]:
    change = taken.change
    return {
        "change": change.kind,
        "list": change.list.name if change.list else None,
        "judged": taken.judged,
        "changed": taken.changed,
    }
