"""What triage does with reports: assess and route, fold, assign, accept a suggestion, open."""

from nightlight.triage.actions.assessing import assess
from nightlight.triage.actions.assigning import accept_suggestions, assign
from nightlight.triage.actions.folding import fold, fold_alike, unfold
from nightlight.triage.actions.nexus import decide_nexus
from nightlight.triage.actions.opening import account_read, viewed
from nightlight.triage.actions.reassessing import judge_again, judge_as_days_pass, reassess

__all__ = [
    "accept_suggestions",
    "account_read",
    "assess",
    "assign",
    "decide_nexus",
    "fold",
    "fold_alike",
    "judge_again",
    "judge_as_days_pass",
    "reassess",
    "unfold",
    "viewed",
]
