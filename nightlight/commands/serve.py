"""`nightlight serve`: the site and the API."""

from typing import Annotated

import typer
from django.conf import settings

from nightlight.accounts.standing import worker
from nightlight.commands.going_on import go_on
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import remark
from nightlight.commands.work import working
from nightlight.intake.filings.tasks import clear_away

THREADS = 32


def serve(
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
) -> None:
    """Serve the site and the API; migrate first when the database is new."""
    prepare()
    go_on()
    if cleared := clear_away(by=worker()):
        remark(f"{cleared} reports that were never finished have expired")
    listen(host, port)


def listen(host: str, port: int, *, application: str = "nightlight.wsgi:application") -> None:
    """Serve until stopped. One process with a few threads: SQLite wants one writer."""
    from granian import Granian  # noqa: PLC0415 - the server is loaded by this command only
    from granian.constants import Interfaces  # noqa: PLC0415 - as above
    from granian.log import LogLevels  # noqa: PLC0415 - as above

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    remark(f"Nightlight is at http://{host}:{port}/ (stop with Ctrl-C)")
    server = Granian(
        application,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        log_level=LogLevels.error,  # what it says besides is of its own affairs, to whoever tries the demo
    )
    with working():
        server.serve()
