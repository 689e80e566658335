"""Views of the draft of one's agency: each is given it, or leads to the page that begins one."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from nightlight.priorities.models import Draft
from nightlight.web.access import Request


def of_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the draft of the reader's agency; without one, lead to the page of the draft."""

    @functools.wraps(view)
    def with_draft(request: Request, **given: Any) -> HttpResponse:
        rows: Any = Draft.objects.visible_to(request.user).select_related("agency")
        found = rows.filter(agency=request.user.agency).first()
        return view(request, found, **given) if found else redirect("priority-draft")

    return with_draft
