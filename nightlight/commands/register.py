"""Which commands there are. A command is a thin door: it translates words into one call and prints the answer."""

import typer

from nightlight.commands import (
    audit,
    clocks,
    demo,
    filings,
    gate,
    hashes,
    intake,
    keys,
    learning,
    notices,
    operation,
    people,
    queue,
    routing,
    serve,
    suspects,
    triage,
    urgent,
    why,
    work,
)


def commands(app: typer.Typer) -> None:
    """Hang every command on the application."""
    app.command("demo")(demo.demo)
    app.command("serve")(serve.serve)
    app.command("work")(work.work)
    app.command("urgent")(urgent.urgent)
    app.command("intake")(intake.intake)
    app.command("gate")(gate.gate)
    app.add_typer(clocks.app, name="clocks")
    app.add_typer(queue.app, name="queue")
    queue.app.command("why")(why.why)
    app.add_typer(triage.app, name="triage")
    app.add_typer(hashes.app, name="hashes")
    app.add_typer(routing.app, name="routing")
    app.add_typer(operation.app, name="operation")
    app.add_typer(suspects.app, name="suspects")
    app.add_typer(learning.app, name="learning")
    app.add_typer(audit.app, name="audit")
    app.add_typer(people.app, name="person")
    app.add_typer(keys.app, name="key")
    app.add_typer(filings.app, name="filing")
    app.add_typer(notices.app, name="notices")
