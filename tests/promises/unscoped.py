"""Where rows are opened for a reason instead of for a person: `unscoped.txt`, a line `path: reason` each.

`python -m tests.promises.unscoped` writes the list anew from the sources, so that a reviewer sees in the difference
what was opened. The list is there to be read: run it, then read what changed.
"""

import ast
import sys
from pathlib import Path

from tests.promises.walking import in_words, sources, tree

LIST = Path(__file__).with_suffix(".txt")
HEADING = "# Every place where sealed rows are opened for everybody, and why. Is each reason good enough?\n"
NO_REASON = "(gives no constant reason)"


def present() -> set[str]:
    """Return a line for every call of `unscoped` in the house."""
    return {
        f"{in_words(path)}: {_reason(node)}"
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "unscoped"
    }


def _reason(call: ast.Call) -> str:
    given = [keyword.value for keyword in call.keywords if keyword.arg == "because"]
    reason = given[0].value if given and isinstance(given[0], ast.Constant) else None
    return reason if isinstance(reason, str) and reason.strip() else NO_REASON


def reviewed() -> set[str]:
    """Return the lines as they were reviewed."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line.strip() and not line.startswith("#")}


def write() -> None:
    """Write the list, sorted."""
    LIST.write_text(HEADING + "".join(f"{line}\n" for line in sorted(present())), encoding="utf-8")


if __name__ == "__main__":
    write()
    sys.stdout.write(f"{LIST.name} holds {len(reviewed())} places; read what changed\n")
