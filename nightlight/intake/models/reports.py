"""A report: what a submission says, as a complaint to be worked."""

from collections.abc import Iterable
from uuid import UUID

from django.db import models
from django.db.models import CheckConstraint, Exists, F, OuterRef, Q, UniqueConstraint

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.rows import Row, one_of
from nightlight.foundation.sealed import Actor, SealedQuerySet
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models.submissions import SHA256, Channel, Submission
from nightlight.intake.nexus import Nexus

IN_QUEUE = [
    *("lane", "tier", "received_at", "id", "assigned_to", "agency", "status"),
    *("victim", "offender", "solvable", "severity", "marks", "soonest_clock_on", "provider", "state", "channel"),
    *("number", "changed_at", "folded_into", "offered_to", "worked_by", "desk", "nexus", "has_files"),
]


EVERY = Q(agency__isnull=False)
"""How it is asked by whoever sees the rows of all agencies: no report is without one that received it."""


class Lane(models.IntegerChoices):
    """In which list of the queue an open report stands; a closed one stands in none."""

    LEAD = 1, "stands by itself, or for others"
    FOLDED = 2, "stands under another"


class ReportQuerySet(SealedQuerySet["Report"]):
    """Reports that came to, are assigned to, or are offered to the actor's agencies."""

    def visibility(self, actor: Actor) -> Q:
        if not actor.may("report:read"):
            return Q(pk__in=[])
        received = actor.sees("agency")
        return received if received == EVERY else actor.sees("assigned_to") | received | actor.sees("offered_to")

    def open(self) -> "ReportQuerySet":
        """Return the reports that nobody has closed: in words that the partial indexes below are made for."""
        return self.filter(closed_at=None)

    def picked(self, ids: Iterable[UUID], *, by: Actor) -> "ReportQuerySet":
        """Return which of some reports the actor sees, found by their ids.

        Each row asks for itself: beside a list of ids SQLite would rather read all that the actor's agencies hold.
        """
        every = self.unscoped(because="each of the reports that were named asks for itself whether the reader sees it")
        return every.filter(pk__in=list(ids)).filter(report_is_visible_to(by, "pk"))

    def in_lane(self, lane: Lane = Lane.LEAD) -> "ReportQuerySet":
        """Return the reports of one list of the queue. Every filter and order is answered by `report_in_queue`."""
        return self.filter(lane=lane.value)

    def awaiting_assessment(self) -> "ReportQuerySet":
        """Return the reports that triage has not looked at: the table is the queue."""
        return self.filter(status=ReportStatus.RECEIVED.value)


