"""The forms of a draft: a rule, a step of an axis, the tiers, the days, a text to take in, and the decision."""

from collections.abc import Mapping
from datetime import date
from itertools import product
from typing import Any

from django import forms
from django.http import QueryDict

from nightlight.foundation import clock
from nightlight.priorities.content import LONGEST, Content
from nightlight.triage.assessment.axes import Word
from nightlight.triage.assessment.days import MOST_DAYS, SPAN_WORDS, Span
from nightlight.triage.assessment.priority import ROW
from nightlight.web.case_fields import a_day
from nightlight.web.priority_words import GROUPS

ASKED = {"all": "all_of", "any": "any_of"}
BOUNDS = {"at_least": "At least", "at_most": "At most"}
"""How a condition on days is given."""
LONGEST_REASON = 1000
MOST_LETTERS = 30
"""Characters of a tier's words: they stand in a row of the queue."""


class ConditionForm(forms.Form):
    """When something holds: each fact not asked for, needed, or one of several."""

    def __init__(self, entry: Mapping[str, Any], data: QueryDict | None = None) -> None:
        super().__init__(data, initial=dict(entry))
        self._when = entry.get("when") or {}

    @property
    def chosen(self) -> dict[str, str]:
        """How each fact stands in the form: "all", "any", or absent."""
        if self.is_bound:
            given = {fact: self.data.get(f"fact-{fact}", "") for facts in GROUPS.values() for fact in facts}
            return {fact.value: how for fact, how in given.items() if how in ASKED}
        return {name: how for how, key in ASKED.items() for name in self._when.get(key) or ()}

    def when(self) -> dict[str, list[Any]]:
        """Return the condition that was given: the facts that were there before first, in their order."""
        chosen = self.chosen
        return {
            key: [name for name in dict.fromkeys([*(self._when.get(key) or ()), *chosen]) if chosen.get(name) == asked]
            for asked, key in ASKED.items()
        }


class RuleForm(ConditionForm):
    """A rule: when it holds, with which facts and within which days, to which tier it leads, and why."""

    tier = forms.TypedChoiceField(label="Tier", coerce=int)
    because = forms.CharField(
        label="Reason",
        max_length=LONGEST_REASON,
        help_text="A whole sentence, as a court would read it.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say in a sentence why such a report is in this tier."},
    )
    short = forms.CharField(
        label="Short reason",
        max_length=ROW,
        help_text=f"For the row of the queue: at most {ROW} characters, never cut.",
        error_messages={
            "required": "Say it shortly for the row of the queue.",
            "max_length": f"At most {ROW} characters fit into the row of the queue.",
        },
    )

    def __init__(self, content: Content, entry: Mapping[str, Any], data: QueryDict | None = None) -> None:
        super().__init__(entry, data)
        self._id = entry["id"]
        self.fields["tier"].choices = [  # type: ignore[attr-defined]  # a choice field
            (tier["number"], f"{tier['number']} {tier['words']}") for tier in content["tiers"]
        ]
        asked = {each["of"]: each for each in self._when.get("days") or ()}
        for span, bound in product(Span, BOUNDS):
            self.fields[f"{span}_{bound}"] = forms.IntegerField(
                label=f"{BOUNDS[bound]}: {SPAN_WORDS[span]}",
                required=False,
                min_value=0,
                max_value=MOST_DAYS,
                initial=asked.get(span.value, {}).get(bound),
            )

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields that are not about days."""
        return [self[name] for name in ("tier", "because", "short")]

    @property
    def spans(self) -> list[tuple[str, list[forms.BoundField]]]:
        """What days are counted of, each with its two fields."""
        return [(SPAN_WORDS[span], [self[f"{span}_{bound}"] for bound in BOUNDS]) for span in Span]

    def clean(self) -> dict[str, Any]:
        """Refuse days that no number can be."""
        said = super().clean() or {}
        for span in Span:
            least, most = (said.get(f"{span}_{bound}") for bound in BOUNDS)
            if least is not None and most is not None and least > most:
                self.add_error(f"{span}_at_most", "No number is that: give the larger one here.")
        return said

    def entry(self) -> dict[str, Any]:
        """Return the rule that was given."""
        said = self.cleaned_data
        reasons = {"because": said["because"], "short": said["short"]}
        days = [
            {"of": span.value, **given}
            for span in Span
            if (given := {bound: said[name] for bound in BOUNDS if said.get(name := f"{span}_{bound}") is not None})
        ]
        when = self.when() | ({"days": days} if days else {})
        return {"id": self._id, "tier": said["tier"], "when": when, **reasons}


class StepForm(ConditionForm):
    """A step of an axis: when it holds, and which word the axis then has."""

    word = forms.ChoiceField(
        label="Word", choices=[(word.value, word.value) for word in reversed(Word) if word is not Word.NOT_KNOWN]
    )

    @property
    def plain(self) -> list[forms.BoundField]:
        """All fields: no step of an axis counts days."""
        return list(self)

    def entry(self) -> dict[str, Any]:
        """Return the step that was given."""
        return {"word": self.cleaned_data["word"], "when": self.when()}


class TiersForm(forms.Form):
    """The words of the tiers, one a line, the first first."""

    words = forms.CharField(
        label="Tiers, one a line",
        help_text="The first is looked at first. Rules name tiers by number.",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "There must be a tier."},
    )

    def clean_words(self) -> list[str]:
        """Return the words, line by line."""
        lines = [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]
        if too_long := [line for line in lines if len(line) > MOST_LETTERS]:
            raise forms.ValidationError(f"“{too_long[0][:MOST_LETTERS]}…” is longer than {MOST_LETTERS} characters.")
        return lines


class DaysForm(forms.Form):
    """How old an address may be before its records fade, and before they are gone."""

    open_days = forms.IntegerField(label="Open for so many days", min_value=1, max_value=9999)
    fading_days = forms.IntegerField(label="Gone after so many days", min_value=1, max_value=9999)

    def clean(self) -> dict[str, Any]:
        """Refuse records that would be gone before they fade."""
        said = super().clean() or {}
        if said.get("open_days") and said.get("fading_days") and said["fading_days"] < said["open_days"]:
            self.add_error("fading_days", "Records are gone after they were open: give the larger number here.")
        return said


class ImportForm(forms.Form):
    """A policy as text."""

    text = forms.CharField(
        label="Policy in YAML",
        help_text="One of the two policies, or both: what the export gives. It takes the place of the draft's rules.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 24, "class": "text-whole", "spellcheck": "false"}),
        error_messages={"required": "Paste the text of a policy."},
    )


class DecideForm(forms.Form):
    """From which day the draft holds, and why."""

    in_force_from = a_day("In force from", required="Say from which day it holds.")
    because = forms.CharField(
        label="Reason",
        max_length=LONGEST_REASON,
        help_text="It stands beside the rules for as long as they are kept. No names of people.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why."},
    )

    def clean_in_force_from(self) -> date:
        """Refuse a day that is past."""
        day: date = self.cleaned_data["in_force_from"]
        if day < clock.today():
            raise forms.ValidationError("That day is past. Choose today or a later day.")
        return day
