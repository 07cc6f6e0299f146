"""Pages that an earlier room points at without knowing which room keeps them: "the case", "my desk".

A later room says where such a page is; the earlier one asks by its plain name.
"""

from __future__ import annotations

from typing import Any

from flask import url_for

_endpoints: dict[str, str] = {}


def keep_place(name: str, endpoint: str) -> None:
    """Say which page bears this name."""
    _endpoints[name] = endpoint


def place(name: str, **parts: Any) -> str:
    """The address of the page that bears this name; the front page while no room keeps it."""
    endpoint = _endpoints.get(name)
    return url_for(endpoint, **parts) if endpoint else "/"
