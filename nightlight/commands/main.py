"""`nightlight`: every command, and what a command needs before it runs."""

import os

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
    from nightlight.commands import practicing, register  # noqa: PLC0415 - commands need Django to be set up
    from nightlight.foundation.memory import settle  # noqa: PLC0415 - as below

    practicing.begin()
    register.commands(app)
    settle()
    app()
