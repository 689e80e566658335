"""The code that somebody is given for what they sent: it is not lost with an answer, nor with a page."""

from datetime import timedelta

from nightlight.accounts.models import User
from nightlight.intake.models import Submission
from nightlight.web.public_draft import DRAFT, MINUTES_A_CODE_IS_SHOWN
from tests.web.public import Visitor, standing_accounts, visitor, worker

__all__ = ["standing_accounts", "visitor", "worker"]


def test_a_page_that_is_loaded_again_shows_the_code_for_a_few_minutes_and_then_no_more(visitor: Visitor) -> None:
    code = visitor.reports()
    assert visitor.opens().code == code
    visitor.moment += timedelta(minutes=MINUTES_A_CODE_IS_SHOWN + 1)
    assert visitor.opens().code == ""
    assert "What do you want to tell us about?" in visitor.text


def test_the_code_itself_is_kept_nowhere(visitor: Visitor) -> None:
    code = visitor.reports()
    assert code
    assert code not in str(dict(visitor.client.session))


def test_the_code_goes_when_its_person_leaves_or_begins_anew(visitor: Visitor) -> None:
    visitor.reports()
    visitor.opens("/report/leave")
    assert visitor.opens().code == ""
    visitor.reports()
    visitor.sends(go="new")
    assert visitor.code == ""
    assert "What do you want to tell us about?" in visitor.text


def test_an_answer_that_was_lost_on_its_way_costs_nobody_their_code(visitor: Visitor, worker: User) -> None:
    page = visitor.answers().page
    visitor.sends(go="send")
    code, visitor.page = visitor.code, page
    visitor.sends(go="send")
    assert visitor.code == code != ""
    assert Submission.objects.visible_to(worker).count() == 1


def test_a_report_that_is_sent_twice_is_one(visitor: Visitor, worker: User) -> None:
    visitor.answers()
    kept = dict(visitor.client.session[DRAFT])
    page = visitor.page
    visitor.sends(go="send")
    code = visitor.code
    session = visitor.client.session
    session[DRAFT] = kept  # what the second of two requests at the same moment still has in hand
    session.save()
    visitor.page = page
    visitor.sends(go="send")
    assert visitor.code == code != ""
    assert Submission.objects.visible_to(worker).count() == 1
