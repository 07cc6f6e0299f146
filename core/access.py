"""The word that every route must carry.

A view says with `@permission("cases.register")` what its caller must be allowed to do. The list of words and
who holds them is kept by `accounts`; a route without a word does not let the application start.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"  # anybody, signed in or not
SIGNED_IN = "signed-in"  # anybody with an account, whatever the role

_WORD = "synaq_permission"


class RouteWithoutWord(RuntimeError):
    """A route was added without saying who may use it."""


def permission(word: str) -> Callable[[View], View]:
    """Say which permission a route asks for."""

    def mark(view: View) -> View:
        setattr(view, _WORD, word)
        return view

    return mark


def word_of(app: Flask, endpoint: str) -> str | None:
    """The permission word of an endpoint, or None where none was given."""
    word: str | None = getattr(app.view_functions[endpoint], _WORD, None)
    return word


def check_every_route(app: Flask, known: frozenset[str]) -> None:
    """Stop the start of an application that has a route nobody has thought about."""
    allowed = known | {PUBLIC, SIGNED_IN}
    wrong = sorted(
        f"{rule.rule} ({rule.endpoint}: {word_of(app, rule.endpoint) or 'no word'})"
        for rule in app.url_map.iter_rules()
        if word_of(app, rule.endpoint) not in allowed
    )
    if wrong:
        raise RouteWithoutWord("routes without a known permission word: " + "; ".join(wrong))
