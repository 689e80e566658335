"""How the machine API answers what it did: written as it is, and described by the schemas beside each route.

The library would make each answer a value of its schema first, and read that again: a third of a look-up's time. That
answers are as described is what tests hold them to (`tests/api`), not each request.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from django.http import HttpResponse


def answer(status: int | HTTPStatus, said: Mapping[str, Any]) -> HttpResponse:
    """Return an answer in JSON. What it says is plain: texts, numbers, lists, objects, and None."""
    return HttpResponse(msgspec.json.encode(said), status=status, content_type="application/json; charset=utf-8")
