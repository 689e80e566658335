"""A check answers at once, tells nobody else, and is written down without what was asked."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.audit.models import Entry
from nightlight.deconfliction import actions
from nightlight.deconfliction.interests import Answer, Party, Verdict
from nightlight.deconfliction.models import Conflict, IndexEntry, Notice, PointerQuery
from nightlight.foundation.refusals import NotAllowed, RuleRefusal
from nightlight.identifiers.kinds import Identifier, Kind

ADDRESS = Identifier(Kind.IPV4, "198.18.0.1")


def party(agency: Agency) -> Party:
    return Party(agency.name, agency.contact, agency.telephone)


def test_a_check_answers_in_the_order_asked(
    interest: Callable, desk: SimpleNamespace, mail: Identifier, fresh_mail: Callable, agency: Callable
) -> None:
    actions.register([interest("co"), interest("ut"), interest("ut")], by=desk.watch)
    free = fresh_mail()
    query = actions.check([free, mail, ADDRESS, mail], by=desk.outsider, because="an invented reason")
    held = Answer(mail, Verdict.CONFLICT, (party(agency("co")), party(agency("ut"))))
    assert query.answers == (Answer(free, Verdict.CLEAR), held, Answer(ADDRESS, Verdict.NOT_CHECKED), held)


def test_what_only_the_own_agency_holds_is_clear(interest: Callable, desk: SimpleNamespace, mail: Identifier) -> None:
    actions.register([interest("co")], by=desk.colorado)
    (answer,) = actions.check([mail], by=desk.colorado, because="an invented reason").answers
    assert answer == Answer(mail, Verdict.CLEAR)


def test_the_watch_desk_above_all_is_not_told_clear(
    interest: Callable, desk: SimpleNamespace, mail: Identifier, agency: Callable
) -> None:
    actions.register([interest("co")], by=desk.colorado)
    (answer,) = actions.check([mail], by=desk.watch, because="an invented reason").answers
    assert answer.parties == (party(agency("co")),)


def test_a_check_enters_nothing_and_tells_nobody(interest: Callable, desk: SimpleNamespace, mail: Identifier) -> None:
    actions.register([interest("co")], by=desk.colorado)
    actions.check([mail], by=desk.utah, because="an invented reason")
    assert IndexEntry.objects.unscoped(because="test").count() == 1
    assert not Conflict.objects.unscoped(because="test").exists()
    assert not Notice.objects.unscoped(because="test").exists()


def test_a_check_is_written_down_with_its_reason_and_counts_alone(
    interest: Callable, desk: SimpleNamespace, mail: Identifier, fresh_mail: Callable
) -> None:
    actions.register([interest("co")], by=desk.colorado)
    query = actions.check([mail, mail, fresh_mail(), ADDRESS], by=desk.utah, because="an invented reason")
    entry = Entry.objects.unscoped(because="test").get(act="index.checked")
    assert entry.on_id == query.pk
    assert entry.details == {"because": "an invented reason", "identifiers": 2, "entries": 0, "matches": 1}


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_check_without_a_reason_is_refused(reason: str, desk: SimpleNamespace, mail: Identifier) -> None:
    with pytest.raises(RuleRefusal, match="needs a reason"):
        actions.check([mail], by=desk.utah, because=reason)
    assert not PointerQuery.objects.unscoped(because="test").exists()


def test_a_check_needs_the_right(person: Callable[..., User], mail: Identifier) -> None:
    with pytest.raises(NotAllowed):
        actions.check([mail], by=person("co", RoleName.AUDITOR), because="an invented reason")
