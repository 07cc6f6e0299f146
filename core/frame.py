"""What the frame of every page shows: who is here, in which role, and where one can go.

Rooms add their words to the menu; `accounts` says who is signed in. The frame asks no table itself, so that an
error page can be shown while the database is away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, g, request, url_for

from core import VERSION
from core.languages import Text, current_language
from core.places import place
from core.settings import Settings

# How many words the menu has room for.
MOST = 6
COOKIES = {"theme": ("", "light", "dark"), "contrast": ("", "more"), "text": ("", "large")}


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A word of the menu; it appears for those who may use its permission word."""

    endpoint: str
    label: Text
    word: str
    order: int
    # For whom it is a room of every day: roles as the rooms call them.
    daily: frozenset[str]


@dataclass(slots=True)
class Frame:
    """The names that templates/frame.html asks for."""

    demo: bool
    version: str = VERSION
    person: str | None = None
    office: str | None = None
    roles: list[dict[str, Any]] = field(default_factory=list)
    menu: list[dict[str, Any]] = field(default_factory=list)
    more: list[dict[str, Any]] = field(default_factory=list)
    csp_nonce: str = ""
    home_url: str = "/"
    login_url: str | None = None
    logout_url: str | None = None
    accessibility_url: str | None = None
    help_url: str | None = None
    theme: str = ""
    contrast: str = ""
    text: str = ""


_menu: dict[str, MenuItem] = {}
_fillers: list[Callable[[Frame], None]] = []


def add_to_menu(endpoint: str, label: Text, word: str, order: int, daily: Iterable[str] = ()) -> None:
    """Put a room's word into the menu of those who may use it; in these roles it is never left to the foot."""
    _menu[endpoint] = MenuItem(endpoint, label, word, order, frozenset(daily))


def fill_frame(filler: Callable[[Frame], None]) -> None:
    """Let a room say who is here; it must not ask the database."""
    if filler not in _fillers:
        _fillers.append(filler)


def items_for(allowed: Callable[[str], bool], role: str) -> tuple[list[MenuItem], list[MenuItem]]:
    """What stands in the menu of a role, at most six words, the daily ones before all others; and what does not."""
    items = sorted((item for item in _menu.values() if allowed(item.word)), key=lambda item: item.order)
    first = sorted(items, key=lambda item: (role not in item.daily, item.order))[:MOST]
    return [item for item in items if item in first], [item for item in items if item not in first]


def menu_for(
    allowed: Callable[[str], bool], role: str = ""
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The words of the menu for somebody, and those that find no room there: they stand in the foot."""
    menu, more = (
        [
            {"label": item.label, "url": url_for(item.endpoint), "active": request.endpoint == item.endpoint}
            for item in items
        ]
        for items in items_for(allowed, role)
    )
    return menu, more


def _chosen(name: str) -> str:
    """How the reader wants the pages to look, from a cookie; anything unknown counts as no wish."""
    value = request.cookies.get(name, "")
    return value if value in COOKIES[name] else ""


def build_frame(settings: Settings) -> Frame:
    """The frame of this request, made once."""
    made: Frame | None = g.get("frame")
    if made is None:
        made = Frame(
            demo=settings.specimen, theme=_chosen("theme"), contrast=_chosen("contrast"), text=_chosen("text")
        )
        for filler in _fillers:
            filler(made)
        g.frame = made
    return made


def language_url(language: str) -> str:
    """This same page in another language; after a form that was sent, the page that the form came from."""
    back = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return url_for("core.choose_language", language=language, next=back)


def init_frame(app: Flask, settings: Settings) -> None:
    """Give every template its frame, its language and the named pages."""
    app.jinja_env.globals["place"] = place

    @app.context_processor
    def names() -> dict[str, Any]:
        return {
            "frame": build_frame(settings),
            "current_language": current_language(),
            "language_url": language_url,
        }
