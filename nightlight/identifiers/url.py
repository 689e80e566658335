"""Addresses of web pages."""

import re
from urllib.parse import SplitResult, quote, urlsplit

from nightlight.identifiers.address import address
from nightlight.identifiers.domain import domain
from nightlight.identifiers.folding import LONGEST, trimmed
from nightlight.identifiers.kinds import Identifier, Kind, NotAnIdentifier

DEFAULT_PORTS = {"http": 80, "https": 443, "ftp": 21}

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://")
_BARE_HOST = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63})+(?=[:/?#]|$)")


def url(raw: str) -> Identifier:
    """Return the address with scheme and host in lower case and ASCII (IDNA), without default port or fragment.

    Path and query are kept, because a server may tell them apart; characters that no URL may hold are escaped. A text
    without scheme that begins with a domain name is read as https. Without a host it is not an address of a page.
    """
    text = trimmed(raw)
    if not _SCHEME.match(text):
        if not _BARE_HOST.match(text):
            raise NotAnIdentifier("This is not the address of a web page.")
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise NotAnIdentifier("This is not the address of a web page.") from error
    value = _joined(parts, _host(parts.hostname or ""), port)
    if len(value) > LONGEST:
        raise NotAnIdentifier(f"The address is longer than {LONGEST} characters.")
    return Identifier(Kind.URL, value)


def _joined(parts: SplitResult, host: str, port: int | None) -> str:
    scheme = parts.scheme.lower()
    user, at, _ = parts.netloc.rpartition("@")
    user = quote(user, safe=":%!$&'()*+,;=@")
    shown_port = "" if port is None or port == DEFAULT_PORTS.get(scheme) else f":{port}"
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~|[]") or "/"
    query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~|[]?' + chr(39))}" if parts.query else ""
    return f"{scheme}://{user}{at}{host}{shown_port}{path}{query}"


def _host(name: str) -> str:
    if ":" in name:
        found = address(name)
        return f"[{found.value}]" if found.kind is Kind.IPV6 else found.value
    return domain(name)
