"""The forms of the gate: a warrant, an opening, a rule of a court, an agency's courts."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from nightlight.foundation import clock
from nightlight.gate.asked import OpeningAsked, RuleAsked, WarrantAsked
from nightlight.gate.forums import every_forum
from nightlight.gate.reading import FileGate, State
from nightlight.web.case_fields import CaseForm, a_day

FORUMS = [(forum.code, forum.words) for forum in every_forum()]
WAITS = {
    State.WARRANT_REQUIRED: "warrant required",
    State.MAY_BE_OPENED: "may be opened",
    State.OPENED: "opened before",
}
SWITCHES = {
    "opens_viewed": "What a person at the provider viewed",
    "takes_unstated_scope": "Also where the provider does not say that it was exactly this file",
    "counts_clearing_house": "Also what somebody at the national clearing house viewed",
    "opens_hash_match": "What matched by its digest a file that was viewed before",
    "opens_public": "What was publicly available",
}
"""What a rule may open, by the names of its fields."""


def words(
    label: str, *, required: str, most: int = 300, help_text: str = "", widget: forms.Widget | None = None
) -> forms.CharField:
    """Return a field for a line, or for what `widget` has room for; `required` says what to do where it is missing."""
    return forms.CharField(
        label=label,
        max_length=most,
        help_text=help_text,
        error_messages={"required": required},
        widget=widget or forms.TextInput(attrs={"autocomplete": "off"}),
    )


def reason(help_text: str = "It is kept with the act. No names of people.") -> forms.CharField:
    """Return the field for a reason."""
    box = forms.Textarea(attrs={"rows": 2})
    return words("Reason", required="Say why in a sentence.", help_text=help_text, widget=box)


def _named(line: FileGate) -> str:
    name = line.file.name or line.file.file_id
    return f"File {line.place}{f', {name}' if name else ''}: {WAITS[line.state]}"


class WarrantForm(CaseForm):
    """A warrant and the files that it covers."""

    heading = "Record a warrant"
    meaning = "The files that it covers may then be opened under it, where they are held. Nightlight holds no file."
    button = "Record warrant"
    done = "The warrant is recorded"
    chosen = "files"
    missing = "The report lists no file that a warrant could cover."

    number = words("Number of the warrant", required="Give the number that stands on the warrant.", most=60)
    court = words("Court", required="Say which court issued it.", most=200)
    issued_by = words("Issued by", required="Name the judge or magistrate.", most=120)
    issued_on = a_day("Issued on", required="Say on which day it was issued.")

    def __init__(self, *, lines: Sequence[FileGate], **given: Any) -> None:
        super().__init__(**given)
        by_id = {str(line.file.pk): line for line in lines}
        self.fields["files"] = forms.TypedMultipleChoiceField(
            label="Files that it covers",
            help_text="Only these. A warrant is for the files that it names.",
            choices=[(pk, _named(line)) for pk, line in by_id.items()],
            coerce=lambda pk: by_id[pk].file,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose at least one file."},
        )

    @property
    def asked(self) -> WarrantAsked:
        """The warrant as it was typed."""
        names = ("number", "court", "issued_by", "issued_on")
        return WarrantAsked(**{name: self.cleaned_data[name] for name in names})


class WithdrawWarrantForm(CaseForm):
    """A warrant was recorded wrongly."""

    heading = "Withdraw the warrant"
    meaning = "It opens nothing from this moment on. Openings that were recorded under it stay, and show that."
    button = "Withdraw warrant"
    done = "The warrant is withdrawn"

    because = reason()


class OpeningForm(CaseForm):
    """A file was opened, where it is held."""

    heading = "Record an opening"
    meaning = (
        "Who opened which file, and when. On what authority is worked out from the rules of that day and the warrants "
        "recorded here; what neither opens is refused."
    )
    button = "Record opening"
    done = "The opening is recorded"
    chosen = "file"
    missing = "The report lists no file that could have been opened."

    opened_by = words("Opened by", required="Say who opened it.", most=120)

    def __init__(self, *, lines: Sequence[FileGate], zone: str, **given: Any) -> None:
        super().__init__(**given)
        by_id = {str(line.file.pk): line for line in lines}
        self.zone = ZoneInfo(zone)
        self.fields["opened_at"] = forms.DateTimeField(
            label=f"When ({zone.rpartition('/')[2].replace('_', ' ')} time)",
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
            error_messages={"required": "Say when it was opened.", "invalid": "Write the day and the time."},
        )
        self.fields["file"] = forms.TypedChoiceField(
            label="File",
            choices=[(pk, _named(line)) for pk, line in by_id.items()],
            coerce=lambda pk: by_id[pk].file,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose the file."},
        )
        self.order_fields(["file", "opened_by", "opened_at"])

    def clean_opened_at(self) -> datetime:
        """Return the moment, read in the agency's own zone."""
        typed: datetime = self.cleaned_data["opened_at"]
        return typed.replace(tzinfo=self.zone)

    @property
    def asked(self) -> OpeningAsked:
        """The opening as it was typed."""
        return OpeningAsked(self.cleaned_data["opened_by"], self.cleaned_data["opened_at"])


