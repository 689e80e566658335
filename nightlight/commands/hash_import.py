"""`nightlight hashes import`: files of hashes into a list, previewed, resumed, with a progress bar."""

import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from nightlight.accounts.standing import operator
from nightlight.agencies.models import Agency
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import DONE, WANTING, WRONG_USE, Bar, as_json, progress, remark, show
from nightlight.foundation import clock
from nightlight.foundation.refusals import Refusal, RuleRefusal
from nightlight.hashes import actions
from nightlight.hashes.admitting import stopped_import
from nightlight.hashes.formats.values import Refused, Remark
from nightlight.hashes.importing import bring_in, preview
from nightlight.hashes.models import HashList, Licence, Trust
from nightlight.hashes.rules import classifications_on
from nightlight.hashes.survey import Survey, survey

NOT_STATED = "not-stated"
"""The scheme of codes of which nobody says what they mean."""
COUNTS = ("added", "changed", "unchanged", "taken_back", "left_out")


def bring(
    files: Annotated[list[Path], typer.Argument(help="Files; several are the pages of one list.")],
    *,
    list_name: Annotated[str, typer.Option("--list", help="Name of the list; made when it is new.")],
    agency: Annotated[str, typer.Option(help="Code of the agency that holds the list here.")] = "national",
    owner: Annotated[str | None, typer.Option(help="Who made the list; else what the file says.")] = None,
    purpose: Annotated[str | None, typer.Option(help="What it is for.")] = None,
    trust: Annotated[Trust | None, typer.Option(help="How much a match with it is worth; else not_stated.")] = None,
    licence: Annotated[
        Licence | None, typer.Option(help="To whom its owner lets it be shown; else own_agency.")
    ] = None,
    scheme: Annotated[str, typer.Option(help="What its codes mean, such as us-vics; else what the file says.")] = "",
    version: Annotated[str, typer.Option(help="The owner's word for this version.")] = "",
    only_preview: Annotated[bool, typer.Option("--preview", help="Say what would change; write nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Bring a file of known hashes into a list. Stopped, the same command goes on where it was."""
    if absent := [str(path) for path in files if not path.is_file()]:
        remark(f"Not found: {', '.join(absent)}")
        raise typer.Exit(WRONG_USE)
    prepare()
    held = Agency.objects.filter(code=agency).first()
    if held is None:
        remark(f"There is no agency with the code {agency}.")
        raise typer.Exit(WRONG_USE)
    about = About(held, list_name.strip(), owner, purpose, trust, licence, scheme, version)
    try:
        about.require_no_other_words()
        said, seen = _previewed(files, about) if only_preview else _brought(files, about)
    except (Refused, Refusal) as refusal:
        remark(refusal.message)
        raise typer.Exit(WANTING) from None
    _tell(said, json=json)
    raise typer.Exit(WANTING if seen.faults else DONE)


@dataclass(frozen=True, slots=True)
class About:
    """What was said of the list on the command line; None: nothing was."""

    agency: Agency
    name: str
    owner: str | None
    purpose: str | None
    trust: Trust | None
    licence: Licence | None
    scheme: str
    version: str

    def list(self) -> HashList | None:
        """Return the list where it is there already."""
        return HashList.objects.visible_to(operator()).filter(agency=self.agency, name=self.name).first()

    def require_no_other_words(self) -> None:
        """Raise RuleRefusal where the list is there and says otherwise of itself: nothing said is passed over."""
        there = self.list()
        for name in ("owner", "purpose", "trust") if there else ():
            said = getattr(self, name)
            if said is not None and said.strip() != getattr(there, name):
                raise RuleRefusal(
                    f"The list is there, and another {name} stands with it. Change that by nightlight hashes describe, "
                    "or leave it out here. Nothing was changed."
                )
        if there and self.licence and self.licence != there.licence:
            raise RuleRefusal(
                "The list is there, and may be shown to others than you say; that is settled when a list is made. "
                "Leave the licence out, or withdraw the list and bring its files into a new one. Nothing was changed."
            )

    def means(self, seen: Survey) -> str:
        """Return the scheme of the codes: as was said, as the file says, as the list has it, as it is as a rule."""
        there = self.list()
        heading = seen.heading
        return self.scheme or heading.scheme or (there.scheme if there else "") or heading.likely_scheme or NOT_STATED


def _surveyed(files: list[Path], about: About, bar: Bar) -> Survey:
    """Read the files to their end; a scheme that nobody described here is a finding: a slip of the pen shows."""
    seen = survey(files, advance=bar.advance)
    scheme = about.means(seen)
    if scheme != NOT_STATED and not classifications_on(clock.today()).describes(scheme):
        seen.count(Remark(f"The codes of {scheme[:40]} are not described here: each counts as known and as no more"))
    return seen


def _previewed(files: list[Path], about: About) -> tuple[dict[str, Any], Survey]:
    began = time.monotonic()
    with progress("Reading", total=_size(files)) as bar:
        seen = _surveyed(files, about, bar)
        if there := about.list():
            stopped = stopped_import(there, by=operator(), sha256=seen.sha256)
            if stopped:
                remark(f"Import {stopped.number} of this file stopped after {stopped.position:,} records.")
        bar.say("Comparing", total=seen.records)
        would = preview(seen.paths, about.list(), scheme=about.means(seen), advance=bar.advance)
    return _said(about, seen, asdict(would), None, began), seen


def _brought(files: list[Path], about: About) -> tuple[dict[str, Any], Survey]:
    began, by = time.monotonic(), operator()
    with progress("Reading", total=_size(files)) as bar:
        seen = _surveyed(files, about, bar)
        means = about.means(seen)
        into = about.list() or actions.add_list(
            by=by,
            agency=about.agency,
            name=about.name,
            scheme=means,
            owner=about.owner or seen.heading.owner,
            purpose=about.purpose or "",
            trust=about.trust or Trust.NOT_STATED,
            licence=about.licence or Licence.OWN_AGENCY,
        )
        names = ", ".join(path.name for path in seen.paths)
        begun = actions.begin_import(into, by=by, source=names, survey=seen, version=about.version, scheme=means)
        if begun.position:
            remark(f"Import {begun.number} stopped after {begun.position:,} records; it goes on from there.")
        bar.say("Writing", total=seen.records)
        brought = bring_in(begun, seen.paths, by=by, advance=bar.advance)
    counts = {name: getattr(brought, name) for name in COUNTS}
    return _said(about, seen, counts, brought.number, began), seen


def _said(about: About, seen: Survey, counts: dict[str, int], number: int | None, began: float) -> dict[str, Any]:
    return {
        "list": about.name,
        "import": number,
        "preview": number is None,
        "format": seen.heading.format,
        "scheme": about.means(seen),
        "records": seen.records,
        **counts,
        "seconds": round(time.monotonic() - began, 3),
        "findings": _findings(seen),
    }


def _size(files: list[Path]) -> int:
    return sum(path.stat().st_size for path in files)


def _findings(seen: Survey) -> list[dict[str, Any]]:
    return [{"finding": words, "times": one.times, "first": one.first} for words, one in seen.findings.items()]


def _tell(said: dict[str, Any], *, json: bool) -> None:
    if json:
        as_json(said)
        return
    for finding in said["findings"]:
        remark(f"{finding['finding']}: {_times(finding['times'])}, first at {finding['first']}")
    verb = "would be " if said["preview"] else ""
    counts = ", ".join(f"{said[name]:,} {verb}{name.replace('_', ' ')}" for name in COUNTS if said[name])
    records = f"{said['records']:,} record{'' if said['records'] == 1 else 's'}"
    show(f"{said['list']}: {records} of {said['format']} ({said['scheme']}); {counts or 'nothing new'}")


def _times(number: int) -> str:
    return f"{number:,} time{'' if number == 1 else 's'}"
