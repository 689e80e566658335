"""`nightlight`: every command, and what a command needs before it runs."""

import os
import sys

import typer

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nightlight.settings")

app = typer.Typer(
    help="Nightlight: the open data system for Internet Crimes Against Children task forces. It holds no imagery.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def run() -> None:
    """Set Django up, then run the command that was asked for."""
    import django  # noqa: PLC0415 - the settings must be named first

    django.setup()
    from django.db import Error  # noqa: PLC0415 - as above

    from nightlight.commands import practicing, register  # noqa: PLC0415 - commands need Django to be set up
    from nightlight.commands.printing import WANTING, remark  # noqa: PLC0415 - as above
    from nightlight.foundation.memory import settle  # noqa: PLC0415 - as above
    from nightlight.foundation.outage import outage_in  # noqa: PLC0415 - as above

    practicing.begin()
    register.commands(app)
    settle()
    try:
        app()
    except Error as error:
        outage = outage_in(error)
        if outage is None:
            raise
        remark(f"{outage.message} Then do the same again.")
        sys.exit(WANTING)
