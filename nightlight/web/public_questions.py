"""The five questions of the public form, one page each. A child's name is not asked for, one's own not needed."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nightlight.geography import states
from nightlight.intake.formats.own_document import About

LONGEST_ACCOUNT = 20_000
LONGEST = 300
OLDEST_CHILD = 25
"""Years. Somebody a little over 17 may be meant as the child; what is above is a slip of the finger."""

YES, NO, NOT_KNOWN = "yes", "no", "unknown"
UNNAMED, NAMED = "unnamed", "named"

ABOUT = (
    (About.CONTACT, _("A person is contacting a child online"), _("and it worries me")),
    (About.PRESSURE, _("Someone threatens or pressures a child"), _("or asks a child for money or pictures")),
    (About.ONLINE, _("Something that should not be online"), _("a site, an app, a group, an account")),
    (About.OTHER, _("Something else about a child and the internet"), ""),
)
"""Each answer to the first question: its value, its words, and the words below them."""


def _line(label: Any, *, hint: Any = "", longest: int = LONGEST, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, help_text=hint, required=False, max_length=longest, widget=widget)


def many_words(label: Any, *, missing: Any, rows: int, hint: Any = "") -> forms.CharField:
    """Return a field for somebody's own words.

    The page itself does not bound it: a browser would cut off what is pasted, and say nothing.
    """
    too_many = _("More than 20,000 letters are too many at once. Take some out; you can add them later with your code")
    return forms.CharField(
        label=label,
        help_text=hint,
        error_messages={"required": missing},
        validators=[MaxLengthValidator(LONGEST_ACCOUNT, too_many)],
        widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}),
    )


class Question(forms.Form):
    """One page of the form. What is missing is said once, in the words of `nothing_given` or of a field."""

    use_required_attribute = False
    title: Promise
    hint: Promise | str = ""
    radios: tuple[str, ...] = ()
    """Choices that are shown as large buttons, all at once."""
    below: dict[str, Promise | str] = {}
    """Words below an answer, by its value."""
    no_pictures = False
    """Whether the page says that pictures are not taken here."""


class AboutQuestion(Question):
    """What it is about."""

    title, hint = _("What do you want to tell us about?"), _("You do not have to give your name. Choose one.")
    radios, below = ("about",), {value.value: words for value, _label, words in ABOUT}
    about = forms.ChoiceField(
        label=title,
        choices=[(value, label) for value, label, _below in ABOUT],
        error_messages={"required": _("Choose what it is about"), "invalid_choice": _("Choose what it is about")},
    )


class ChildQuestion(Question):
    """What is known of the child. Never its name."""

    title = _("What do you know about the child?")
    hint = _("Leave out what you do not know. We do not ask for the child's name.")
    radios = ("danger",)
    danger = forms.ChoiceField(
        label=_("Could the child be in danger now?"),
        choices=[(YES, _("Yes")), (NO, _("No")), (NOT_KNOWN, _("I do not know"))],
        required=False,
    )
    age = forms.IntegerField(
        label=_("About how old is the child, in years?"),
        required=False,
        min_value=0,
        max_value=OLDEST_CHILD,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Give the age as a number of years, such as 13, or leave it empty")
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    zip_code = forms.RegexField(
        r"^\s*[0-9]{5}(-?[0-9]{4})?\s*$",
        label=_("ZIP code where the child lives"),
        required=False,
        error_messages={"invalid": _("A ZIP code has five digits, such as 80203; or leave it empty")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    city = _line(_("City or county"))
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Not known")), *((state.code, state.name) for state in states.every_state())],
    )


class AccountQuestion(Question):
    """How the person reported can be found."""

    title, hint = _("How can we find the account?"), _("Give what you have. One is enough; more helps.")
    no_pictures = True
    handle = _line(_("Name or handle used"), hint=_("For example: sample.user.77"), spellcheck="false")
    service = _line(_("App or site"), longest=100)
    contact = _line(_("Phone, e-mail or web address"), longest=1000, spellcheck="false")
    none_known = forms.BooleanField(label=_("I do not know any of these"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not (given.get("handle") or given.get("contact") or given.get("service") or given.get("none_known")):
            self.add_error("handle", _("Give at least one name, number or address that was used"))
        return given


class WhatHappenedQuestion(Question):
    """What happened, in the person's own words."""

    title = _("What happened, and when?")
    hint = _("Say it in your own words, as short or as long as you like.")
    no_pictures = True
    account = many_words(_("What happened"), missing=_("Tell us in a few words what happened"), rows=8)
    when = _line(_("When was it?"), hint=_("For example: last night, or since August. It may stay empty."))


class ContactQuestion(Question):
    """Whether and how the person may be reached."""

    title = _("May an officer contact you?")
    hint = _("You do not have to. With the code that you get, you can come back without a name.")
    radios = ("contact_me",)
    below = {UNNAMED: _("Leave the rest empty"), NAMED: _("Give a telephone number or an e-mail address below")}
    contact_me = forms.ChoiceField(
        label=title,
        choices=[(UNNAMED, _("No, I want to stay unnamed")), (NAMED, _("Yes"))],
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose yes or no")),
    )
    name = _line(_("Your name"), longest=100)
    phone = _line(_("Your telephone number"), longest=40, inputmode="tel")
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=LONGEST,
        error_messages={"invalid": _("This is no whole e-mail address; check it, or leave it empty")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email", "spellcheck": "false"}),
    )
    reach_at = _line(_("When and how is it safe to reach you?"))
    relation = forms.ChoiceField(
        label=_("Who are you to the child?"),
        required=False,
        choices=[
            ("", _("Rather not say")),
            ("parent", _("Parent or carer")),
            ("self", _("It is about me")),
            ("friend", _("Friend or relative")),
            ("professional", _("Teacher, doctor or other professional")),
            ("other", _("Somebody else")),
        ],
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        reachable = given.get("phone") or given.get("email") or "email" in self.errors
        if given.get("contact_me") == NAMED and not reachable:
            self.add_error("phone", _("Give a telephone number or an e-mail address, or choose to stay unnamed"))
        return given


QUESTIONS: tuple[type[Question], ...] = (
    AboutQuestion,
    ChildQuestion,
    AccountQuestion,
    WhatHappenedQuestion,
    ContactQuestion,
)
REVIEW = len(QUESTIONS) + 1
"""The step after the last question: everything is shown once more before it is sent."""
