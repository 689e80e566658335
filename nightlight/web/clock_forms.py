"""The forms of clocks: a preservation letter, its renewal, how long somebody keeps logs."""

from django import forms

from nightlight.clocks.asked import RetentionAsked
from nightlight.clocks.models.retention import OfWhom, Sureness
from nightlight.web.case_fields import CaseForm, a_day
from nightlight.web.gate_forms import reason, words


class LetterForm(CaseForm):
    """A preservation letter was sent."""

    heading = "Record a preservation letter"
    meaning = "The provider keeps what it has for 90 days from the day that it was sent (18 U.S.C. 2703(f))."
    button = "Record letter"
    done = "The letter is recorded, and its clock runs"

    provider = words("Provider", required="Say to which provider it went.", most=200)
    sent_on = a_day("Sent on", required="Say on which day it was sent.")


class RenewalForm(CaseForm):
    """A letter was renewed, for the one time that there is."""

    heading = "Record the renewal of a letter"
    meaning = "It adds 90 days to the first 90, once. It cannot be renewed again."
    button = "Record renewal"
    done = "The renewal is recorded"

    sent_on = a_day("Sent on", required="Say on which day it was sent.")


class RetentionForm(CaseForm):
    """How long a provider or a network keeps its logs of addresses."""

    heading = "Say how long logs are kept"
    meaning = (
        "For your agency and in its reports' clocks, from today on. What you said before about the same ends today."
    )
    button = "Keep"
    done = "It is kept"

    of_whom = forms.ChoiceField(
        label="Whose logs", choices=[(one.value, one.label.capitalize()) for one in OfWhom], widget=forms.RadioSelect
    )
    name = words(
        "Name or network", required="Name the provider or the network.", most=200, help_text="Such as 198.51.100.0/24."
    )
    days = forms.IntegerField(
        label="Days", min_value=1, max_value=36_500, error_messages={"required": "Say for how many days."}
    )
    sureness = forms.ChoiceField(
        label="How sure", choices=[(one.value, one.label.capitalize()) for one in Sureness], widget=forms.RadioSelect
    )
    source = words("Source", required="Say where you know it from.")
    because = reason()

    @property
    def asked(self) -> RetentionAsked:
        """What was typed."""
        return RetentionAsked(**self.cleaned_data)
