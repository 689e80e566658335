"""Which commands there are. A command is a thin door: it translates words into one call and prints the answer."""

import typer

from nightlight.commands import audit, demo, filings, hashes, intake, keys, learning, operation, people, queue, serve


def commands(app: typer.Typer) -> None:
    """Hang every command on the application."""
    app.command("demo")(demo.demo)
    app.command("serve")(serve.serve)
    app.command("intake")(intake.intake)
    app.command("queue")(queue.queue)
    app.add_typer(hashes.app, name="hashes")
    app.add_typer(operation.app, name="operation")
    app.add_typer(learning.app, name="learning")
    app.add_typer(audit.app, name="audit")
    app.add_typer(people.app, name="person")
    app.add_typer(keys.app, name="key")
    app.add_typer(filings.app, name="filing")
