"""Where in a long list a page begins, and the way to the pages before and after it."""

from typing import Any

from nightlight.web.access import Request
from nightlight.web.templatetags.words import count

PARAMETER = "from"
MOST_DIGITS = 7


def place(request: Request, *, parameter: str = PARAMETER) -> int:
    """Return how many rows stand before the page: what the address or the form says, or none."""
    given = request.GET.get(parameter, "") or request.POST.get(parameter, "")
    return int(given) if given.isdecimal() and len(given) <= MOST_DIGITS else 0


def pager(
    request: Request, *, offset: int, here: int, total: int, noun: str, size: int, parameter: str = PARAMETER
) -> dict[str, Any] | None:
    """Return what the pager component wants for `here` rows after `offset`, or nothing when they are all there are.

    `parameter` is what the address calls the place, where it says something else by the usual name.
    """
    if here == total:
        return None
    return {
        "first": count(offset + 1 if here else 0),
        "last": count(offset + here),
        "total": count(total),
        "noun": noun,
        "previous": _address(request, parameter, max(0, offset - size)) if offset else "",
        "next": _address(request, parameter, offset + here) if here and offset + here < total else "",
    }


def _address(request: Request, parameter: str, offset: int) -> str:
    query = request.GET.copy()
    query[parameter] = str(offset)
    return f"?{query.urlencode()}"
