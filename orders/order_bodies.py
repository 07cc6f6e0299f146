"""The words of an order, as an edition has them: title, preamble, the heading of each list, the closing points. Pure.

For the drafter, who takes the newest edition; for the office, which may make its own; for the paper, which prints what
the order was begun with. Holes such as `{service}` are filled when the facts are frozen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from core.canonical import canonical, digest

HOLES = ("service", "result", "act", "office", "name", "from_day", "until_day", "year")
LISTS = ("award", "refuse", "evaluate", "suspend", "resume", "return", "revoke", "annul", "correct", "people")
_HOLE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Two:
    """Words in both official languages."""

    kk: str
    ru: str

    def filled(self, holes: Mapping[str, Two]) -> Two:
        """With each hole filled in its language."""
        return Two(
            _filled(self.kk, {name: one.kk for name, one in holes.items()}),
            _filled(self.ru, {name: one.ru for name, one in holes.items()}),
        )


def _filled(text: str, holes: Mapping[str, str]) -> str:
    return _HOLE.sub(lambda hole: holes.get(hole[1], hole[0]), text)


@dataclass(frozen=True, slots=True)
class Body:
    """One edition of the words of one kind of order."""

    title: Two
    preamble: Two
    lists: Mapping[str, Two]
    closing: tuple[Two, ...]

    def texts(self) -> list[Two]:
        """All its texts, each in two languages."""
        return [self.title, self.preamble, *self.lists.values(), *self.closing]


class NoBody(ValueError):
    """What was read are not the words of an order."""


def faults_of(body: Body) -> list[str]:
    """The holes that nothing would fill."""
    found = [hole for text in body.texts() for side in (text.kk, text.ru) for hole in _HOLE.findall(side)]
    return sorted({hole for hole in found if hole not in HOLES})


def body_text(body: Body) -> str:
    """The words as they are stored."""
    return canonical(_plain(body))


def body_digest(body: Body) -> str:
    """The digest of the words."""
    return digest(_plain(body))


def _plain(body: Body) -> dict[str, Any]:
    return {
        "title": _two(body.title),
        "preamble": _two(body.preamble),
        "lists": {name: _two(text) for name, text in body.lists.items()},
        "closing": [_two(text) for text in body.closing],
    }


def _two(text: Two) -> dict[str, str]:
    return {"kk": text.kk, "ru": text.ru}


def read_body(told: Mapping[str, Any]) -> Body:
    """The words out of plain data; strict, because a half-written order is worse than none."""
    try:
        body = Body(
            Two(**told["title"]),
            Two(**told["preamble"]),
            {name: Two(**text) for name, text in told["lists"].items()},
            tuple(Two(**text) for text in told["closing"]),
        )
    except (KeyError, TypeError, AttributeError) as fault:
        raise NoBody(str(fault)) from None
    if not body.lists or any(name not in LISTS for name in body.lists):
        raise NoBody("lists")
    return body


@cache
def first_editions() -> Mapping[str, Body]:
    """The words that come with the programme, by their keys."""
    text = Path(__file__).with_name("order_texts.yaml").read_text(encoding="utf-8")
    return {key: read_body(told) for key, told in yaml.safe_load(text)["orders"].items()}


def first_edition(key: str) -> Body:
    """The first edition of a key: its own words, or those of its kind."""
    known = first_editions()
    kind, _, _service = key.partition("/")
    return known[key] if key in known else known[f"{kind}/*"]


def key_of(kind: str, service: str | None) -> str:
    """By what the words of such an order are found."""
    return f"{kind}/{service}" if service else kind
