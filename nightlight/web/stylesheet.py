"""The one stylesheet that is served: tokens and ground rules first, then every component, print last."""

import hashlib
import re
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse

from nightlight.web.access import open_to_all

HERE = Path(__file__).resolve().parent
BEFORE = ("tokens", "base", "frame", "page", "outside", "panel", "table", "form", "hand_in", "notices", "public")
AFTER = ("parts", "print")
A_YEAR = "public, max-age=31536000, immutable"


def sources() -> list[Path]:
    """Return the files of the stylesheet in the order in which they are joined."""
    fonts = [HERE / "styles" / "fonts.css"] if (HERE / "assets" / "fonts").is_dir() else []
    before, after = ([HERE / "styles" / f"{name}.css" for name in names] for names in (BEFORE, AFTER))
    return [*fonts, *before, *sorted((HERE / "components").glob("*/style.css")), *after]


@cache
def stylesheet() -> bytes:
    """Return the whole stylesheet without comments and blanks; `assets/` points to where static files are served."""
    joined = "\n".join(path.read_text(encoding="utf-8") for path in sources())
    joined = re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", joined, flags=re.DOTALL))
    joined = re.sub(r"\s*([{};])\s*|([:,]) ", r"\1\2", joined)
    return re.sub(r'url\("(assets/[^"]+)"\)', lambda found: f'url("{static(found[1])}")', joined).encode()


@cache
def present_digest() -> str:
    """Return twelve hexadecimal digits that change when the stylesheet does."""
    return hashlib.sha256(stylesheet()).hexdigest()[:12]


def stylesheet_url() -> str:
    """Return the address of the present stylesheet."""
    return reverse("stylesheet", args=[present_digest()])


@open_to_all(because="the sign-in page has its look before anybody is signed in")
def serve_stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """Answer with the present stylesheet, to be kept for a year if its digest was the one asked for."""
    response = HttpResponse(stylesheet(), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = A_YEAR if digest == present_digest() else "no-cache"
    return response
