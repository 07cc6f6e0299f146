"""The path of a service as a picture: the reference of the business process that every regulation promises.

For the public pages. The flow charts of the published texts are lost, so nothing is copied: the picture is drawn
from the same steps, gates and exits by which the cases themselves move. It comes twice, for wide places and for a
telephone; the stylesheet shows the one that fits. What a screen reader is told stands in the list below it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from regulations.catalogue import catalogue
from regulations.drawing_plan import plan
from regulations.drawing_tall import draw_tall
from regulations.drawing_wide import WideBand, draw_wide
from regulations.model import Edition


@dataclass(frozen=True, slots=True)
class Picture:
    """Pieces of SVG in their order. They hold nothing of a reader, only words of the texts, escaped."""

    wide: tuple[WideBand, ...]
    tall: tuple[str, ...]


def draw(edition: Edition, procedure: str, language: str) -> Picture:
    """The picture of one procedure in one language."""
    drawn = plan(edition, procedure, language)
    return Picture(draw_wide(drawn, language), draw_tall(drawn, language))


@cache
def picture_of(edition_id: str, procedure: str, language: str) -> Picture:
    """The same, drawn once for each text of this installation."""
    return draw(catalogue().edition(edition_id), procedure, language)
