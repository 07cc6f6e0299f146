"""Whether a PNG is whole: chunk by chunk with its check sums, and exactly as many pixels as it promises."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from core.file_pixels import PIXELS, UNPACKED, check_size
from core.file_reasons import Content, FileRefused, Reason

SIGNATURE = b"\x89PNG\r\n\x1a\n"

# Samples a pixel, by colour type, and the depths that each may have.
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
# Of an interlaced picture: first column and row of each pass, and the steps between.
_PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


# Writers make chunks of some kilobytes; a million empty ones are made to keep a reader busy.
_CHUNKS = 20_000
_PORTION = 64 * 1024


class _Chunk(NamedTuple):
    kind: bytes
    start: int
    length: int


def check_png(content: Content) -> None:
    """Refuse a picture that is damaged, goes on after its end, or unpacks to more than it says."""
    chunks = list(_chunks(content))
    kinds = [chunk.kind for chunk in chunks]
    pixels = [place for place, kind in enumerate(kinds) if kind == b"IDAT"]
    together = pixels == list(range(pixels[0], pixels[0] + len(pixels))) if pixels else False
    if kinds[:1] != [b"IHDR"] or kinds.count(b"IHDR") != 1 or not together or chunks[0].length != 13:
        raise FileRefused(Reason.DAMAGED)
    promised = _promised(content[chunks[0].start : chunks[0].start + 13])
    if promised > UNPACKED:
        raise FileRefused(Reason.TOO_MANY_PIXELS, limit=PIXELS)
    if _unpacked(content, chunks, promised) != promised:
        raise FileRefused(Reason.DAMAGED)


def _chunks(content: Content) -> Iterator[_Chunk]:
    at = len(SIGNATURE)
    for _ in range(_CHUNKS):
        if at + 12 > len(content):
            raise FileRefused(Reason.DAMAGED)
        length, kind = struct.unpack(">L4s", content[at : at + 8])
        end = at + 12 + length
        if length > 0x7FFFFFFF or end > len(content) or not kind.isalpha():
            raise FileRefused(Reason.DAMAGED)
        (stated,) = struct.unpack(">L", content[end - 4 : end])
        if zlib.crc32(content[at + 4 : end - 4]) != stated:
            raise FileRefused(Reason.DAMAGED)
        if kind == b"IEND":
            if length or end != len(content):
                raise FileRefused(Reason.DAMAGED)
            return
        yield _Chunk(kind, at + 8, length)
        at = end
    raise FileRefused(Reason.DAMAGED)


def _promised(header: bytes) -> int:
    """How many bytes the pixels of this header unpack to: for each row its filter and its samples."""
    width, height, depth, colour, packing, filtering, interlace = struct.unpack(">LLBBBBB", header)
    check_size(width, height)
    if depth not in _DEPTHS.get(colour, ()) or packing or filtering or interlace > 1:
        raise FileRefused(Reason.DAMAGED)
    bits = depth * _SAMPLES[colour]
    if not interlace:
        return int(height * (1 + (width * bits + 7) // 8))
    total = 0
    for column, row, across, down in _PASSES:
        wide, high = -(-(width - column) // across), -(-(height - row) // down)
        if wide > 0 and high > 0:
            total += high * (1 + (wide * bits + 7) // 8)
    return total


def _portions(content: Content, chunks: list[_Chunk]) -> Iterator[bytes]:
    for chunk in chunks:
        if chunk.kind == b"IDAT":
            end = chunk.start + chunk.length
            for start in range(chunk.start, end, _PORTION):
                yield content[start : min(start + _PORTION, end)]


def _unpacked(content: Content, chunks: list[_Chunk], promised: int) -> int:
    """The size of the unpacked pixels, or more than promised; never held as a whole."""
    inflater = zlib.decompressobj()
    size = 0
    try:
        for packed in _portions(content, chunks):
            rest = packed
            while rest and not inflater.eof and size <= promised:
                size += len(inflater.decompress(rest, 4 * _PORTION))
                rest = inflater.unconsumed_tail
    except zlib.error:
        raise FileRefused(Reason.DAMAGED) from None
    return size if inflater.eof else -1
