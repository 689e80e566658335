"""What people say in the tests when they nominate: invented, and administrative in tone."""

from nightlight.suspects.asked import Stated, Suspicion

SUSPICION = Suspicion(
    "18 U.S.C. 2422(b)", "Sample basis: the account was traced to the subject.", is_lawfully_obtained=True
)


def stated(*codes: str) -> list[Stated]:
    """Return indicators, each stated by an invented detective."""
    return [Stated(code, "Detective R. Placeholder, interview of Apr 3") for code in codes]
