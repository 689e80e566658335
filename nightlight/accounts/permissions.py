"""The rights there are, and which role holds which. `<noun>:<verb>`; a role is what somebody is hired for."""

from enum import StrEnum


class Permission(StrEnum):
    """One right to do or read one kind of thing. Which rows it reaches is the row's own rule."""

    SUBMISSION_SEND = "submission:send"
    SUBMISSION_READ = "submission:read"
    SUBMISSION_MEND = "submission:mend"
    REPORT_READ = "report:read"
    REPORT_ASSESS = "report:assess"
    REPORT_ROUTE = "report:route"
    REPORT_ASSIGN = "report:assign"
    REPORT_WORK = "report:work"
    GATE_RULE = "gate:rule"
    GATE_RECORD = "gate:record"
    CLOCK_MANAGE = "clock:manage"
    CONFLICT_READ = "conflict:read"
    CONFLICT_ANSWER = "conflict:answer"
    DECONFLICT_CHECK = "deconflict:check"
    CASE_READ = "case:read"
    CASE_WORK = "case:work"
    CASE_CLOSE = "case:close"
    ARREST_RECORD = "arrest:record"
    VICTIM_READ = "victim:read"
    VICTIM_RECORD = "victim:record"
    OPERATION_READ = "operation:read"
    OPERATION_DEFINE = "operation:define"
    PRESENTATION_RECORD = "presentation:record"
    STATISTICS_READ = "statistics:read"
    HASH_READ = "hash:read"
    HASH_MANAGE = "hash:manage"
    HASH_DECONFIRM = "hash:deconfirm"
    POLICY_DRAFT = "policy:draft"
    POLICY_DECIDE = "policy:decide"
    ROUTING_MANAGE = "routing:manage"
    STAFF_MANAGE = "staff:manage"
    ON_CALL_MANAGE = "oncall:manage"
    NOTICE_READ = "notice:read"
    NOTICE_CONFIGURE = "notice:configure"
    NOTICE_DELIVER = "notice:deliver"
    SUSPECT_READ = "suspect:read"
    SUSPECT_NOMINATE = "suspect:nominate"
    SUSPECT_REVIEW = "suspect:review"
    SUSPECT_OPEN = "suspect:open"
    SUSPECT_RUN = "suspect:run"
    AUDIT_READ = "audit:read"
    ACCOUNT_MANAGE = "account:manage"


class RoleName(StrEnum):
    """The roles. A person may hold several, each for a time."""

    ANALYST = "analyst"
    INVESTIGATOR = "investigator"
    SUPERVISOR = "supervisor"
    COMMANDER = "commander"
    NATIONAL_COORDINATOR = "national_coordinator"
    WATCH_DESK = "watch_desk"
    VICTIM_SPECIALIST = "victim_specialist"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    PROVIDER = "provider"
    SYSTEM = "system"
    OPERATOR = "operator"


P = Permission

_EVERYBODY = {P.NOTICE_READ}
_READS = _EVERYBODY | {P.REPORT_READ, P.CASE_READ, P.CONFLICT_READ, P.OPERATION_READ, P.STATISTICS_READ, P.HASH_READ}
_HANDS_IN = {P.SUBMISSION_SEND, P.SUBMISSION_READ, P.SUBMISSION_MEND}
_TRIAGE = _HANDS_IN | {P.REPORT_ASSESS, P.REPORT_ROUTE, P.REPORT_ASSIGN, P.DECONFLICT_CHECK}
_CASEWORK = {P.REPORT_WORK, P.GATE_RECORD, P.CASE_WORK, P.ARREST_RECORD, P.CONFLICT_ANSWER, P.DECONFLICT_CHECK}
_RULES = {P.GATE_RULE, P.CLOCK_MANAGE}
_SUSPECTS = {P.SUSPECT_READ, P.SUSPECT_NOMINATE, P.SUSPECT_OPEN}

RIGHTS: dict[RoleName, frozenset[Permission]] = {
    RoleName.ANALYST: frozenset(_READS | _TRIAGE | {P.REPORT_WORK, P.GATE_RECORD, P.SUSPECT_READ}),
    RoleName.INVESTIGATOR: frozenset(
        _READS | _CASEWORK | _SUSPECTS | {P.SUBMISSION_SEND, P.SUBMISSION_READ, P.PRESENTATION_RECORD}
    ),
    RoleName.SUPERVISOR: frozenset(
        _READS
        | _TRIAGE
        | _CASEWORK
        | _RULES
        | {P.CASE_CLOSE, P.PRESENTATION_RECORD, P.HASH_DECONFIRM, P.POLICY_DRAFT, P.STAFF_MANAGE}
        | _SUSPECTS
        | {P.ON_CALL_MANAGE, P.SUSPECT_REVIEW}
    ),
    RoleName.COMMANDER: frozenset(
        _READS
        | _TRIAGE
        | _CASEWORK
        | _SUSPECTS
        | {P.SUSPECT_REVIEW}
        | {P.CASE_CLOSE, P.PRESENTATION_RECORD, P.VICTIM_READ, P.AUDIT_READ, P.HASH_MANAGE, P.HASH_DECONFIRM}
        | _RULES
        | {P.POLICY_DRAFT, P.POLICY_DECIDE}
        | {P.STAFF_MANAGE, P.ON_CALL_MANAGE}
    ),
    RoleName.NATIONAL_COORDINATOR: frozenset(
        _READS
        | _TRIAGE
        | {P.SUSPECT_READ, P.SUSPECT_OPEN, P.SUSPECT_RUN}
        | {P.OPERATION_DEFINE, P.VICTIM_READ, P.AUDIT_READ, P.CONFLICT_ANSWER, P.HASH_MANAGE, P.HASH_DECONFIRM}
        | {P.POLICY_DRAFT, P.POLICY_DECIDE}
        | _RULES
        | {P.ROUTING_MANAGE, P.ON_CALL_MANAGE}
    ),
    RoleName.WATCH_DESK: frozenset(
        _EVERYBODY | {P.CONFLICT_READ, P.CONFLICT_ANSWER, P.DECONFLICT_CHECK, P.OPERATION_READ}
    ),
    RoleName.VICTIM_SPECIALIST: frozenset(
        _EVERYBODY
        | {
            P.VICTIM_READ,
            P.VICTIM_RECORD,
            P.CASE_READ,
            P.OPERATION_READ,
            P.STATISTICS_READ,
            P.HASH_READ,
            P.HASH_DECONFIRM,
        }
    ),
    RoleName.AUDITOR: frozenset(_EVERYBODY | {P.AUDIT_READ, P.OPERATION_READ, P.STATISTICS_READ, P.SUSPECT_READ}),
    RoleName.ADMINISTRATOR: frozenset(_EVERYBODY | {P.ACCOUNT_MANAGE, P.NOTICE_CONFIGURE, P.ROUTING_MANAGE}),
    RoleName.PROVIDER: frozenset({P.SUBMISSION_SEND}),
    RoleName.SYSTEM: frozenset({P.HASH_READ}),
    RoleName.OPERATOR: frozenset(P) - {P.VICTIM_RECORD},
}
