"""Every place that opens rows for everybody gives its reason and stands in one reviewed list."""

from tests.promises.unscoped import NO_REASON, present, reviewed


def test_every_reason_is_written_out() -> None:
    silent = sorted(line for line in present() if line.endswith(NO_REASON))
    assert not silent, f"unscoped(because=...) wants its reason as a plain text in the call: {silent}"


def test_every_place_stands_in_the_reviewed_list() -> None:
    new = sorted(present() - reviewed())
    assert not new, "Opened without review. Run `python -m tests.promises.unscoped`, then read:\n" + "\n".join(new)


def test_no_line_of_the_list_has_lost_its_place() -> None:
    gone = sorted(reviewed() - present())
    assert not gone, "These lines of unscoped.txt occur nowhere any more; take them out:\n" + "\n".join(gone)
