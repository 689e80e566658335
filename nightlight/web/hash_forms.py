"""The forms about known hashes: what to look up, and why something is taken back or was wrongly listed."""

from typing import Any

from django import forms

from nightlight.foundation import clock
from nightlight.hashes.asked import Asked, NotADigest, asked_from
from nightlight.hashes.reading import FileAsked
from nightlight.hashes.rules import matching_on
from nightlight.web.case_fields import CaseForm

REASON = forms.CharField(
    label="Reason",
    max_length=300,
    widget=forms.Textarea(attrs={"rows": 3}),
    help_text="It is kept, and shown wherever this shows. No names of people.",
    error_messages={"required": "Say why."},
)
MOST_SAID = 5
"""Lines that are named where something is no digest."""
ONE = "Give one digest of 32, 40 or 64 hexadecimal digits; 64 digits need sha256: or pdq: in front."


class LookUpForm(forms.Form):
    """Digests, pasted in."""

    digests = forms.CharField(
        label="Digests",
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off", "class": "code"}),
        help_text="One a line: MD5, SHA-1, SHA-256 or PDQ. 64 digits are asked as SHA-256 and as PDQ; "
        "pdq: in front asks for one of the two.",
        error_messages={"required": "Paste at least one digest."},
    )

    def clean_digests(self) -> list[FileAsked[str]]:
        """Return what is asked for, each line under its own text."""
        lines = dict[str, int]()
        for number, line in enumerate(self.cleaned_data["digests"].splitlines(), 1):
            if line.strip():
                lines.setdefault(line.strip(), number)
        most = matching_on(clock.today()).most_digests_at_once
        if len(lines) > most:
            raise forms.ValidationError(f"{len(lines):,} lines; at most {most:,} are looked up at once.")
        asked, wrong = list[FileAsked[str]](), list[str]()
        for line, number in lines.items():
            try:
                asked.append(FileAsked(line, asked_from(line)))
            except NotADigest as refused:
                wrong.append(f"Line {number}: {refused}")
        if wrong:
            raise forms.ValidationError(wrong[:MOST_SAID])
        return asked


class ListForm(CaseForm):
    """Something is taken back, with a reason."""

    because = REASON


class WithdrawListForm(ListForm):
    """A whole list is taken back."""

    heading = "Withdraw the list"
    meaning = "None of its entries matches any more, from this moment on and for everybody. It cannot be brought back."
    button = "Withdraw list"
    done = "The list is withdrawn"


class WithdrawImportForm(ListForm):
    """An import is taken back as a whole."""

    heading = "Withdraw the import"
    meaning = (
        "What only this import brought matches no more; what it changed or took back holds again, as it was before. "
        "It holds from this moment on and for everybody."
    )
    button = "Withdraw import"
    done = "The import is withdrawn"


class TakeBackForm(ListForm):
    """A deconfirmation is taken back."""

    heading = "Take a deconfirmation back"
    meaning = "Lists answer for the digest again, from this moment on and for everybody."
    button = "Take back"
    done = "Taken back; lists answer for the digest again"


class DeconfirmForm(CaseForm):
    """A digest was wrongly listed."""

    heading = "Deconfirm a digest"
    meaning = (
        "You say that the digest was wrongly listed. It matches nothing any more, whatever list has it, and shows your "
        "agency and the reason instead. Nothing is taken out of any list."
    )
    button = "Deconfirm digest"
    done = "Deconfirmed; it matches nothing from now on"

    digest = forms.CharField(
        label="Digest",
        max_length=80,
        help_text=ONE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "code"}),
        error_messages={"required": ONE},
    )
    because = REASON

    def clean_digest(self) -> Asked:
        """Return the one digest that is meant."""
        try:
            asked = asked_from(self.cleaned_data["digest"])
        except NotADigest:
            raise forms.ValidationError(ONE) from None
        if len(asked) != 1:
            raise forms.ValidationError(ONE)
        return asked[0]


def given(request: Any) -> dict[str, Any]:
    """Return what was typed, or nothing yet."""
    return {"data": request.POST} if request.method == "POST" else {"initial": {}}
