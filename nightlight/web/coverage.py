"""What misroutes teach and what people said about coverage: lessons, claims to territories, networks."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency, AgencyKind, TerritoryCertainty
from nightlight.coverage import actions, places
from nightlight.coverage.models import REASON_LETTERS, AddedNetwork, TerritoryClaim
from nightlight.foundation import clock
from nightlight.foundation.refusals import RuleRefusal
from nightlight.geography import counties
from nightlight.geography.networks import NetworkKind, NetworkSureness, own_table
from nightlight.transfers.lessons import NETWORK, Lesson, lessons
from nightlight.web.access import Request, page
from nightlight.web.asking import answer, asks_first, given, under
from nightlight.web.case_fields import CaseForm, a_day, choice
from nightlight.web.paging import pager, place
from nightlight.web.pressing import found
from nightlight.web.report_forms import AgencyChoiceField
from nightlight.web.territories import tabs

DAYS, PAGE, MOST = 365, 50, 50
LESSONS, NETWORKS = ("coverage", "Lessons and claims"), ("networks", "Networks")
KINDS = {
    NetworkKind.MOBILE: "mobile carrier",
    NetworkKind.CARRIER_NAT: "carrier's shared addresses",
    NetworkKind.SATELLITE: "satellite",
    NetworkKind.HOSTING: "hosting",
    NetworkKind.VPN: "VPN or private relay",
    NetworkKind.MILITARY: "military",
}


def a_reason() -> forms.CharField:
    """Return a field for a reason."""
    return forms.CharField(
        label="Reason",
        max_length=REASON_LETTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It is kept and shown with the claim. No names of people.",
        error_messages={"required": "Say why."},
    )


class ClaimForm(CaseForm):
    """A task force covers a place from a day on."""

    heading = "Claim a territory"
    meaning = (
        "From the day on, reports received then go there, in the place of whoever covers the same place. What was "
        "routed before stays as it was decided. It can be undone."
    )
    button = "Claim territory"
    done = "The territory is claimed. It can be undone on this page"

    place = forms.CharField(
        label="Place",
        max_length=80,
        help_text="A county by its five digits (04013), a ZIP code (zip 85001), or a city and state (Phoenix, AZ).",
        error_messages={"required": "Name a place."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    to: Any = AgencyChoiceField(
        label="Task force",
        queryset=Agency.objects.none(),
        empty_label="Choose one",
        error_messages={"required": "Choose a task force."},
    )
    certainty = choice("How sure", TerritoryCertainty.choices, TerritoryCertainty)
    first_day = a_day("From", required="Say from which day on.")
    because = a_reason()

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        field: Any = self.fields["to"]
        field.queryset = Agency.objects.in_force(clock.today()).filter(kind=AgencyKind.TASK_FORCE).order_by("name")

    def clean_place(self) -> places.Place:
        """Return the place that was named."""
        try:
            return places.named(self.cleaned_data["place"])
        except RuleRefusal as refusal:
            raise forms.ValidationError(refusal.message) from None


class UndoForm(CaseForm):
    """A claim is undone."""

    heading = "Undo the claim"
    meaning = "From today on it holds no longer, and whom it replaced covers the place again."
    button = "Undo claim"
    done = "The claim is undone"

    because = a_reason()


class NetworkForm(CaseForm):
    """Somebody says what a network is."""

    heading = "Add a network"
    meaning = "From the day on it wins over the table that Nightlight brings, in every report that is routed then."
    button = "Add network"
    done = "The network is added"

    name = forms.CharField(label="Whose it is", max_length=120, error_messages={"required": "Say whose it is."})
    asn = forms.IntegerField(
        label="Number (ASN)",
        required=False,
        min_value=1,
        max_value=4_294_967_295,
        help_text="Or a range, one of the two.",
    )
    addresses = forms.CharField(
        label="Range", required=False, max_length=50, help_text="Such as 192.0.2.0/24 or 2001:db8::/32."
    )
    kind = choice("Kind", [(kind.value, words) for kind, words in KINDS.items()], NetworkKind)
    sureness = choice("How sure", [(sure.value, sure.value) for sure in NetworkSureness], NetworkSureness)
    first_day = a_day("From", required="Say from which day on.")
    because = a_reason()


class EndForm(CaseForm):
    """What was said of a network ends."""

    heading = "End it"
    meaning = "From today on it holds no longer. It stays on record."
    button = "End it"
    done = "It has ended"

    because = a_reason()


@page(needs=Permission.ROUTING_MANAGE)
@require_GET
def coverage(request: Request) -> HttpResponse:
    """Show what misroutes of the last year teach, and the claims that people made, 50 at a time."""
    user, offset, since = request.user, place(request), clock.now() - timedelta(days=DAYS)
    rows: Any = TerritoryClaim.objects.visible_to(user)
    named = ("territory__agency", "replaced__agency", "by_user", "undone_by")
    claims = list(rows.select_related(*named).order_by("-at", "-pk")[offset : offset + PAGE])
    total = rows.count()
    shown = {
        "lessons": [_lesson(one) for one in lessons(user, since=since)[:MOST]],
        "by_network": [_lesson(one) for one in lessons(user, since=since, by=NETWORK)[:MOST]],
        "claims": claims,
        "total": total,
        "days": DAYS,
        "pager": pager(request, offset=offset, here=len(claims), total=total, noun="claims", size=PAGE),
        "tabs": tabs(request, "coverage"),
    }
    return render(request, "web/coverage.html", shown)


@page(needs=Permission.ROUTING_MANAGE)
@asks_first
def claim(request: Request) -> HttpResponse:
    """Claim a territory; a lesson's link fills the form in."""
    asked = request.GET
    to = Agency.objects.filter(code=asked.get("to", "")).first()
    filled = {"place": asked.get("place", ""), "to": to, "certainty": "high", "first_day": clock.today()}
    form = ClaimForm(**given(request) or {"initial": filled})
    return answer(request, form, under(*LESSONS), lambda said: actions.claim_territory(by=request.user, **said))


