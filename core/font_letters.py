"""Which letters a font can draw, for whoever must know before a paper is printed.

PDF/A forbids a letter without a shape. A name with such a letter must not stop a paper that somebody has a
right to, so the printer asks here first. Only the character map of the font is read (formats 4 and 12, the
two that every Unicode font carries), because that is all there is to know.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from pathlib import Path


def letters_of(fonts: Iterable[Path]) -> frozenset[int]:
    """The code points that every one of these fonts can draw."""
    maps = [_character_map(path.read_bytes()) for path in fonts]
    return frozenset(set.intersection(*maps)) if maps else frozenset()


def _character_map(font: bytes) -> set[int]:
    cmap = _table(font, b"cmap")
    (tables,) = struct.unpack_from(">H", font, cmap + 2)
    letters: set[int] = set()
    for index in range(tables):
        _platform, _encoding, offset = struct.unpack_from(">HHL", font, cmap + 4 + 8 * index)
        start = cmap + offset
        (form,) = struct.unpack_from(">H", font, start)
        if form == 4:
            letters |= _format_4(font, start)
        elif form == 12:
            letters |= _format_12(font, start)
    return letters


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        name, _checksum, offset, _length = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError(f"the font has no table {tag!r}")


def _format_4(font: bytes, start: int) -> set[int]:
    (doubled,) = struct.unpack_from(">H", font, start + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", font, start + 14)
    starts = struct.unpack_from(f">{count}H", font, start + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", font, start + 16 + 2 * doubled)
    offsets_at = start + 16 + 3 * doubled
    offsets = struct.unpack_from(f">{count}H", font, offsets_at)
    letters: set[int] = set()
    for segment in range(count):
        for code in range(starts[segment], ends[segment] + 1):
            glyph = code
            if offsets[segment]:
                at = offsets_at + 2 * segment + offsets[segment] + 2 * (code - starts[segment])
                (glyph,) = struct.unpack_from(">H", font, at)
                if not glyph:
                    continue
            if (glyph + deltas[segment]) & 0xFFFF and code != 0xFFFF:
                letters.add(code)
    return letters


def _format_12(font: bytes, start: int) -> set[int]:
    (groups,) = struct.unpack_from(">L", font, start + 12)
    letters: set[int] = set()
    for index in range(groups):
        first, last, glyph = struct.unpack_from(">LLL", font, start + 16 + 12 * index)
        letters.update(code for code in range(first, last + 1) if glyph + code - first)
    return letters
