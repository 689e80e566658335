"""Pages with something on them: which rows make each page full.

`FURNISHED` goes by the name of an address. Its value makes so many rows (at least one) for an agency, by its code,
and returns the arguments of the address: `{}` for a list, `{"pk": ...}` for a record's page. It goes through the acts
that people use; what an operation counts is written as rows (tests/reporting/countable.py). Lists without rows that
could grow stand in `without_rows.txt`."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.promises import nominated
from tests.promises.furnished_calls import alarm, alarms, notice, notices, on_call, outlet, outlets
from tests.promises.furnished_figures import (
    counted,
    figures,
    hash_change,
    hash_import,
    hash_list,
    hash_lists,
    operation,
    operations,
)
from tests.promises.furnished_reports import (
    case,
    cases,
    conflict,
    conflicts,
    document,
    quarantine,
    quarantined,
    quarantined_document,
    report,
    reports,
    submissions,
    view,
)
from tests.promises.furnished_routing import desks, leave, load, networks, skill, territories, transfers
from tests.promises.furnished_rules import directives, judged_report, letter, preview, retained, rules, warrant
from tests.promises.furnished_samples import drawn, of_providers, sampled

Furnish = Callable[[pytest.FixtureRequest, str, int], dict[str, Any]]

ACTS_ON_REPORTS = (
    *("assign", "case", "close", "nexus", "warrant", "opening", "letter"),
    *("offer", "accept", "refuse", "withdraw", "give", "take-back"),
)
ACTS_ON_CASES = ("subject", "arrest", "charge", "disposition", "finding", "child", "identified", "close")
ACTS_ON_CONFLICTS = ("acknowledge", "settle")

FURNISHED: dict[str, Furnish] = {
    "queue": reports,
    "queue-pane": report,
    "queue-seen": report,
    **{f"queue-view-{name}": view for name in ("share", "remove", "back")},
    "report": report,
    "report-account": report,
    "report-received": document,
    **{f"report-{name}": report for name in ACTS_ON_REPORTS},
    **{f"report-{name}": drawn for name in ("review", "worth")},
    "learning": reports,
    "learning-reports": reports,
    "learning-providers": of_providers,
    "learning-sample": sampled,
    "learning-suggested": reports,
    "warrant-withdraw": warrant,
    "letter-renewal": letter,
    "gate-rules": rules,
    "retention": retained,
    "submissions": submissions,
    "submission": quarantined,
    "submission-received": quarantined_document,
    **{f"submission-{name}": quarantined for name in ("mend", "replay", "reject")},
    "quarantine": quarantine,
    "cases": cases,
    "case": case,
    **{f"case-{name}": case for name in ACTS_ON_CASES},
    "conflicts": conflicts,
    "conflict": conflict,
    **{f"conflict-{name}": conflict for name in ACTS_ON_CONFLICTS},
    "hashes": hash_lists,
    "hash-list": hash_list,
    "hash-list-withdraw": hash_list,
    "hash-change": hash_change,
    "hash-import-withdraw": hash_import,
    "priorities": directives,
    "providers": reports,
    "priority-preview": preview,
    "report-rules": judged_report,
    "transfers": transfers,
    "desks": desks,
    "load": load,
    "staff": load,
    "staff-skill": load,
    "staff-leave": load,
    "staff-skill-end": skill,
    "staff-leave-back": leave,
    "territories": territories,
    "coverage": territories,
    "networks": networks,
    "urgent": alarms,
    "urgent-banner": alarms,
    "urgent-take": alarm,
    "on-call": on_call,
    "notices": notices,
    "notice-handled": notice,
    "outlets": outlets,
    "outlet": outlet,
    "outlet-end": outlet,
    "operations": operations,
    "operation": operation,
    "operation-records": counted,
    "operation-download": figures,
    **nominated.FURNISHED,
}
