"""What people do about clocks: write down a preservation letter and its renewal, say how long logs are kept, ring."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from ipaddress import ip_network
from typing import Any
from uuid import UUID

from nightlight.accounts.permissions import Permission
from nightlight.clocks.asked import RetentionAsked
from nightlight.clocks.models import ClockAlarm, LetterRenewal, LogRetention, PreservationLetter
from nightlight.clocks.models.retention import OfWhom, Sureness
from nightlight.clocks.reading import clocks_of
from nightlight.clocks.reckoning import due, held_until, renewed_until
from nightlight.clocks.retained import folded
from nightlight.clocks.rules import alarms, letters
from nightlight.clocks.running import COLUMNS, renew, set_columns
from nightlight.foundation import clock
from nightlight.foundation.acts import act, creating, over_many
from nightlight.foundation.bulk import insert, unsaved, write_back
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.notices.kinds import NoticeKind
from nightlight.notices.telling import Told, tell

ONE_DAY = timedelta(days=1)
"""The calendar where a letter was sent may be a day ahead of UTC."""


def _until(made: PreservationLetter | LetterRenewal) -> Mapping[str, Any]:
    return {"made": str(made.pk), "until": str(made.until)}


@act("letter.sent", needs=Permission.REPORT_WORK, each=_until)
def send_letter(report: Report, *, by: Actor, provider: str, sent_on: date) -> PreservationLetter:
    """Write down that a provider was asked to keep what it has (18 U.S.C. 2703(f)), and let its clock run.

    Raises RuleRefusal without a provider, for a day to come, and for a second letter to the provider on that day.
    """
    named = provider.strip()
    if not named:
        raise RuleRefusal("Say to which provider the letter went; nothing was changed.")
    if sent_on > clock.today() + ONE_DAY:
        raise RuleRefusal("A letter is written down once it was sent. Check the date; nothing was changed.")
    there = PreservationLetter.objects.visible_to(by).filter(report=report, provider=named, sent_on=sent_on)
    if there.exists():
        raise RuleRefusal("A letter of that day to this provider is there already; nothing was changed.")
    rule = letters(sent_on)
    letter = PreservationLetter.objects.create(
        agency_id=by.agency_id,
        report=report,
        provider=named,
        sent_on=sent_on,
        until=held_until(sent_on, rule.content),
        policy_date=rule.in_force_from,
        policy_digest=rule.digest,
        by_user_id=by.pk,
    )
    renew([report], by=by, on=clock.today())
    return letter


@act("letter.renewed", needs=Permission.REPORT_WORK, each=_until)
def renew_letter(letter: PreservationLetter, *, by: Actor, sent_on: date) -> LetterRenewal:
    """Write down the one renewal of a letter. Raises RuleRefusal for a second, before the letter, and after its end."""
    if LetterRenewal.objects.visible_to(by).filter(letter=letter).exists():
        raise RuleRefusal("A letter is renewed once (18 U.S.C. 2703(f)(2)), and this one was; nothing was changed.")
    if not letter.sent_on <= sent_on <= clock.today() + ONE_DAY:
        raise RuleRefusal("A renewal is sent after its letter and not in the future; nothing was changed.")
    if sent_on > letter.until:
        raise RuleRefusal(
            "The letter had run out by then, so nothing was left to renew. Send a new letter; nothing was changed."
        )
    rule = letters(sent_on)
    renewal = LetterRenewal.objects.create(
        agency_id=by.agency_id,
        letter=letter,
        sent_on=sent_on,
        until=renewed_until(letter.until, rule.content),
        policy_date=rule.in_force_from,
        policy_digest=rule.digest,
        by_user_id=by.pk,
    )
    renew([letter.report], by=by, on=clock.today())
    return renewal


@creating("retention.set", needs=Permission.CLOCK_MANAGE)
def set_retention(asked: RetentionAsked, *, by: Actor) -> LogRetention:
    """Say how long a provider or a network keeps its logs, for one's own agency, from today on; what stood ends.

    The clocks of reports that are here follow when they are looked at next. Raises RuleRefusal without a name, a
    source or a reason, for no days, and for addresses that are no network.
    """
    name = _named(asked)
    if asked.days < 1 or not asked.source.strip() or not asked.because.strip() or asked.sureness not in Sureness.values:
        raise RuleRefusal("Say for how many days, from which source, how sure that is, and why; nothing was changed.")
    today = clock.today()
    standing = LogRetention.objects.filter(agency=by.agency_id, of_whom=asked.of_whom, name=name, valid_to=None)
    standing.update(valid_to=today)
    return LogRetention.objects.create(
        agency_id=by.agency_id,
        of_whom=asked.of_whom,
        name=name,
        days=asked.days,
        source=asked.source.strip(),
        sureness=asked.sureness,
        valid_from=today,
        author_id=by.pk,
        because=asked.because.strip(),
    )


def _named(asked: RetentionAsked) -> str:
    if asked.of_whom == OfWhom.PROVIDER and asked.name.strip():
        return folded(asked.name)
    try:
        if asked.of_whom == OfWhom.NETWORK:
            return str(ip_network(asked.name.strip()))
    except ValueError:
        pass
    raise RuleRefusal("Name a provider, or a network such as 198.51.100.0/24; nothing was changed.")


def _rings(report: Any) -> Mapping[str, Any]:
    return {"rang": [f"{alarm.clock} {alarm.days}" for alarm in report.rang]}


@over_many("clock.rang", needs=Permission.REPORT_ROUTE, each=_rings)
def ring(reports: Sequence[Report], *, by: Actor, on: date) -> list[ClockAlarm]:
    """Write down, once each, which clocks of reports came near their end, and when each report is looked at next.

    A clock that ran out gives way to the next one. Whoever holds the reports is told. Returns the new alarms.
    """
    rule = alarms(on)
    clocks = clocks_of(by, reports, on=on)
    before: Any = ClockAlarm.objects.visible_to(by).filter(report__in=[report.pk for report in reports])
    rung = set(before.values_list("report_id", "clock", "until", "days"))
    alarmed: list[ClockAlarm] = []
    for report in reports:
        new = [
            unsaved(
                ClockAlarm,
                agency_id=report.agency_id,
                report_id=report.pk,
                clock=one.clock.key,
                what=one.clock.what[:120],
                until=one.clock.until,
                days=one.days,
                rang_on=on,
                policy_date=rule.in_force_from,
                policy_digest=rule.digest,
            )
            for one in due(clocks[report.pk], rule.content.days, on)
            if (report.pk, one.clock.key, one.clock.until, one.days) not in rung
        ]
        report.rang = new  # type: ignore[attr-defined]  # read by `_rings`
        alarmed += new
        set_columns(report, clocks[report.pk], on=on)
    insert(alarmed)
    write_back(reports, *COLUMNS)
    _tell([report for report in reports if report.rang])  # type: ignore[attr-defined]  # set just above
    return alarmed


def _tell(rang: Sequence[Report]) -> None:
    """Tell each agency that holds reports whose clocks rang, once for all of them."""
    held: dict[UUID, list[Report]] = defaultdict(list)
    for report in rang:
        held[report.assigned_to_id or report.agency_id].append(report)
    tell(
        [
            Told(agency, NoticeKind.CLOCK_RANG, "intake.report", theirs[0].pk, count=len(theirs))
            for agency, theirs in held.items()
        ]
    )
