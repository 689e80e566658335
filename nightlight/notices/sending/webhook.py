"""By webhook: a signed POST. See docs/formats/notice-webhook.md."""

import json
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from nightlight.foundation import clock
from nightlight.notices.sending.parcel import NotSent, Parcel
from nightlight.notices.signing import signature, signing_key


class _NoRedirect(HTTPRedirectHandler):
    """A notice goes where the administrator said, and nowhere else."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_OPENER = build_opener(_NoRedirect)


def post(parcel: Parcel, timeout: int) -> None:
    """Post one notice. Raises NotSent for every answer but a 2xx, and for none."""
    said: dict[str, Any] = {"kind": parcel.kind, "address": parcel.address, "urgency": parcel.urgency}
    body, at = json.dumps(said).encode(), int(clock.now().timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "nightlight",
        "X-Nightlight-Delivery": str(parcel.id),
        "X-Nightlight-Signature": signature(signing_key(parcel.outlet_id), body, at),
    }
    # the target's scheme is checked by the database: HTTPS, or HTTP to this very machine
    request = Request(parcel.target, data=body, headers=headers, method="POST")  # noqa: S310 - as said above
    try:
        with _OPENER.open(request, timeout=timeout):
            return
    except HTTPError as refused:
        refused.close()
        raise NotSent(f"webhook said {refused.code}") from refused
    except (URLError, HTTPException, OSError) as error:
        raise NotSent("webhook does not answer") from error
