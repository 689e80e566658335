"""A button that acts at once: the row it is about, the act, and what is said on the page that follows."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.shortcuts import redirect

from nightlight.foundation.refusals import IllegalMove, NotFound, RuleRefusal
from nightlight.web.access import Request


def found(model: Any, request: Request, pk: UUID, *related: str) -> Any:
    """Return a row that the reader sees, with what it points to where that is named, or raise NotFound."""
    rows = model.objects.visible_to(request.user)
    try:
        return (rows.select_related(*related) if related else rows).get(pk=pk)
    except ObjectDoesNotExist:
        raise NotFound from None


def pressed(request: Request, act: Callable[[], object], said: str, *then: Any) -> HttpResponse:
    """Do what was asked and say so, or say what stands against it; then go on to the page of a name."""
    try:
        act()
    except (RuleRefusal, IllegalMove) as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, said)
    return redirect(*then)
