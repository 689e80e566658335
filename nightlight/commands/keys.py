"""`nightlight key make`: a key for a provider's system."""

from typing import Annotated

import typer

from nightlight.accounts.actions import make_key, make_system_key
from nightlight.accounts.models import new_secret
from nightlight.accounts.standing import operator
from nightlight.agencies.models import Agency, AgencyKind
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import WANTING, WRONG_USE, as_json, remark, show
from nightlight.foundation.refusals import Refusal

app = typer.Typer(help="Keys for machines.", no_args_is_help=True)


@app.callback()
def key() -> None:
    """Keys for machines."""


@app.command()
def make(
    provider: Annotated[str, typer.Argument(help="The provider's code, such as practice-provider.")],
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Make a key with which a provider's system hands in reports. It is shown once and stored nowhere."""
    prepare()
    agency = Agency.objects.filter(code=provider, kind=AgencyKind.PROVIDER).first()
    if agency is None:
        codes = ", ".join(Agency.objects.filter(kind=AgencyKind.PROVIDER).values_list("code", flat=True))
        remark(f"There is no provider with that code. Providers here: {codes}.")
        raise typer.Exit(WRONG_USE)
    secret = new_secret()
    make_key(by=operator(), agency=agency, secret=secret)
    if json:
        as_json({"provider": agency.code, "key": secret})
    else:
        show(secret)
        remark("Shown once. Hand it over by a safe way; who shows it can hand in reports as this provider.")


@app.command()
def system(
    agency: Annotated[str, typer.Argument(help="The agency's code, such as co or national.")],
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Make a key with which an agency's own system looks known hashes up. It is shown once and stored nowhere."""
    prepare()
    found = Agency.objects.filter(code=agency).first()
    if found is None:
        remark(f"There is no agency with the code {agency}. Codes are those of the task forces, in lower case.")
        raise typer.Exit(WRONG_USE)
    secret = new_secret()
    try:
        make_system_key(by=operator(), agency=found, secret=secret)
    except Refusal as refusal:
        remark(refusal.message)
        raise typer.Exit(WANTING) from None
    if json:
        as_json({"agency": found.code, "key": secret})
    else:
        show(secret)
        remark("Shown once. Hand it over by a safe way; who shows it reads what the lists of this agency say.")
