"""`nightlight person`: the first accounts of an installation, and those that locked themselves out."""

from typing import Annotated

import typer
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from nightlight.accounts.actions import add_person
from nightlight.accounts.actions import release as unlock
from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.accounts.standing import operator
from nightlight.agencies.models import Agency
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import WANTING, WRONG_USE, as_json, remark, show
from nightlight.foundation.refusals import NotFound, Refusal

app = typer.Typer(help="People and their roles.", no_args_is_help=True)


@app.callback()
def person() -> None:
    """People and their roles."""


@app.command()
def add(
    email: Annotated[str, typer.Argument(help="The address the person signs in with.")],
    *,
    name: Annotated[str, typer.Option(help="The person's name.")],
    agency: Annotated[str, typer.Option(help="The agency's code, such as co or national.")],
    role: Annotated[list[RoleName], typer.Option(help="A role; may be given several times.")],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Add a person who can sign in."""
    prepare()
    found = Agency.objects.filter(code=agency).first()
    if found is None:
        remark(f"There is no agency with the code {agency}. Codes are those of the task forces, in lower case.")
        raise typer.Exit(WRONG_USE)
    try:
        validate_password(password)
        added = add_person(
            by=operator(), agency=found, name=name, email=email, roles=role, hashed_password=make_password(password)
        )
    except Refusal as refusal:
        remark(refusal.message)
        raise typer.Exit(WANTING) from None
    except ValidationError as weak:
        remark(" ".join(weak.messages))
        raise typer.Exit(WANTING) from None
    if json:
        as_json({"id": added.pk, "agency": found.code, "roles": role})
    else:
        show(f"Added to {found.name} as {', '.join(one.value for one in role)}.")


@app.command()
def release(
    email: Annotated[str, typer.Argument(help="The address of the locked account.")],
    *,
    because: Annotated[str, typer.Option(help="Why it may sign in again.")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Release an account that too many wrong passwords have locked."""
    prepare()
    by = operator()
    account = User.objects.get_queryset().visible_to(by).filter(email__iexact=email).first()
    try:
        if account is None:
            raise NotFound
        unlock(account, by=by, because=because)
    except Refusal as refusal:
        remark(refusal.message)
        raise typer.Exit(WANTING) from None
    if json:
        as_json({"id": account.pk, "released": True})
    else:
        show("Released; the account can sign in again.")
