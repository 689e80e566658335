"""The forms about who is in a case, and how it ended: one record each."""

from collections.abc import Iterable
from typing import Any

from django import forms

from nightlight.investigations.models import CaseDisposition, Finding, Subject
from nightlight.investigations.rules import NAME_LETTERS
from nightlight.victims.models import AgeBand, Recency, Relation, Victim
from nightlight.web.case_fields import CaseForm, a_day, choice, one_of, uncleared

FINDINGS = [
    (Finding.PRODUCED.value, "Found to have produced material"),
    (Finding.ABUSED.value, "Found to have abused a child"),
    (Finding.PRODUCED_AND_ABUSED.value, "Found to have produced material and abused a child"),
    (Finding.NONE.value, "None: takes back what was recorded before"),
]


class SubjectForm(CaseForm):
    """A person whom the case is about."""

    heading = "Add a subject"
    meaning = "Whoever a case is about is alleged, until a court says otherwise."
    button = "Add subject"
    done = "Subject added"

    name_as_given = forms.CharField(
        label="Name as given",
        max_length=NAME_LETTERS,
        required=False,
        help_text="Leave it empty while nobody knows who it is.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class FindingForm(CaseForm):
    """What was found about a subject."""

    heading = "Record a finding"
    meaning = "What an examination found about a subject, beyond the complaint. It takes the place of an earlier one."
    button = "Record finding"
    done = "Finding recorded"
    chosen = "subject"
    missing = "The case has no subject that something could be found about. Add a subject first."

    finding = choice("Finding", FINDINGS, Finding)
    found_on = a_day("Day of the finding", required="Say on which day it was found.")

    def __init__(self, *, subjects: Iterable[Subject], **given: Any) -> None:
        super().__init__(**given)
        self.fields = {"subject": one_of(uncleared(subjects), label="Subject"), **self.fields}


class ChildForm(CaseForm):
    """A child, under the next pseudonym: there is nothing to fill in."""

    heading = "Record a child"
    meaning = "The child gets the next pseudonym of the case. No name is asked for, and none can be kept here."
    button = "Record child"
    done = "Child recorded"


class IdentificationForm(CaseForm):
    """That a child was identified."""

    heading = "Record an identification"
    meaning = "It is known who the child is. Each child is identified once; the name is not kept here."
    button = "Record identification"
    done = "Identification recorded"
    chosen = "victim"
    missing = "No child of this case waits to be identified. Record the child first."

    identified_on = a_day("Day of the identification", required="Say on which day the child was identified.")
    recency = choice("When it happened", Recency.choices, Recency)
    relation = choice("The offender is to the child", Relation.choices, Relation, radio=False)
    age_band = choice("Age, in years", AgeBand.choices, AgeBand, radio=False)

    def __init__(self, *, children: Iterable[Victim], **given: Any) -> None:
        super().__init__(**given)
        choices = [(child, child.pseudonym) for child in children]
        self.fields = {"victim": one_of(choices, label="Child"), **self.fields}
        for name, unknown in (("relation", Relation.UNKNOWN), ("age_band", AgeBand.UNKNOWN)):
            self.fields[name].initial = unknown.value


class CloseForm(CaseForm):
    """How a case ended."""

    heading = "Close the case"
    meaning = (
        "The reports of the case that are still open are closed with it. A closed case takes in no new subject and no "
        "arrest; charges and what became of them can still be recorded. It is not opened again."
    )
    button = "Close case"
    done = "Case closed"

    disposition = choice("How did it end?", CaseDisposition.choices, CaseDisposition)
