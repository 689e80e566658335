"""Results go to standard output, progress and remarks to standard error; long work shows a bar on a terminal only."""

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

WIDE = 120
"""Characters of a line where nobody's window says how many it has room for: a file, a pipe."""

out = Console(highlight=False, markup=False)
if not out.is_terminal:
    out.width = WIDE
err = Console(stderr=True, highlight=False)

DONE, WANTING, WRONG_USE = 0, 1, 2


def as_json(value: Any) -> None:
    """Print one JSON document."""
    sys.stdout.write(json.dumps(value, indent=2, default=str) + "\n")


class JsonRows:
    """Rows that are printed as one list at the end of a JSON document. They wait in a file: memory stays flat."""

    def __init__(self) -> None:
        self._waiting = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed with this object

    def add(self, row: Any) -> None:
        """Take a row."""
        self._waiting.write(json.dumps(row, default=str) + "\n")

    def print_under(self, name: str, head: Mapping[str, Any]) -> None:
        """Print one JSON document: what `head` says, then the rows under a name."""
        self._waiting.seek(0)
        opening = json.dumps(dict(head), indent=2, default=str).removesuffix("\n}")
        sys.stdout.write(f"{opening},\n  {json.dumps(name)}: [")
        between = ""
        for row in self._waiting:
            sys.stdout.write(f"{between}\n    {row.rstrip()}")
            between = ","
        sys.stdout.write("\n  ]\n}\n" if between else "]\n}\n")


def show(renderable: RenderableType) -> None:
    """Print a table or a line of result. A line stays one line, however long, and its brackets stay brackets."""
    out.print(renderable, soft_wrap=isinstance(renderable, str))


def remark(words: str) -> None:
    """Say something that is not the result."""
    err.print(words, style="dim", markup=False, soft_wrap=True)


@contextmanager
def progress(words: str, total: int | None = None) -> Iterator["Bar"]:
    """Show a progress bar on a terminal, and nothing elsewhere."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, disable=not err.is_terminal, transient=True) as bars:
        yield Bar(bars, bars.add_task(words, total=total))


class Bar:
    """A running progress bar."""

    def __init__(self, bars: Progress, task: TaskID) -> None:
        self._bars, self._task = bars, task

    def advance(self, by: int = 1) -> None:
        """Move on."""
        self._bars.advance(self._task, by)

    def say(self, words: str, total: int | None = None) -> None:
        """Begin another stretch of the work."""
        self._bars.reset(self._task, description=words, total=total)
