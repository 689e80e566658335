"""The documents name every setting, right, role and command that there is, and no setting that is not."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from typer.main import get_command

from nightlight.accounts.permissions import RIGHTS, Permission, RoleName
from nightlight.commands import register
from tests.promises.walking import ROOT, sources

NAMED_FILE = re.compile(r"`((?:[a-z_]+/)+[a-z_]+(?:/|\.(?:py|html|js|css|yaml|txt|md)))`")
"""A file or folder of this tree between back quotes, named from the top or from `nightlight/`."""
SETTING, READ_BY_SETTINGS = re.compile(r"NIGHTLIGHT_[A-Z]+(?:_[A-Z]+)*"), re.compile(r'_env\(\s*"([A-Z_]+)"')


def document(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def settings(*, tests: bool) -> set[str]:
    found: set[str] = set()
    for path in sources(tests=tests):
        text = path.read_text(encoding="utf-8")
        found |= set(SETTING.findall(text))
        found |= {f"NIGHTLIGHT_{name}" for name in READ_BY_SETTINGS.findall(text)}
    return found


def commands() -> Iterator[tuple[str, Any]]:
    """Yield every command with the words that call it."""
    app = typer.Typer()
    register.commands(app)

    def below(words: str, command: Any) -> Iterator[tuple[str, Any]]:
        inner = getattr(command, "commands", None)
        if inner is None:
            yield words, command
        for name, under in (inner or {}).items():
            yield from below(f"{words} {name}", under)

    return below("nightlight", get_command(app))


COMMANDS = list(commands())
PRINT_NO_RESULT = {"nightlight serve", "nightlight work"}
AS_JSON = {"--json", "--format"}


def test_every_setting_is_described() -> None:
    missing = sorted(name for name in settings(tests=False) if f"`{name}`" not in document("settings.md"))
    assert not missing, f"docs/settings.md does not describe {missing}"


def test_no_setting_is_described_that_nothing_reads() -> None:
    gone = sorted(set(SETTING.findall(document("settings.md"))) - settings(tests=True))
    assert not gone, f"docs/settings.md describes {gone}, which nothing reads"


def test_no_line_of_a_table_begins_as_another_does() -> None:
    """A setting, a command or a step of the road stands once."""
    for name in ("settings.md", "commands.md", "life-of-a-report.md"):
        begins = re.findall(r"^\| ([`0-9][^|]*) \|", document(name), re.MULTILINE)
        twice = sorted(head for head, times in Counter(begins).items() if times > 1)
        assert not twice, f"docs/{name} says twice {twice}"


def test_every_file_that_a_document_names_is_there() -> None:
    documents = [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    gone = [
        f"{path.name}: {named}"
        for path in documents
        for named in NAMED_FILE.findall(path.read_text(encoding="utf-8"))
        if not any(place.joinpath(named).exists() for place in (ROOT, ROOT / "nightlight", path.parent))
    ]
    assert not gone, f"documents name what is not there: {gone}"


def rows_of_permissions() -> dict[str, set[str]]:
    """Return, for each right in the table of the document, the roles it says hold it."""
    rows = re.findall(r"^\| `([a-z_]+:[a-z_]+)` \|[^|]*\|([^|]*)\|$", document("permissions.md"), re.MULTILINE)
    return {right: set(re.findall("`([a-z_]+)`", roles)) for right, roles in rows}


@pytest.mark.parametrize("permission", Permission)
def test_every_right_is_described_with_the_roles_that_hold_it(permission: Permission) -> None:
    holders = {role.value for role in RoleName if permission in RIGHTS[role]}
    assert rows_of_permissions().get(permission.value) == holders, f"docs/permissions.md is wrong about {permission}"


def test_no_right_is_described_that_is_not_there() -> None:
    assert rows_of_permissions().keys() <= {permission.value for permission in Permission}


@pytest.mark.parametrize("role", RoleName)
def test_every_role_is_described(role: RoleName) -> None:
    assert re.search(rf"^\| `{role.value}` \|", document("permissions.md"), re.MULTILINE), (
        f"docs/permissions.md does not describe the role {role}"
    )


@pytest.mark.parametrize(("words", "command"), COMMANDS, ids=[words for words, _ in COMMANDS])
def test_every_command_that_prints_a_result_prints_json_too(words: str, command: Any) -> None:
    takes = {name for option in command.params for name in option.opts}
    assert bool(takes & AS_JSON) is (words not in PRINT_NO_RESULT)


@pytest.mark.parametrize(("words", "command"), COMMANDS, ids=[words for words, _ in COMMANDS])
def test_every_command_and_option_is_described(words: str, command: Any) -> None:
    lines = [line for line in document("commands.md").splitlines() if f"`{words}" in line]
    assert lines, f"docs/commands.md does not describe `{words}`"
    options = [[*option.opts, *option.secondary_opts] for option in command.params]
    missing = [
        names
        for names in options
        if names[0].startswith("--") and not any(name in line for name in names for line in lines)
    ]
    assert not missing, f"docs/commands.md says nothing of {missing} of `{words}`"
