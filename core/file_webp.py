"""Whether a WebP is whole: a RIFF of exactly its length, chunk by chunk, with a picture in it."""

from __future__ import annotations

import struct

from core.file_pixels import check_size
from core.file_reasons import Content, FileRefused, Reason

SIGNATURE = b"RIFF"
_CHUNKS = 20_000


def check_webp(content: Content) -> None:
    """Refuse a picture that is damaged, is another kind of RIFF, or goes on after its end."""
    if len(content) < 30 or content[8:12] != b"WEBP":
        raise FileRefused(Reason.DAMAGED)
    (stated,) = struct.unpack("<L", content[4:8])
    if stated + 8 != len(content):
        raise FileRefused(Reason.DAMAGED)
    at, pictures = 12, 0
    for _ in range(_CHUNKS):
        if at == len(content):
            break
        if at + 8 > len(content):
            raise FileRefused(Reason.DAMAGED)
        kind, length = struct.unpack("<4sL", content[at : at + 8])
        start, at = at + 8, at + 8 + length + length % 2
        if at > len(content):
            raise FileRefused(Reason.DAMAGED)
        check_size(*_size(kind, content[start : start + 10]))
        pictures += kind in {b"VP8 ", b"VP8L", b"ANMF"}
    if not pictures or at != len(content):
        raise FileRefused(Reason.DAMAGED)


def _size(kind: bytes, head: bytes) -> tuple[int, int]:
    """How many pixels a chunk announces; one where it announces none."""
    if len(head) < 10:
        return 1, 1
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", head[6:10])
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":
        return int.from_bytes(head[4:7], "little") + 1, int.from_bytes(head[7:10], "little") + 1
    return 1, 1
