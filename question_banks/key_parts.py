"""A secret in several parts, of which any two (or as many as are needed) give it back and fewer say nothing.

Shamir's scheme, byte by byte over the field of 256 elements that AES uses. A part that was changed gives a wrong
secret, not an error: whoever joins parts must be able to tell whether the secret opens what it should.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import xor

_POLYNOMIAL = 0x11B
MOST_PARTS = 255


@dataclass(frozen=True, slots=True)
class Part:
    """One part: at which place the polynomials were read, and what stood there."""

    place: int
    data: bytes


def _tables() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Powers and logarithms to the base 3, which generates the field."""
    powers, logarithms, value = [0] * 510, [0] * 256, 1
    for exponent in range(255):
        powers[exponent] = powers[exponent + 255] = value
        logarithms[value] = exponent
        value ^= value << 1
        if value & 0x100:
            value ^= _POLYNOMIAL
    return tuple(powers), tuple(logarithms)


_POWERS, _LOGARITHMS = _tables()


def multiply(one: int, other: int) -> int:
    """The product in the field."""
    return _POWERS[_LOGARITHMS[one] + _LOGARITHMS[other]] if one and other else 0


def divide(one: int, other: int) -> int:
    """The quotient in the field."""
    if not other:
        raise ZeroDivisionError("nothing is divided by zero in this field either")
    return _POWERS[_LOGARITHMS[one] - _LOGARITHMS[other] + 255] if one else 0


def split(
    secret: bytes, *, parts: int, needed: int, random: Callable[[int], bytes] = secrets.token_bytes
) -> tuple[Part, ...]:
    """So many parts, of which so many are needed. Each byte is the constant of a polynomial of its own."""
    if not 1 < needed <= parts <= MOST_PARTS:
        raise ValueError(f"{needed} of {parts} parts cannot be needed")
    rows = [secret, *(random(len(secret)) for _ in range(needed - 1))]
    return tuple(
        Part(place, bytes(_at(place, coefficients) for coefficients in zip(*rows, strict=True)))
        for place in range(1, parts + 1)
    )


def _at(place: int, coefficients: Sequence[int]) -> int:
    value = 0
    for coefficient in reversed(coefficients):
        value = multiply(value, place) ^ coefficient
    return value


def join(parts: Sequence[Part]) -> bytes:
    """The secret from parts at different places: the polynomials' values at zero."""
    places = [part.place for part in parts]
    if len(set(places)) != len(places) or not all(0 < place <= MOST_PARTS for place in places):
        raise ValueError("parts of one secret stand at different places")
    weights = [_weight(place, places) for place in places]
    columns = zip(*(part.data for part in parts), strict=True)
    return bytes(
        _sum(multiply(byte, weight) for byte, weight in zip(column, weights, strict=True))
        for column in columns
    )


def _weight(place: int, places: Sequence[int]) -> int:
    """What the part at this place counts for (Lagrange's polynomial at zero)."""
    weight = 1
    for other in places:
        if other != place:
            weight = multiply(weight, divide(other, other ^ place))
    return weight


def _sum(values: Iterable[int]) -> int:
    return reduce(xor, values, 0)
