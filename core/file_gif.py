"""Whether a GIF is whole: block by block, until its trailer at the very end."""

from __future__ import annotations

import struct

from core.file_pixels import check_size
from core.file_reasons import Content, FileRefused, Reason

SIGNATURES = (b"GIF87a", b"GIF89a")
_EXTENSION, _PICTURE, _TRAILER = 0x21, 0x2C, 0x3B
# Each block costs a step; a picture of many frames has some thousands.
_STEPS = 200_000


def check_gif(content: Content) -> None:
    """Refuse a picture that is damaged, has no picture in it, or goes on after its end."""
    if len(content) < 14:
        raise FileRefused(Reason.DAMAGED)
    width, height, flags = struct.unpack("<HHB", content[6:11])
    check_size(width, height)
    at = 13 + _table(flags)
    pictures = 0
    for _ in range(_STEPS):
        kind = _byte(content, at)
        if kind == _TRAILER:
            if pictures and at + 1 == len(content):
                return
            break
        if kind == _EXTENSION:
            at = _after_blocks(content, at + 2)
        elif kind == _PICTURE:
            pictures += 1
            at = _after_blocks(content, at + 11 + _table(_byte(content, at + 9)))
        else:
            break
    raise FileRefused(Reason.DAMAGED)


def _table(flags: int) -> int:
    """The bytes of a colour table, where there is one."""
    return int(3 * 2 ** ((flags & 7) + 1)) if flags & 0x80 else 0


def _byte(content: Content, at: int) -> int:
    if at >= len(content):
        raise FileRefused(Reason.DAMAGED)
    return content[at]


def _after_blocks(content: Content, at: int) -> int:
    """The place behind a run of blocks, each led by its length, the last one empty."""
    while size := _byte(content, at):
        at += size + 1
    return at + 1
