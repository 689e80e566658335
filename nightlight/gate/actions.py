"""What people do about the gate: set a rule, name an agency's courts, record a warrant, record an opening.

No act here opens anything. Where a warrant is required, the one act that leads on is to record a warrant.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.acts import act, creating
from nightlight.foundation.refusals import NotFound, RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.gate.asked import OpeningAsked, RuleAsked, WarrantAsked
from nightlight.gate.drafting import drafted
from nightlight.gate.forums import every_forum
from nightlight.gate.in_force import in_force
from nightlight.gate.judging import Verdict
from nightlight.gate.models import AgencyForum, ForumRule, Opening, Warrant, WarrantFile
from nightlight.gate.reading import FileGate, ReportGate, gates_of, holder_of
from nightlight.intake.models import Report, ReportedFile

ONE_DAY = timedelta(days=1)
"""A court's calendar may be a day ahead of UTC (Guam)."""


def _numbered(rule: ForumRule) -> Mapping[str, Any]:
    return {"forum": rule.forum, "version": rule.version, "in_force_from": str(rule.in_force_from)}


@creating("forum_rule.set", needs=Permission.GATE_RULE, each=_numbered)
def set_rule(asked: RuleAsked, *, by: Actor) -> ForumRule:
    """Set what a forum asks, for the actor's own agency and those under it, from a day on; return the new version.

    Nothing before that day changes. Raises RuleRefusal for a day that is past, without citation, words, approver or
    reason, and for a rule that counts more than viewing where viewing itself opens nothing.
    """
    rule = drafted(asked, by=by)
    rule.save(force_insert=True)
    return rule


@creating("agency_forums.set", needs=Permission.GATE_RULE)
def set_forums(agency: Agency, *, forums: Sequence[str], by: Actor, because: str) -> list[AgencyForum]:
    """Say to which courts an agency takes its cases from today on, in place of what stood before.

    Raises RuleRefusal for none, for one that is not known, and without a reason; NotFound for an agency that the
    actor does not see.
    """
    if not Agency.objects.filter(by.sees("pk"), pk=agency.pk).exists():
        raise NotFound
    known, chosen = {forum.code for forum in every_forum()}, list(dict.fromkeys(forums))
    if not because.strip() or not chosen or not set(chosen) <= known:
        raise RuleRefusal("Choose at least one court of the list, and say why; nothing was changed.")
    today = clock.today()
    AgencyForum.objects.filter(agency=agency, valid_to=None).update(valid_to=today)
    rows = [
        AgencyForum(agency=agency, forum=forum, valid_from=today, author_id=by.pk, because=because.strip())
        for forum in chosen
    ]
    return AgencyForum.objects.bulk_create(rows)


def _covers(warrant: Warrant) -> Mapping[str, Any]:
    return {"warrant": str(warrant.pk)}


@act("warrant.recorded", needs=Permission.GATE_RECORD, each=_covers)
def record_warrant(report: Report, *, by: Actor, warrant: WarrantAsked, files: Sequence[ReportedFile]) -> Warrant:
    """Write down a warrant that covers files of a report. From then on these may be opened under it.

    Raises RuleRefusal without number, court or judge, for a date to come, without a file, and where the number is
    there already; NotFound for a file that is not the report's.
    """
    said = [warrant.number.strip(), warrant.court.strip(), warrant.issued_by.strip()]
    if not all(said):
        raise RuleRefusal("A warrant has a number, a court, and who issued it; nothing was changed.")
    if warrant.issued_on > clock.today() + ONE_DAY:
        raise RuleRefusal("A warrant is recorded once it was issued. Check the date; nothing was changed.")
    if not files:
        raise RuleRefusal("A warrant covers at least one file. Choose which; nothing was changed.")
    standing = Warrant.objects.visible_to(by).filter(report=report, number=said[0], withdrawn_at=None)
    if standing.exists():
        raise RuleRefusal("A warrant of this number stands with the report already; nothing was changed.")
    gate = _gate(by, report, on=clock.today())
    covered = [_line(gate, file) for file in files]
    made = Warrant.objects.create(
        agency_id=by.agency_id,
        report=report,
        number=said[0],
        court=said[1],
        issued_by=said[2],
        issued_on=warrant.issued_on,
        by_user_id=by.pk,
    )
    WarrantFile.objects.bulk_create(
        WarrantFile(agency_id=by.agency_id, warrant=made, key=key, also=list(line.keys.also), place=line.place)
        for key, line in {line.keys.key: line for line in covered}.items()
    )
    return made


