"""Stored texts as a browser shows them: cleaned once more, images by their address, formulas as MathML."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from markupsafe import Markup, escape

from question_banks.content import is_plain
from question_banks.formulas import render_formulas
from question_banks.richtext import clean

ImageAddress = Callable[[str], str]
_SOURCE = re.compile(r'src="media:([0-9a-f]{64})"')


@lru_cache(maxsize=4_096)
def _cleaned(markup: str) -> str:
    """Whatever way a text came into the database: nothing but the allowed markup reaches a browser."""
    return clean(markup).markup


def shown(markup: str, address: ImageAddress, part: str = "stem") -> Markup:
    """One part as it is shown; plain parts (accepted answers, units) are escaped."""
    if is_plain(part):
        return escape(markup)
    text = _cleaned(markup) if "<" in markup or "&" in markup else str(escape(markup))
    text = _SOURCE.sub(lambda found: f'src="{escape(address(found[1]))}"', text)
    return Markup(render_formulas(text))  # noqa: S704 - cleaned above, and the formulas are checked element by element
