"""What is put in at installation: the circuits and the state that were read, all uncertain, none for the rest."""

from nightlight.agencies.models import Agency
from nightlight.gate.forums import every_forum
from nightlight.gate.loading import load
from nightlight.gate.models import ForumRule


def test_every_circuit_and_wisconsin_have_a_rule_that_nobody_has_confirmed(db: None) -> None:
    rules = {rule.forum: rule for rule in ForumRule.objects.all()}
    circuits = {forum.code for forum in every_forum() if forum.code.startswith("federal")}
    assert rules.keys() == circuits | {"state:WI"}
    assert {rule.agency.code for rule in rules.values()} == {"national"}
    assert not any(rule.is_confirmed or rule.author_id or rule.counts_clearing_house for rule in rules.values())
    assert {code for code, rule in rules.items() if rule.opens_hash_match} == {"federal:5", "federal:6", "state:WI"}
    opens_nothing = {code for code, rule in rules.items() if not rule.opens_viewed}
    assert opens_nothing == {"federal:1", "federal:3", "federal:11", "federal:DC"}


def test_putting_them_in_twice_changes_nothing_and_touches_no_rule_of_counsel(db: None) -> None:
    before = ForumRule.objects.count()
    ForumRule.objects.filter(forum="federal:9").update(citation="Counsel's own words")
    load()
    assert ForumRule.objects.count() == before
    assert ForumRule.objects.get(forum="federal:9").citation == "Counsel's own words"
    assert Agency.objects.filter(code="national").exists()
