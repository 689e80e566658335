"""The gate as a function: what is not stated opens nothing, and the strictest court decides."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.gate.facts import Answer, FileFacts, Scope
from nightlight.gate.forums import Forum, every_forum, forums_of
from nightlight.gate.judging import Ground, RuleSays, judge

ON = date(2026, 11, 26)
NINTH, WISCONSIN = Forum("federal:9"), Forum("state:WI")
answers, flags = st.sampled_from(Answer), st.booleans()
facts = st.builds(
    FileFacts,
    viewed=answers,
    scope=st.sampled_from(Scope),
    exif_viewed=answers,
    public=answers,
    hash_matched=answers,
    at_clearing_house=answers,
    chat_viewed=answers,
)


def rule(forum: Forum = NINTH, **says: bool | date | None) -> RuleSays:
    return RuleSays(
        id=UUID(int=1),
        forum=forum,
        version=1,
        in_force_from=ON,
        citation="Sample v. Sample",
        requires="Sample words",
        is_confirmed=False,
        **{"expires_on": None, **says},  # type: ignore[arg-type]
    )


rules = st.builds(
    rule,
    opens_viewed=flags,
    takes_unstated_scope=flags,
    opens_public=flags,
    opens_hash_match=flags,
    counts_clearing_house=flags,
    expires_on=st.none() | st.dates(ON - timedelta(days=2), ON + timedelta(days=2)),
)
WIDEST = rule(
    opens_viewed=True, takes_unstated_scope=True, opens_public=True, opens_hash_match=True, counts_clearing_house=True
)
OPEN = FileFacts(viewed=Answer.YES, scope=Scope.THIS_FILE)


@given(facts, rules)
def test_what_is_not_stated_counts_as_no(known: FileFacts, says: RuleSays) -> None:
    as_no = replace(
        known,
        **{
            name: Answer.NO
            for name in ("viewed", "exif_viewed", "public", "hash_matched", "at_clearing_house", "chat_viewed")
            if getattr(known, name) is Answer.UNKNOWN
        },
    )
    given_so, given_no = (judge(one, [(NINTH, says)], on=ON) for one in (known, as_no))
    assert given_so.opens == given_no.opens


@given(facts)
def test_without_a_rule_or_a_court_it_is_a_warrant_whatever_is_known(known: FileFacts) -> None:
    assert not judge(known, [(NINTH, None)], on=ON).opens
    assert not judge(known, [], on=ON).opens


@given(facts, rules)
def test_an_expired_rule_opens_nothing(known: FileFacts, says: RuleSays) -> None:
    expired = replace(says, expires_on=ON)
    verdict = judge(known, [(NINTH, expired)], on=ON)
    assert not verdict.opens
    assert "expired" in verdict.because
    lasting = replace(WIDEST, expires_on=ON + timedelta(days=1))
    assert judge(OPEN, [(NINTH, lasting)], on=ON).opens


@given(facts, st.lists(rules | st.none(), max_size=4))
def test_a_further_court_never_opens_more_and_all_must_agree(known: FileFacts, held: list[RuleSays | None]) -> None:
    together = [(NINTH, says) for says in held]
    verdict = judge(known, together, on=ON)
    assert verdict.opens == (bool(held) and all(judge(known, [one], on=ON).opens for one in together))
    for further in (None, WIDEST):
        more = judge(known, [*together, (WISCONSIN, further)], on=ON)
        assert not more.opens or not held or verdict.opens
    if held and not verdict.opens:
        assert verdict.deciding is not None
        assert not verdict.deciding.opens


@given(facts, rules)
def test_the_clearing_house_opens_nothing_unless_counsel_says_so(known: FileFacts, says: RuleSays) -> None:
    off = replace(says, counts_clearing_house=False)
    looked, not_looked = (replace(known, at_clearing_house=answer) for answer in (Answer.YES, Answer.NO))
    assert judge(looked, [(NINTH, off)], on=ON).opens == judge(not_looked, [(NINTH, off)], on=ON).opens
    counted = judge(FileFacts(at_clearing_house=Answer.YES), [(NINTH, WIDEST)], on=ON)
    assert counted.rulings[0].ground is Ground.CLEARING_HOUSE


@given(facts, rules)
def test_exif_and_conversation_open_no_file(known: FileFacts, says: RuleSays) -> None:
    bare = replace(known, exif_viewed=Answer.NO, chat_viewed=Answer.NO)
    assert judge(known, [(NINTH, says)], on=ON).opens == judge(bare, [(NINTH, says)], on=ON).opens


@given(facts, rules)
def test_every_answer_says_why(known: FileFacts, says: RuleSays) -> None:
    [ruling] = judge(known, [(NINTH, says)], on=ON).rulings
    assert ruling.because.endswith(".")
    assert ruling.opens == (ruling.ground is not None)


@pytest.mark.parametrize(
    ("known", "says", "ground"),
    [
        (OPEN, rule(opens_viewed=True), Ground.VIEWED),
        (OPEN, rule(opens_hash_match=True), None),
        (FileFacts(viewed=Answer.YES), rule(opens_viewed=True), None),
        (FileFacts(viewed=Answer.YES), rule(opens_viewed=True, takes_unstated_scope=True), Ground.VIEWED),
        (FileFacts(viewed=Answer.YES, scope=Scope.EARLIER_COPY), WIDEST, Ground.HASH_MATCH),
        (
            FileFacts(viewed=Answer.YES, scope=Scope.EARLIER_COPY),
            rule(opens_viewed=True, takes_unstated_scope=True),
            None,
        ),
        (FileFacts(hash_matched=Answer.YES), rule(opens_viewed=True), None),
        (FileFacts(hash_matched=Answer.YES), rule(opens_hash_match=True), Ground.HASH_MATCH),
        (FileFacts(public=Answer.YES), rule(opens_viewed=True), None),
        (FileFacts(public=Answer.YES), rule(opens_public=True), Ground.PUBLIC),
        (FileFacts(exif_viewed=Answer.YES, chat_viewed=Answer.YES), WIDEST, None),
        (FileFacts(), WIDEST, None),
    ],
)
def test_a_rule_opens_on_its_grounds_and_on_no_other(known: FileFacts, says: RuleSays, ground: Ground | None) -> None:
    [ruling] = judge(known, [(NINTH, says)], on=ON).rulings
    assert ruling.ground is ground


def test_a_state_has_its_circuit_and_its_own_courts() -> None:
    assert [forum.words for forum in forums_of("WI")] == [
        "Federal courts, Seventh Circuit",
        "State courts, Wisconsin",
    ]
    assert forums_of("PR")[0].words == "Federal courts, First Circuit"
    assert forums_of("") == ()
    assert {forum.code for state in ("AZ", "DC", "VI") for forum in forums_of(state)} <= {
        forum.code for forum in every_forum()
    }
