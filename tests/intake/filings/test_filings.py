"""What a provider never finishes is cleared away, once its time is over and not before."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.audit.models import Entry
from nightlight.foundation import clock
from nightlight.foundation.refusals import IllegalMove, NotFound, RuleRefusal
from nightlight.intake.filings import actions
from nightlight.intake.filings.lifecycle import LIFECYCLE, FilingStatus
from nightlight.intake.filings.refusals import DocumentInvalid, FilingGone
from nightlight.intake.filings.tasks import clear_away
from nightlight.intake.models import FiledFile, Filing
from tests.intake.filings.conftest import file

A_DAY = timedelta(days=1)


def test_what_has_expired_is_cleared_away_and_written_down(filing: Filing, filed_file: FiledFile, desk: User) -> None:
    with clock.held_at(filing.opened_at + A_DAY):
        assert clear_away(by=desk) == 1
        assert clear_away(by=desk) == 0
    now = Filing.objects.visible_to(desk).get()
    assert (now.status, now.deflated, now.ended_at) == (FilingStatus.EXPIRED, None, filing.opened_at + A_DAY)
    assert not FiledFile.objects.visible_to(desk).exists()
    entries = Entry.objects.unscoped(because="test").filter(on_id=filing.pk, act="filing.expired")
    assert [entry.details["number"] for entry in entries] == [filing.number]


def test_what_was_changed_within_the_hour_stays(open_filing: Callable[[], Filing], provider: User, desk: User) -> None:
    old, changed = open_filing(), open_filing()
    with clock.held_at(old.opened_at + A_DAY - timedelta(minutes=10)):
        actions.add_file(changed, by=provider, file=file())
    with clock.held_at(changed.opened_at + A_DAY + timedelta(minutes=1)):
        assert clear_away(by=desk) == 1
    assert {one.pk: one.status for one in Filing.objects.visible_to(desk)} == {old.pk: "expired", changed.pk: "open"}


def test_nobody_expires_what_may_still_be_finished(filing: Filing, desk: User) -> None:
    with pytest.raises(RuleRefusal):
        actions.expire(filing, by=desk)
    assert Filing.objects.visible_to(desk).get().status == FilingStatus.OPEN


def test_what_was_finished_or_retracted_never_expires(filing: Filing, provider: User, desk: User) -> None:
    actions.retract(filing, by=provider)
    with clock.held_at(filing.opened_at + A_DAY):
        assert clear_away(by=desk) == 0
        with pytest.raises(IllegalMove):
            actions.expire(filing, by=desk)


def test_what_has_lapsed_is_gone_even_before_it_is_cleared_away(filing: Filing, provider: User) -> None:
    with clock.held_at(filing.opened_at + A_DAY), pytest.raises(FilingGone):
        actions.retract(filing, by=provider)


def test_another_providers_filing_is_not_found(filing: Filing, person: Callable[..., User]) -> None:
    stranger = person("co", "provider")
    with pytest.raises(NotFound):
        actions.retract(filing, by=stranger)


def test_details_that_name_another_report_change_nothing(filing: Filing, filed_file: FiledFile, provider: User) -> None:
    raw = f"<fileDetails><reportId>7</reportId><fileId>{filed_file.file_id}</fileId></fileDetails>".encode()
    with pytest.raises(DocumentInvalid):
        actions.describe_file(filing, by=provider, raw=raw)


def test_only_its_provider_and_whoever_reads_submissions_sees_a_filing(
    filing: Filing, filed_file: FiledFile, person: Callable[..., User]
) -> None:
    def sees(code: str, role: RoleName) -> bool:
        who = person(code, role)
        both = (Filing.objects.visible_to(who).exists(), FiledFile.objects.visible_to(who).exists())
        assert both[0] == both[1]
        return both[0]

    assert sees("practice-provider", RoleName.PROVIDER)
    assert sees("national", RoleName.ANALYST)
    assert not sees("co", RoleName.ANALYST)
    assert not sees("practice-provider", RoleName.AUDITOR)
    assert not sees("national", RoleName.ADMINISTRATOR)


def test_no_move_leads_out_of_an_end() -> None:
    assert LIFECYCLE.finals == {FilingStatus.FINISHED, FilingStatus.RETRACTED, FilingStatus.EXPIRED}
