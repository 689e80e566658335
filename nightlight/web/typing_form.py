"""The form for typing in a report that came by telephone: one page, everything optional but what was said."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.utils.crypto import get_random_string

from nightlight.geography import states
from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.identifiers.recognising import Recognised, recognise
from nightlight.web import report_words

LONGEST_ACCOUNT = 50_000
OLDEST = 120
NO_ZONE = "none"
NOT_STATED = ("", "Not stated")
CAME_BY = (("telephone", "Telephone"), ("person", "In person"), ("letter", "Letter"), ("message", "Message"))
TYPES = (
    NOT_STATED,
    ("Online Enticement of Children for Sexual Acts", "Online enticement, or threats"),
    ("Child Sexual Molestation", "Contact abuse of a child"),
    ("Child Sex Trafficking", "Trafficking of a child"),
    ("Child Sex Tourism", "Travel to a child"),
    ("Unsolicited Obscene Material Sent to a Child", "Material sent to a child"),
    ("Child Sexual Abuse Material", "Material kept, made or shared"),
    ("Other", "Something else"),
)
"""Incident types as the clearing house words them, so that triage reads the same facts; and shorter words."""

FLAGS = {
    "child_in_danger": "A child may be in danger now",
    "child_in_crisis": "The child shows signs of a crisis",
    "meeting_arranged": "A meeting with the child is arranged",
    "access_to_child": "The person can reach this child",
    "child_in_household": "The person lives with a child",
    "position_of_trust": "The person is trusted with the child",
    "works_among_children": "The person works among children",
    "access_to_children": "The person can reach other children",
    "made_material": "The person made material",
    "convicted": "The person is said to be a registered offender",
    "pressure": "Threats, or a demand for money or pictures",
}
"""Urgent flags: ticked they are stated, not ticked they are not stated, which is not a no."""


def _line(label: str, longest: int = 200, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, required=False, max_length=longest, widget=widget)


def _age(label: str) -> forms.IntegerField:
    wrong = f"An age is a number of years from 0 to {OLDEST}"
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=OLDEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


class TypingForm(forms.Form):
    """A report as somebody tells it. Who tells it is kept apart."""

    use_required_attribute = False
    token = forms.CharField(widget=forms.HiddenInput, max_length=40)
    identifiers = forms.CharField(
        label="Names, numbers and addresses that were used",
        help_text="One a line, in any spelling: sample.user.77, 303-555-0142, Testbed Chat: sample",
        required=False,
        validators=[MaxLengthValidator(20_000)],
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false", "autofocus": True}),
    )
    service = _line("App or site", 100)
    account = forms.CharField(
        label="What the caller said (needed)",
        help_text="Folded on the report's page, and opened by a deliberate step.",
        validators=[MaxLengthValidator(LONGEST_ACCOUNT)],  # not max_length: a browser would cut off what is pasted
        error_messages={"required": "Write in a sentence what the caller said; nothing was kept yet."},
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
    )
    incident_type = forms.ChoiceField(label="What it is about", choices=TYPES, required=False)
    came_by = forms.ChoiceField(label="How it came", choices=CAME_BY, required=False)
    flags = forms.MultipleChoiceField(
        label="Urgent, as told",
        choices=list(FLAGS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    person_name = _line("Name, as told", 100)
    person_age = _age("Age")
    child_age = _age("Child's age")
    postal_code = forms.RegexField(
        r"^\s*[0-9]{5}(-?[0-9]{4})?\s*$",
        label="ZIP code",
        required=False,
        error_messages={"invalid": "A ZIP code has five digits, such as 80203"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    city = _line("City or county")
    region = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Not known"), *((state.code, state.name) for state in states.every_state())],
    )
    when = forms.CharField(
        label="When it happened", required=False, widget=forms.TextInput(attrs={"type": "datetime-local"})
    )
    zone = forms.ChoiceField(label="Time zone", required=False)
    caller_name = _line("Name", 100)
    caller_phone = _line("Telephone", 40)
    caller_email = _line("E-mail address")
    caller_relation = _line("Who the caller is to the child", 100)
    reach_at = _line("When and how it is safe to call back")

    def __init__(self, zone: str, *, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"token": get_random_string(24), "zone": zone, "came_by": CAME_BY[0][0]})
        zones = sorted({state.time_zone for state in states.every_state()})
        self.fields["zone"].choices = [  # type: ignore[attr-defined]  # a choice field
            *((name, name.replace("_", " ")) for name in zones),
            ("UTC", "UTC"),
            (NO_ZONE, "No zone given"),
        ]

    def clean(self) -> dict[str, Any]:
        """Join time and zone. A time that the clocks skip, or no time at all, is said at its field."""
        given = super().clean() or {}
        given["moment"] = ""
        if not given.get("when"):
            return given
        zone = given.get("zone") or NO_ZONE
        try:
            told = datetime.fromisoformat(given["when"])
            if zone != NO_ZONE and told.tzinfo is None:
                told = told.replace(tzinfo=ZoneInfo(zone))
                if told.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(fold=0) != told:
                    self.add_error("when", f"The clocks of {zone} skip this time; give another, or no zone")
        except (ValueError, OverflowError):  # the latter at the two ends of the calendar
            self.add_error("when", "Give day and time, such as 2026-11-24T20:15, or leave it empty")
            return given
        given["moment"] = told.isoformat()
        return given


def recognised_in(data: Mapping[str, Any]) -> tuple[Recognised, ...]:
    """Return what stands in the box of identifiers, with the kinds that the person has corrected."""
    corrected: dict[str, Kind] = {}
    if isinstance(data, QueryDict):
        pairs = zip(data.getlist("given"), data.getlist("kind"), strict=False)
        corrected = {given: Kind(kind) for given, kind in pairs if kind in set(Kind)}
    return recognise(str(data.get("identifiers", "")), service=str(data.get("service", ""))[:100], said=corrected)


def identifiers_of(recognised: tuple[Recognised, ...]) -> list[Identifier]:
    """Return the identifiers that were recognised."""
    return [one.identifier for one in recognised if one.identifier]


KINDS = [(kind.value, words) for kind, words in report_words.KINDS.items()]
"""The kinds to choose from, each with its words."""
