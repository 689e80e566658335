"""Skills and leave of people: what counts today, and the forms that write it down."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.web.access import Request, page
from nightlight.web.asking import answer, asks_first, given, under
from nightlight.web.case_fields import CaseForm, a_day
from nightlight.web.pressing import found, pressed
from nightlight.workload import actions
from nightlight.workload.models import Leave, Skill
from nightlight.workload.people import colleagues
from nightlight.workload.policy import policy

BACK = ("staff", "Skills and leave")


class OfPerson(CaseForm):
    """Something is written down about a colleague."""

    person: Any = forms.ModelChoiceField(
        label="Person", queryset=None, empty_label="Choose one", error_messages={"required": "Choose a person."}
    )

    def __init__(self, user: User, **given: Any) -> None:
        super().__init__(**given)
        seen: Any = User.objects.get_queryset().visible_to(user)
        listed = [one.person.pk for one in colleagues(user, user.agency_id, on=clock.today())]
        field: Any = self.fields["person"]
        field.queryset = seen.filter(pk__in=listed).order_by("name")
        field.label_from_instance = lambda one: one.name


class SkillForm(OfPerson):
    """A person has a skill, from a day on."""

    heading = "Write a skill down"
    meaning = "It counts when somebody is suggested for a report. The words are those of the policy in force."
    button = "Write it down"
    done = "The skill is written down"

    skill = forms.ChoiceField(label="Skill", error_messages={"required": "Choose a skill."})
    first_day = a_day("From", required="Say from which day on.")

    def __init__(self, user: User, **given: Any) -> None:
        super().__init__(user, **given)
        named = [
            (skill.id, skill.words[:1].upper() + skill.words[1:]) for skill in policy(clock.today()).content.skills
        ]
        self.fields["skill"].choices = [("", "Choose one"), *named]  # type: ignore[attr-defined]  # a choice of words
        self.fields["first_day"].initial = clock.today()


class LeaveForm(OfPerson):
    """A person is away."""

    heading = "Plan leave"
    meaning = "Who is away is suggested last. No reason is asked for, and none is kept."
    button = "Plan leave"
    done = "The leave is planned"

    first_day = a_day("First day", required="Say the first day.")
    last_day = a_day("Last day", required="Say the last day.")


@page(needs=Permission.REPORT_READ)
@require_GET
def staff(request: Request) -> HttpResponse:
    """Show the people of the reader's agency who work reports, with their skills and their leave."""
    on = clock.today()
    rules = policy(on)
    shown = {
        "people": colleagues(request.user, request.user.agency_id, on=on),
        "skills": {each.id: each.words for each in rules.content.skills},
        "rules": rules,
        "today": on,
        "may": request.user.may(Permission.STAFF_MANAGE),
    }
    return render(request, "web/staff.html", shown)


@page(needs=Permission.STAFF_MANAGE)
@asks_first
def add_skill(request: Request) -> HttpResponse:
    """Write a skill down."""
    form = SkillForm(request.user, **given(request))
    return answer(request, form, under(*BACK), lambda said: actions.add_skill(by=request.user, **said))


@page(needs=Permission.STAFF_MANAGE)
@asks_first
def plan_leave(request: Request) -> HttpResponse:
    """Plan leave."""
    form = LeaveForm(request.user, **given(request))
    return answer(request, form, under(*BACK), lambda said: actions.plan_leave(by=request.user, **said))


@page(needs=Permission.STAFF_MANAGE)
@require_POST
def end_skill(request: Request, pk: UUID) -> HttpResponse:
    """Let a skill count no longer."""
    skill = found(Skill, request, pk)
    return pressed(request, lambda: actions.end_skill(skill, by=request.user), "The skill counts until today.", "staff")


@page(needs=Permission.STAFF_MANAGE)
@require_POST
def take_back_leave(request: Request, pk: UUID) -> HttpResponse:
    """Let a person not be away after all."""
    leave = found(Leave, request, pk)
    return pressed(
        request, lambda: actions.take_back_leave(leave, by=request.user), "The leave is taken back.", "staff"
    )