class RuleForm(CaseForm):
    """What a court asks, as counsel reads it."""

    heading = "Set the rule of a court"
    meaning = (
        "It holds for your agency and those under it from the day that you say, in place of what held before. Nothing "
        "is set until you have seen which open reports it touches."
    )
    button = "Show what it touches"
    done = "The rule is set"

    forum = forms.ChoiceField(label="Court", choices=FORUMS)
    citation = words("Citation", required="Cite the decision or the memorandum.")
    source = forms.CharField(label="Where it can be read", max_length=300, required=False)
    requires = forms.CharField(
        label="What the court asks",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say in words what the court asks."},
    )
    opens = forms.MultipleChoiceField(
        label="What may be opened without a warrant",
        help_text="Nothing chosen means a warrant for every file. The clearing house may be a government agent (10th "
        "Cir.): it counts only where counsel says so.",
        choices=list(SWITCHES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    in_force_from = a_day("Holds from", required="Say from which day it holds.")
    expires_on = forms.DateField(
        label="Holds no more from",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="From this day on it means warrant, until a new rule is set.",
    )
    approved_by = words("Approved by", required="Name the counsel who approved it.", most=120)
    is_confirmed = forms.TypedChoiceField(
        label="How sure it is",
        choices=[("yes", "Counsel has confirmed it"), ("no", "Uncertain; counsel must confirm")],
        coerce=lambda said: said == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether counsel has confirmed it."},
    )
    because = reason()
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def asked(self) -> RuleAsked:
        """The rule as it was typed."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"seen", "opens"}}
        return RuleAsked(**(said | {name: name in self.cleaned_data["opens"] for name in SWITCHES}))

    @property
    def mark(self) -> str:
        """What tells that exactly these words were shown with what they touch."""
        said = sorted((name, str(value)) for name, value in self.cleaned_data.items() if name != "seen")
        return hashlib.sha256(repr(said).encode()).hexdigest()

    @property
    def was_seen(self) -> bool:
        """Whether what these words touch was shown."""
        return bool(self.cleaned_data["seen"] == self.mark)


class ForumsForm(CaseForm):
    """The courts to which an agency takes its cases."""

    heading = "Courts of the agency"
    meaning = "Of several, the strictest decides. It holds from today on; what was opened before stays as it was."
    button = "Set courts"
    done = "The courts are set"

    forums = forms.MultipleChoiceField(
        label="Courts",
        choices=FORUMS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one court."},
    )
    because = reason()


def today() -> dict[str, Any]:
    """Return what a rule's form begins with."""
    return {"in_force_from": clock.today()}