class Report(Row):
    """What one submission says, as a complaint to be worked.

    `agency` received it; `assigned_to` works it, there `worked_by`; `offered_to` is asked to take it over.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="reports_received")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="reports")
    number = models.CharField(max_length=40, blank=True)
    provider = models.CharField(max_length=200, blank=True)
    platform = models.CharField(max_length=256, blank=True)
    incident_type = models.CharField(max_length=200, blank=True)
    first_incident_type = models.CharField(max_length=200, blank=True, help_text="As the first version declared it")
    incident_at = models.DateTimeField(null=True)
    incident_as_given = models.CharField(max_length=60, blank=True)
    incident_time_definition = models.TextField(blank=True)
    received_at = models.DateTimeField()
    versions = models.PositiveSmallIntegerField(default=1)
    revised_at = models.DateTimeField(null=True, help_text="When the newest version after the first came")
    follows = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="followed_by",
        null=True,
        help_text="The closed report whose number it carries",
    )
    folded_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="folded",
        null=True,
        db_index=False,
        help_text="The report that stands for it and is worked in its place",
    )
    nexus = models.CharField(max_length=7, default=Nexus.UNKNOWN.value, help_text="Whether the Internet was used")
    nexus_because = models.CharField(max_length=300, blank=True)
    nexus_rule = models.CharField(max_length=20, blank=True, help_text="Empty where a person decided")
    nexus_policy_date = models.DateField(null=True)
    nexus_policy_digest = models.CharField(max_length=64, blank=True)
    soonest_clock_on = models.DateField(null=True, help_text="The last day of the clock that runs out first")
    next_alarm_on = models.DateField(null=True, help_text="When a clock of it is looked at next")
    judge_again_on = models.DateField(null=True, help_text="When its tier may be another because days have passed")
    status = models.CharField(max_length=20, default=ReportStatus.RECEIVED.value)
    assigned_to = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="reports", null=True)
    assigned_at = models.DateTimeField(null=True)
    offered_to = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="reports_offered", null=True)
    worked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reports", null=True)
    first_looked_at = models.DateTimeField(null=True, help_text="By a person of the agency that holds it")
    first_look_seconds = models.PositiveIntegerField(null=True, help_text="Since it was assigned to that agency")
    taken_up_at = models.DateTimeField(null=True)
    taken_up_recorded_at = models.DateTimeField(null=True, help_text="When Nightlight came to know that it was")
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(max_length=200, blank=True)
    lane = models.PositiveSmallIntegerField(default=Lane.LEAD.value, null=True, help_text="Nothing once it is closed")
    channel = models.CharField(max_length=6, blank=True, help_text="The door of its first submission")
    tier = models.PositiveSmallIntegerField(default=0, help_text="0 until triage has looked at it")
    victim = models.PositiveSmallIntegerField(default=0, help_text="Step of the axis; 0 is not known")
    offender = models.PositiveSmallIntegerField(default=0)
    solvable = models.PositiveSmallIntegerField(default=0)
    severity = models.PositiveSmallIntegerField(default=0)
    marks = models.PositiveIntegerField(default=0, help_text="Facts that the queue is filtered by, a bit each")
    state = models.CharField(max_length=2, blank=True, help_text="Where the evidence that routed it points")
    desk = models.CharField(max_length=20, blank=True, help_text="Of the routing policy, where it waits for a person")
    has_files = models.BooleanField(default=False, help_text="Whether its newest version lists a file")
    changed_at = models.DateTimeField(default=clock.now, help_text="When the queue last had news of it")

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(name="one_report_per_submission", fields=["agency", "submission"]),
            CheckConstraint(name="report_status_is_known", condition=one_of("status", ReportStatus)),
            CheckConstraint(
                name="report_is_closed_exactly_when_it_has_a_closing_time_and_reason",
                condition=(Q(status=ReportStatus.CLOSED.value, closed_at__isnull=False) & ~Q(closed_because=""))
                | (~Q(status=ReportStatus.CLOSED.value) & Q(closed_at=None, closed_because="")),
            ),
            CheckConstraint(
                name="report_is_assigned_to_somebody_since_some_time_or_neither",
                condition=Q(assigned_to=None, assigned_at=None)
                | Q(assigned_to__isnull=False, assigned_at__isnull=False),
            ),
            CheckConstraint(
                name="report_is_offered_by_its_holder_to_somebody_else",
                condition=Q(offered_to=None) | (Q(assigned_to__isnull=False) & ~Q(assigned_to=F("offered_to"))),
            ),
            CheckConstraint(
                name="report_is_worked_by_somebody_only_where_it_is_assigned",
                condition=Q(worked_by=None) | Q(assigned_to__isnull=False),
            ),
            CheckConstraint(
                name="report_waits_at_a_desk_only_while_nobody_holds_it", condition=Q(desk="") | Q(assigned_to=None)
            ),
            CheckConstraint(
                name="report_was_looked_at_after_it_was_assigned_or_not_yet",
                condition=Q(first_looked_at=None, first_look_seconds=None)
                | Q(first_looked_at__gte=F("assigned_at"), first_look_seconds__isnull=False),
            ),
            CheckConstraint(
                name="report_being_worked_is_assigned",
                condition=~Q(status__in=[ReportStatus.ASSIGNED.value, ReportStatus.UNDER_INVESTIGATION.value])
                | Q(assigned_to__isnull=False),
            ),
            CheckConstraint(
                name="report_under_investigation_was_taken_up",
                condition=~Q(status=ReportStatus.UNDER_INVESTIGATION.value) | Q(taken_up_at__isnull=False),
            ),
            CheckConstraint(
                name="report_is_known_to_be_taken_up_since_then_or_later",
                condition=Q(taken_up_at=None, taken_up_recorded_at=None)
                | Q(
                    taken_up_at__isnull=False,
                    taken_up_recorded_at__isnull=False,
                    taken_up_recorded_at__gte=F("taken_up_at"),
                ),
            ),
            CheckConstraint(
                name="report_is_revised_exactly_when_it_has_a_later_version",
                condition=Q(versions=1, revised_at=None)
                | Q(versions__gte=2, revised_at__isnull=False, revised_at__gte=F("received_at")),
            ),
            CheckConstraint(name="report_follows_another", condition=Q(follows=None) | ~Q(follows=F("id"))),
            CheckConstraint(
                name="report_is_folded_into_another", condition=Q(folded_into=None) | ~Q(folded_into=F("id"))
            ),
            CheckConstraint(name="report_nexus_is_known", condition=one_of("nexus", Nexus)),
            CheckConstraint(
                name="report_nexus_names_its_dated_rule_or_a_reason_or_is_unknown",
                condition=(
                    ~Q(nexus_rule="")
                    & Q(nexus_policy_date__isnull=False, nexus_policy_digest__regex=SHA256)
                    & ~Q(nexus_because="")
                )
                | (
                    Q(nexus_rule="", nexus_policy_date=None, nexus_policy_digest="")
                    & (~Q(nexus_because="") | Q(nexus=Nexus.UNKNOWN.value))
                ),
            ),
            CheckConstraint(
                name="report_clock_that_runs_is_looked_at_again",
                condition=Q(soonest_clock_on=None) | Q(next_alarm_on__isnull=False),
            ),
            CheckConstraint(
                name="report_is_taken_up_after_it_was_received",
                condition=Q(taken_up_at=None) | Q(taken_up_at__gte=F("received_at")),
            ),
            CheckConstraint(
                name="report_lane_says_whether_it_leads_is_folded_or_is_closed",
                condition=Q(lane__isnull=False, lane=Lane.LEAD.value, closed_at=None, folded_into=None)
                | Q(lane__isnull=False, lane=Lane.FOLDED.value, closed_at=None, folded_into__isnull=False)
                | Q(lane=None, closed_at__isnull=False),
            ),
            CheckConstraint(
                name="report_axes_have_known_steps",
                condition=Q(victim__lte=5, offender__lte=5, severity__lte=5, solvable__lte=3),
            ),
            CheckConstraint(name="report_channel_is_known", condition=one_of("channel", ["", *Channel])),
            CheckConstraint(name="report_state_is_two_letters", condition=Q(state="") | Q(state__regex="^[A-Z]{2}$")),
        ]
        indexes = [
            models.Index(fields=["number", "agency"], name="report_by_number"),
            models.Index(
                fields=["assigned_to", "status", "worked_by", "assigned_at", "first_look_seconds", "folded_into"],
                name="report_by_holder",
            ),
            models.Index(fields=["status", "received_at"], name="report_by_status"),
            # nobody has looked at a report that just came: the bulk road writes nothing into it
            models.Index(
                fields=["assigned_to", "assigned_at", "first_look_seconds"],
                name="report_by_first_look",
                condition=Q(first_look_seconds__isnull=False) & Q(folded_into__isnull=True),
            ),
            # nearly no report is folded: an index of those that are not would only mislead whoever plans a query
            models.Index(fields=["folded_into"], name="report_by_lead", condition=Q(folded_into__isnull=False)),
            models.Index(
                fields=["next_alarm_on"],
                name="report_by_next_alarm",
                condition=Q(next_alarm_on__isnull=False) & Q(closed_at=None),
            ),
            models.Index(
                fields=["judge_again_on"],
                name="report_to_judge_again",
                condition=Q(judge_again_on__isnull=False) & Q(closed_at=None),
            ),
            # everything that the queue sorts and filters by, so that no list of it ever reads the table (decision 0025)
            models.Index(fields=IN_QUEUE, name="report_in_queue", condition=Q(lane__isnull=False)),
        ]


def report_is_visible_to(actor: Actor, report: str = "report") -> Q:
    """Return the condition that the report at a path is one the actor sees.

    It asks row by row (EXISTS), because SQLite would list every visible report for each question (IN). Of whoever sees
    every report nothing is asked but that there is one.
    """
    if actor.may("report:read") and actor.sees("agency") == EVERY:
        return Q(**{f"{report}__isnull": False})
    return Q(Exists(Report.objects.visible_to(actor).filter(pk=OuterRef(report))))


def lane_of(report: Report) -> int | None:
    """Return the lane of a report as it now stands, for acts that fold it, undo that, or close it."""
    if report.closed_at is not None:
        return None
    return Lane.FOLDED.value if report.folded_into_id else Lane.LEAD.value
