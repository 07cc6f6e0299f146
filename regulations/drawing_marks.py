"""The marks of which the picture of a path is made, as pieces of SVG.

For the two drawings. Looks are left to the stylesheet: a mark carries a class, never a colour or a style of its
own, so that dark pages, printers and forced colours all work.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

CORNER = 6.0
NUMBER = 11.0  # half the width of the disc with the step's number
GATE = 9.0  # half the width of a gate
TIP = 5.0


def number(value: float) -> str:
    """A place in the picture, without needless digits."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def svg(width: float, height: float, marks: Iterable[str], kind: str) -> str:
    """One piece of the picture at its natural size."""
    w, h = number(width), number(height)
    return f'<svg class="{kind}" viewBox="0 0 {w} {h}" width="{w}" height="{h}">{"".join(marks)}</svg>'


def words(x: float, y: float, lines: Iterable[str], kind: str, leading: float, anchor: str = "") -> str:
    """Lines of text, the first with its foot at y."""
    found = list(lines)
    if not found:
        return ""
    held = f' text-anchor="{anchor}"' if anchor else ""
    place = f'x="{number(x)}" y="{number(y)}"'
    if len(found) == 1:
        return f'<text class="{kind}" {place}{held}>{escape(found[0])}</text>'
    spans = "".join(
        f'<tspan x="{number(x)}"{f" dy={chr(34)}{number(leading)}{chr(34)}" if at else ""}>{escape(line)}</tspan>'
        for at, line in enumerate(found)
    )
    return f'<text class="{kind}" {place}{held}>{spans}</text>'


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """A straight line."""
    return f'<path class="{kind}" d="M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}"/>'


def box(x: float, y: float, width: float, height: float, kind: str) -> str:
    """A box with the corners of every other box of the pages."""
    size = f'width="{number(width)}" height="{number(height)}"'
    return f'<rect class="{kind}" x="{number(x)}" y="{number(y)}" {size} rx="4"/>'


def disc(x: float, y: float, text: str, kind: str = "d-disc") -> str:
    """The number of a step."""
    circle = f'<circle class="{kind}" cx="{number(x)}" cy="{number(y)}" r="{number(NUMBER)}"/>'
    return circle + words(x, y + 4.5, [text], "d-number", 0, "middle")


def dot(x: float, y: float, kind: str) -> str:
    """The beginning or the end of the way."""
    return f'<circle class="{kind}" cx="{number(x)}" cy="{number(y)}" r="7"/>'


def gate(x: float, y: float) -> str:
    """The mark of a condition: a square on its corner."""
    points = ((x, y - GATE), (x + GATE, y), (x, y + GATE), (x - GATE, y))
    return f'<path class="d-gate" d="M{"L".join(f"{number(px)} {number(py)}" for px, py in points)}Z"/>'


def onward(x: float, top: float, to: float, turn: float, bottom: float) -> str:
    """The way down from a mark, across to the next lane at `turn`, and down to the edge."""
    if abs(to - x) < 1:
        return line(x, top, x, bottom, "d-way")
    side = CORNER if to > x else -CORNER
    path = (
        f"M{number(x)} {number(top)}V{number(turn - CORNER)}"
        f"Q{number(x)} {number(turn)} {number(x + side)} {number(turn)}"
        f"H{number(to - side)}Q{number(to)} {number(turn)} {number(to)} {number(turn + CORNER)}V{number(bottom)}"
    )
    return f'<path class="d-way" d="{path}"/>'


def tip_down(x: float, y: float) -> str:
    """The point of an arrow that ends here from above."""
    return _tip(((x - TIP, y - 8), (x, y), (x + TIP, y - 8)), "d-tip")


def tip_right(x: float, y: float) -> str:
    """The point of an arrow to a refusal."""
    return _tip(((x - 8, y - TIP), (x, y), (x - 8, y + TIP)), "d-out-tip")


def _tip(points: Iterable[tuple[float, float]], kind: str) -> str:
    return f'<path class="{kind}" d="M{"L".join(f"{number(x)} {number(y)}" for x, y in points)}Z"/>'
