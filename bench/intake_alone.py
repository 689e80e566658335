"""Intake measured by itself, in a database of its own.

`python -m bench.intake_alone`; BENCH_POSTGRESQL=1 takes PostgreSQL.
"""

from bench.own_database import own_database, wants_postgresql


def main() -> None:
    """Prepare a database and measure."""
    with own_database(postgresql=wants_postgresql()):
        from bench import intake  # noqa: PLC0415 - Django must be set up first
        from nightlight.commands.preparing import prepare  # noqa: PLC0415 - as above
        from nightlight.foundation.memory import settle  # noqa: PLC0415 - as above

        settle()
        prepare()
        intake.measure()


if __name__ == "__main__":
    main()
