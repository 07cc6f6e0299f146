"""The ornament of a certificate: fine closed curves drawn by code, another one for every number.

Pure. The same number gives the same curves for ever, so that whoever has the number can draw the ornament again and
hold a copy against it. The curves are sums of sines, each stretch a cubic with the true slopes at its ends, which keeps
the drawing small. It is light enough to lie behind text and to survive a copier as grey.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from math import cos, pi, sin

WIDTH, HEIGHT = 210.0, 297.0  # A4 in millimetres
_EDGE, _BAND = 9.0, 9.0  # where the border begins, and how broad it is
_STRANDS = 6
_ROSETTES = 6

Point = tuple[float, float]
Curve = Callable[[float], Point]


@dataclass(frozen=True, slots=True)
class Pattern:
    """What distinguishes one number's ornament from the next."""

    waves: int  # of the border along the short side
    lobes: int  # of the rosette
    inner: int  # of the slower wave that the rosette rides on
    turn: float
    depth: float


def pattern_of(number: str) -> Pattern:
    """The pattern of a number: every part of it from its digest."""
    digest = sha256(number.encode()).digest()
    return Pattern(
        waves=11 + digest[0] % 6,
        lobes=12 + digest[1] % 9,
        inner=3 + digest[2] % 4,
        turn=digest[3] / 256 * 2 * pi,
        depth=0.45 + digest[4] / 256 * 0.3,
    )


def guilloche(number: str, colour: str = "#8fb3bd") -> str:
    """The ornament as an SVG of a whole A4 page: a woven border and a rosette behind the text."""
    pattern = pattern_of(number)
    border = "".join(_border(pattern))
    rosette = "".join(_rosette(pattern))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}"'
        f' fill="none" stroke="{colour}">'
        f'<path stroke-width="0.13" d="{border}"/><path stroke-width="0.1" d="{rosette}"/></svg>'
    )


def _border(pattern: Pattern) -> Iterator[str]:
    """Strands that weave round the page; whole waves a side, so that they meet at the corners."""
    middle = _EDGE + _BAND / 2
    across, down = WIDTH - 2 * middle, HEIGHT - 2 * middle
    tall = round(pattern.waves * down / across)
    sides = (
        ((middle, middle), (1.0, 0.0), across, pattern.waves),
        ((WIDTH - middle, middle), (0.0, 1.0), down, tall),
        ((WIDTH - middle, HEIGHT - middle), (-1.0, 0.0), across, pattern.waves),
        ((middle, HEIGHT - middle), (0.0, -1.0), down, tall),
    )
    for strand in range(_STRANDS):
        phase = pattern.turn + 2 * pi * strand / _STRANDS
        for start, heading, length, waves in sides:
            yield _drawn(_woven(start, heading, length, waves, phase, pattern.depth), waves * 3)


def _woven(start: Point, heading: Point, length: float, waves: int, phase: float, depth: float) -> Curve:
    (x, y), (dx, dy) = start, heading

    def at(part: float) -> Point:
        swing = sin(2 * pi * waves * part + phase) * (1 - depth / 2 + depth / 2 * cos(4 * pi * waves * part))
        aside = _BAND / 2 * swing
        # Close to a corner the strands run together, so that none sticks out of the page's frame.
        aside *= min(1.0, part * waves * 2, (1 - part) * waves * 2)
        along = part * length
        return x + dx * along - dy * aside, y + dy * along + dx * aside

    return at


def _rosette(pattern: Pattern) -> Iterator[str]:
    for strand in range(_ROSETTES):
        yield _drawn(_petals(pattern, 2 * pi * strand / _ROSETTES), pattern.lobes * 3)


def _petals(pattern: Pattern, phase: float) -> Curve:
    centre_x, centre_y, size = WIDTH / 2, HEIGHT / 2, 62.0

    def at(part: float) -> Point:
        angle = 2 * pi * part
        wave = sin(pattern.lobes * angle + phase + pattern.turn) * 0.17 * pattern.depth
        ride = sin(pattern.inner * angle + phase / 2) * 0.11
        reach = size * (0.72 + wave + ride)
        return centre_x + reach * cos(angle), centre_y + reach * sin(angle)

    return at


def _drawn(curve: Curve, pieces: int) -> str:
    """The curve as cubics: each piece leaves and arrives with the curve's own slope."""
    step = 1 / pieces
    tiny = step / 100
    told = []
    x, y = curve(0.0)
    told.append(f"M{x:.2f} {y:.2f}")
    third = step / tiny / 3
    for piece in range(pieces):
        begin, end = piece * step, (piece + 1) * step
        (xa, ya), (xb, yb), (x1, y1) = curve(begin + tiny), curve(end - tiny), curve(end)
        told.append(
            f"C{x + (xa - x) * third:.2f} {y + (ya - y) * third:.2f}"
            f" {x1 + (xb - x1) * third:.2f} {y1 + (yb - y1) * third:.2f} {x1:.2f} {y1:.2f}"
        )
        x, y = x1, y1
    return "".join(told)