@act("warrant.withdrawn", needs=Permission.GATE_RECORD)
def withdraw_warrant(warrant: Warrant, *, by: Actor, because: str) -> Warrant:
    """Take back a warrant that was recorded wrongly, with a reason. It opens nothing any more.

    Openings that were recorded under it stay, and show that it was withdrawn. Raises RuleRefusal without a reason,
    and for one that was withdrawn before.
    """
    del by
    if not because.strip():
        raise RuleRefusal("Taking a warrant back needs a reason; nothing was changed.")
    if warrant.withdrawn_at is not None:
        raise RuleRefusal("This warrant was withdrawn before; nothing was changed.")
    warrant.withdrawn_at, warrant.withdrawn_because = clock.now(), because.strip()
    warrant.save(update_fields=["withdrawn_at", "withdrawn_because"])
    return warrant


def _authority(opening: Opening) -> Mapping[str, Any]:
    covered, rule = opening.covered_by_id, opening.rule_id
    return {"warrant_file": str(covered)} if covered else {"rule": str(rule), "ground": opening.ground}


@act("opening.recorded", needs=Permission.GATE_RECORD, each=_authority)
def record_opening(report: Report, *, by: Actor, opening: OpeningAsked, file: ReportedFile) -> Opening:
    """Write down that a file was opened where it is held, on the authority that held at that moment.

    That is the rules of the day, or a warrant that covers the file and was issued by then. Raises RuleRefusal where
    neither opens it, for a moment to come, and without a name; NotFound for a file that is not the report's.
    """
    if not opening.opened_by.strip():
        raise RuleRefusal("Say who opened the file; nothing was changed.")
    if opening.opened_at > clock.now():
        raise RuleRefusal("An opening is recorded once it happened. Check the time; nothing was changed.")
    day = opening.opened_at.date()
    line = _line(_gate(by, report, on=day), file)
    words = {
        "agency_id": by.agency_id,
        "report": report,
        "place": line.place,
        "opened_at": opening.opened_at,
        "opened_by": opening.opened_by.strip(),
        "under": _under(line.verdict),
        "facts": line.facts.remembered(),
        "by_user_id": by.pk,
    }
    if line.verdict.opens:
        return Opening.objects.create(**words, **_by_rule(line))
    covering = [one for one in line.covered_by if one.warrant.issued_on <= day + ONE_DAY]
    if covering:
        held = covering[0]
        because = f"Warrant {held.warrant.number}, {held.warrant.court}."
        return Opening.objects.create(**words, covered_by=held, because=because)
    raise RuleRefusal(f"A warrant is required: {line.verdict.because} Record the warrant first; nothing was changed.")


def _by_rule(line: FileGate) -> dict[str, Any]:
    ruling = line.verdict.deciding
    if ruling is None or ruling.rule is None or ruling.ground is None:
        raise RuleRefusal("No rule opens this file. Record the warrant first; nothing was changed.")
    return {
        "key": line.keys.key,
        "also": list(line.keys.also),
        "rule_id": ruling.rule.id,
        "ground": ruling.ground.value,
        "because": ruling.because,
    }


def _gate(by: Actor, report: Report, *, on: date) -> ReportGate:
    """Return the gate of a report as of a day."""
    return gates_of(by, [report], rules=in_force({holder_of(report)}, on=on))[0]


def _line(gate: ReportGate, file: ReportedFile) -> FileGate:
    """Return the gate of one file of a report; NotFound where it is none of the report's."""
    for line in gate.files:
        if line.file.pk == file.pk:
            return line
    raise NotFound


def _under(verdict: Verdict) -> list[dict[str, Any]]:
    """Return what every forum said, as an opening keeps it."""
    return [
        {
            "forum": ruling.forum.code,
            "opens": ruling.opens,
            "because": ruling.because,
            "rule": str(ruling.rule.id) if ruling.rule else None,
            "version": ruling.rule.version if ruling.rule else None,
            "citation": ruling.rule.citation if ruling.rule else None,
        }
        for ruling in verdict.rulings
    ]
