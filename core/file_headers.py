"""How a stored file leaves the house: to be saved, never to be run or shown as a page of ours."""

from __future__ import annotations

from urllib.parse import quote

from core.file_names import clean_name
from core.file_reasons import MediaType


def file_headers(name: str, kind: MediaType, size: int) -> dict[str, str]:
    """The headers of the response. Whatever a file pretends to be, a browser saves it as what was found in it.

    The policy shuts the file in even where a browser shows it all the same; nobody on the way keeps a copy.
    """
    return {
        "Content-Type": kind.value,
        "Content-Length": str(size),
        "Content-Disposition": disposition(name, kind),
        "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
    }


def disposition(name: str, kind: MediaType) -> str:
    """`attachment` with the name twice: in ASCII for the oldest programs, and as RFC 5987 spells it for the rest."""
    clean = clean_name(name, kind)
    plain = clean if clean.isascii() else clean_name("file", kind)
    spelled = quote(clean, safe="!#$&+-.^_`|~")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{spelled}"
