"""Coming back with a code, and leaving at once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare, get_random_string
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from nightlight.foundation import clock
from nightlight.intake.knocking import may_knock
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Door, Report
from nightlight.intake.return_codes import Found, found_again, found_by
from nightlight.web.public_document import add
from nightlight.web.public_draft import RETURNED, first_page_token, forget, is_first_page_token
from nightlight.web.public_page import address_of, choose_language, file_came, public_page, show
from nightlight.web.public_questions import many_words

MINUTES_OPEN = 15

WITH_OFFICERS = _("It is with officers. To keep everybody safe, we cannot say more here about what they do.")
STANDING: dict[str, Promise] = {
    ReportStatus.RECEIVED: _("It has arrived. A person will read it."),
    ReportStatus.WAITING_FOR_ROUTE: _("It has arrived. A person is reading it, to decide which officers take it on."),
    ReportStatus.ASSIGNED: WITH_OFFICERS,
    ReportStatus.UNDER_INVESTIGATION: WITH_OFFICERS,
    ReportStatus.CLOSED: _("Officers have read it, and for now nothing more is done with it. You can still add to it."),
}
"""Where a report stands, in words. A code may have fallen into the wrong hands: nobody learns that a case is open."""


class AddForm(forms.Form):
    """What somebody wants to add."""

    use_required_attribute = False
    account = many_words(
        _("Is there something to add?"),
        hint=_("It goes to the same people, with what you sent before."),
        missing=_("Write what you want to add"),
        rows=6,
    )


@public_page(because="whoever was given a code may come back with it, and with nothing else")
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def come_back(request: HttpRequest) -> HttpResponse:
    """Take a code, say where its report stands, and let its person add something. Nothing else is revealed."""
    go = request.POST.get("go", "")
    if go.startswith("language-"):
        choose_language(request, go.removeprefix("language-"))
        _keep_words(request)
        return redirect("public-return")
    if go == "close":
        request.session.pop(RETURNED, None)
        return redirect("public-return")
    opened = _opened(request)
    if request.method != "POST":
        return _shown(request, opened) if opened else _asked(request)
    if opened and _is_of_this_page(request):
        return _added(request, opened)
    return _looked_up(request)


@public_page(because="whoever must leave this page at once may do so by a plain link, and is forgotten")
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the draft and lead to the neutral site; a script that has covered the page already asks by POST."""
    forget(request)
    return HttpResponse(status=204) if request.method == "POST" else redirect(settings.FORM_NEUTRAL_SITE)


def _shown(request: HttpRequest, opened: Found) -> HttpResponse:
    """Show where the report stands, and once that something was added."""
    kept = dict(request.session[RETURNED])
    added = kept.pop("added", False)
    if added:
        request.session[RETURNED] = kept
    return _standing(request, opened, added=added)


def _opened(request: HttpRequest) -> Found | None:
    kept = request.session.get(RETURNED)
    if not kept:
        return None
    is_open = clock.now() - datetime.fromisoformat(kept["at"]) <= timedelta(minutes=MINUTES_OPEN)
    if not is_open and not _is_of_this_page(request):  # whoever wrote for longer has the page before them still
        return None
    return found_again(UUID(kept["pk"]))


def _is_of_this_page(request: HttpRequest) -> bool:
    """Say whether what was sent comes from the page that a code opened in this browser."""
    kept: Any = request.session.get(RETURNED)
    return bool(kept) and constant_time_compare(request.POST.get("token", ""), kept["token"])


def _keep_words(request: HttpRequest) -> None:
    """Keep what was typed so far, where the page is shown again in another language."""
    if _is_of_this_page(request):
        words = {"account": request.POST.get("account", ""), "at": clock.now().isoformat()}
        request.session[RETURNED] = {**request.session[RETURNED], **words}


def _looked_up(request: HttpRequest) -> HttpResponse:
    if not is_first_page_token(request.POST.get("token", "")):
        return _asked(request, too_old=True, status=409)
    if not may_knock(Door.CODE, address_of(request)):
        return _asked(request, too_many=True, status=429)
    found = found_by(request.POST.get("code", ""))
    if found is None:
        return _asked(request, wrong=True, status=400)
    token = get_random_string(32)
    request.session[RETURNED] = {"pk": str(found.code.pk), "at": clock.now().isoformat(), "token": token}
    return redirect("public-return")


def _added(request: HttpRequest, opened: Found) -> HttpResponse:
    form = AddForm(request.POST)
    if file_came(request):
        return _standing(request, opened, form=form, file_came=True, status=400)
    if not form.is_valid():
        return _standing(request, opened, form=form, status=400)
    if not may_knock(Door.SEND, address_of(request)):
        return _standing(request, opened, form=form, too_many=True, status=429)
    sent = add(opened, form.cleaned_data["account"], get_language() or "en")
    if sent.refused:
        return _standing(request, opened, form=form, pictures=True, status=400)
    now = clock.now().isoformat()
    request.session[RETURNED] = {**request.session[RETURNED], "added": True, "account": "", "at": now}
    return redirect("public-return")


def _asked(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    return show(request, "code", {"token": first_page_token(), **more}, status=status)


def _standing(
    request: HttpRequest, opened: Found, *, form: AddForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    shown = {
        "words": _words(opened.report),
        "sent_at": opened.code.recorded_at,
        "form": form or AddForm(initial={"account": request.session[RETURNED].get("account", "")}),
        "token": request.session[RETURNED]["token"],
        "added": False,
        **more,
    }
    return show(request, "standing", shown, status=status)


def _words(report: Report | None) -> Promise:
    return STANDING[report.status if report else ReportStatus.RECEIVED]
