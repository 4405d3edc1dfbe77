"""Addresses in the plain ASCII that calendars and mail understand (RFC 3986, RFC 6068)."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

from core.errors import BadInput
from core.messages import N_
from core.text import safe

# What stands in a mailto: URI as it is; anything else would need encodings few programs undo.
_WORD = r"[A-Za-z0-9!$&'*+/=_~-]+"
_LOCAL = re.compile(rf"(?=.{{1,64}}\Z){_WORD}(?:\.{_WORD})*")
_HOST = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*")
_URL_SAFE = "/:@!$&'()*+,;=%~?"


def _host(name: str) -> str:
    """Turn a host name into ASCII, Chinese labels into punycode; ``ValueError`` otherwise."""
    host = name.encode("idna").decode("ascii")
    if not _HOST.fullmatch(host):
        raise ValueError(name)
    return host


def mail_address(text: str) -> str:
    """Return the address in ASCII, a Chinese domain as punycode; empty if it cannot be one."""
    local, _, domain = text.strip().rpartition("@")
    try:
        return f"{local}@{_host(domain)}" if _LOCAL.fullmatch(local) else ""
    except ValueError:
        return ""


def web_address(text: str) -> str:
    """Return an http or https link as an absolute ASCII URI; ``BadInput`` for anything else.

    A name before the host (``https://bank.com@elsewhere``) is refused: it serves deceit (I9).
    """
    try:
        link = urlsplit(safe(text).strip())
        if link.scheme not in ("https", "http") or "@" in link.netloc:
            raise ValueError(text)
        netloc = _host(link.hostname or "") + (f":{link.port}" if link.port else "")
    except ValueError as error:
        raise BadInput(
            N_("The link of the meeting must be a web address that begins with https://."),
            field="url",
            hint=N_("https://meet.example.com/618"),
        ) from error
    rest = (quote(part, safe=_URL_SAFE) for part in link[2:])
    return urlunsplit((link.scheme, netloc, *rest))
