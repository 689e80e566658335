"""What the page of a report asks of its reader: to look at a sample, and to say what the report was worth."""

from typing import Any

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.intake.models import Report
from nightlight.learning.models import Feedback
from nightlight.learning.usability import Usability
from nightlight.sampling.reading import WORDS, samples_of
from nightlight.web.report_forms import ReviewForm


def sample_and_worth(user: User, report: Report) -> dict[str, Any]:
    """Return the samples of a report, a form for the one that waits, and what was said of its worth.

    Two queries, and one for each of the two that somebody gave.
    """
    samples = samples_of(user, report)
    waiting = next((sample for sample in samples if sample.reviewed_at is None), None)
    may_work = user.may(Permission.REPORT_WORK)
    own = report.assigned_to_id is None or report.assigned_to_id in user.agencies_seen
    said = Feedback.objects.visible_to(user).filter(report=report).prefetch_related("given_by").first()
    return {
        "samples": samples,
        "sample_words": WORDS,
        "waiting_sample": waiting,
        "review_form": ReviewForm(waiting, auto_id="review_%s") if waiting and may_work else None,
        "feedback": said,
        "worth_choices": Usability.choices if may_work and own else (),
    }
