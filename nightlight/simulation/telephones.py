"""Invented telephone numbers, each given out once."""

from functools import cache

from nightlight.geography.phones import state_of_area_code

LINES_PER_AREA_CODE = 100


@cache
def area_codes() -> dict[str, tuple[str, ...]]:
    """Return the area codes of each state."""
    codes: dict[str, list[str]] = {}
    for code, state in state_of_area_code().items():
        codes.setdefault(state, []).append(code)
    return {state: tuple(found) for state, found in codes.items()}


class Telephones:
    """Gives out the 555-01xx numbers of each state, spread over its area codes, until there are no more."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def next_in(self, state: str) -> str | None:
        """Return a number such as "+13035550123" not given out before, or None when the state has none left."""
        codes = area_codes()[state]
        given = self._given.get(state, 0)
        if given == len(codes) * LINES_PER_AREA_CODE:
            return None
        self._given[state] = given + 1
        line, code = divmod(given, len(codes))
        return f"+1{codes[code]}55501{line:02d}"
