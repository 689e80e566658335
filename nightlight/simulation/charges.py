"""Which charges go with which category of an operation, and what has become of them."""

from random import Random

from nightlight.simulation.planned import PlannedCharge

FEDERAL, STATE = "federal", "state"
FEDERAL_SHARE = 0.3
FURTHER_CATEGORY_SHARE = 0.06

STATUTES = {
    "a": (
        "18 U.S.C. 2252A(a)(2)",
        "18 U.S.C. 2252A(a)(5)",
        "18 U.S.C. 2252(a)(2)",
        "18 U.S.C. 2252(a)(4)",
        "18 U.S.C. 2251(a)",
    ),
    "b": ("18 U.S.C. 2422(b)", "18 U.S.C. 1470", "18 U.S.C. 2425"),
    "c": ("18 U.S.C. 1591", "18 U.S.C. 1594"),
    "d": ("18 U.S.C. 2423(b)", "18 U.S.C. 2423(a)"),
}
"""Federal statutes by category; each belongs to one category alone. Source: 18 U.S.C. chapters 71, 77, 110, 117."""


def jurisdiction(dice: Random) -> str:
    """Return who prosecutes: most of the arrests of a task force are charged under state law."""
    return FEDERAL if dice.random() < FEDERAL_SHARE else STATE


def further_categories(category: str, dice: Random) -> tuple[str, ...]:
    """Return the categories that an arrest falls under besides its primary one: mostly none, at most one."""
    if dice.random() >= FURTHER_CATEGORY_SHARE:
        return ()
    return (dice.choice([other for other in STATUTES if other != category]),)


def charges(categories: tuple[str, ...], *, where: str, dice: Random) -> tuple[PlannedCharge, ...]:
    """Return one charge for each category.

    The invented operation knows no state codes: a state charge names the federal statute that it is the equivalent of.
    """
    before = "" if where == FEDERAL else "State equivalent of "
    return tuple(
        PlannedCharge(before + dice.choice(STATUTES[category]), dice.choice((1, 1, 1, 2, 3, 5)))
        for category in categories
    )
