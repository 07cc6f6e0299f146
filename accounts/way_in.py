"""Whether the reader may open a page: asked before a link to it is shown, of the very door that would open it.

A route has its permission word; what hangs on one thing has a finder besides, the one that its view asks. A room says
it once, where the view stands; whoever links there asks here and shows plain words where there is no way in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import current_app, url_for

from accounts.door import allowed
from core.access import word_of
from core.refusals import NotFound

_finders: dict[str, Callable[..., object]] = {}


def found_by(endpoint: str, find: Callable[..., object]) -> None:
    """Say by which finder a page finds its thing; it raises `NotFound` for whoever may not see it."""
    _finders[endpoint] = find


def way_in(endpoint: str, **parts: Any) -> str:
    """The address of a page that this reader may open; empty where they may not."""
    if not allowed(word_of(current_app, endpoint) or ""):
        return ""
    find = _finders.get(endpoint)
    if find is not None:
        try:
            find(**parts)
        except NotFound:
            return ""
    return url_for(endpoint, **parts)