@page(needs=Permission.ROUTING_MANAGE)
@asks_first
def undo(request: Request, pk: UUID) -> HttpResponse:
    """Undo a claim."""
    made, form = found(TerritoryClaim, request, pk, "territory__agency"), UndoForm(**given(request))
    about = f"{made.territory.name}, {made.territory.state}: {made.territory.agency.name}"
    return answer(request, form, under(*LESSONS, about), lambda said: actions.undo_claim(made, by=request.user, **said))


@page(needs=Permission.ROUTING_MANAGE)
@require_GET
def networks(request: Request) -> HttpResponse:
    """Show the networks that people added, 50 at a time, and the table that Nightlight brings."""
    offset = place(request)
    rows: Any = AddedNetwork.objects.visible_to(request.user)
    added = list(rows.select_related("by_user", "agency").order_by("-recorded_at", "-pk")[offset : offset + PAGE])
    total = rows.count()
    shown = {
        "added": [(row, KINDS[NetworkKind(row.kind)]) for row in added],
        "brought": [(one, KINDS[one.kind]) for one in own_table() if one.kind is not NetworkKind.MILITARY],
        "military": sum(one.kind is NetworkKind.MILITARY for one in own_table()),
        "total": total,
        "pager": pager(request, offset=offset, here=len(added), total=total, noun="networks", size=PAGE),
        "tabs": tabs(request, "networks"),
    }
    return render(request, "web/networks.html", shown)


@page(needs=Permission.ROUTING_MANAGE)
@asks_first
def add_network(request: Request) -> HttpResponse:
    """Add a network."""
    form = NetworkForm(**given(request) or {"initial": {"asn": request.GET.get("asn"), "first_day": clock.today()}})
    return answer(request, form, under(*NETWORKS), lambda said: _added(request, said))


@page(needs=Permission.ROUTING_MANAGE)
@asks_first
def end_network(request: Request, pk: UUID) -> HttpResponse:
    """End what was said of a network."""
    network, form = found(AddedNetwork, request, pk, "agency"), EndForm(**given(request))
    return answer(
        request,
        form,
        under(*NETWORKS, network.name),
        lambda said: actions.end_network(network, by=request.user, **said),
    )


def _added(request: Request, said: dict[str, Any]) -> AddedNetwork:
    return actions.add_network(
        by=request.user,
        prefix=said["addresses"],
        **{name: value for name, value in said.items() if name != "addresses"},
    )


def _lesson(lesson: Lesson) -> dict[str, Any]:
    county = counties.by_fips(lesson.place) if lesson.by != NETWORK else None
    href = reverse("network-add") + f"?asn={lesson.place}"
    if county:
        href = reverse("territory-claim") + f"?place={lesson.place}&to={lesson.ended_with.code}"
    words = f"{county.full_name}, {county.state}" if county else f"network {lesson.place}"
    return {"lesson": lesson, "place": words, "href": href}
