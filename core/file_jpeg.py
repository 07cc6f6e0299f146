"""Whether a JPEG is whole: marker by marker from its start to its end.

What follows the end is let through: telephones write there (a short film, a second exposure), and a stored
file is only ever handed out as what it is, to be saved and not to be shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.file_pixels import check_size
from core.file_reasons import Content, FileRefused, Reason

# Baseline, extended and progressive frames; what else the standard has, no browser can show.
_FRAMES = {0xC0, 0xC1, 0xC2}
# Other frames, and what has no place between segments: a second start, a restart, a stuffed byte.
_OTHERS = {0xC3, 0xC5, 0xC6, 0xC7, *range(0xC9, 0xCC), *range(0xCD, 0xD9), 0x00, 0x01}
_START_OF_SCAN, _END = 0xDA, 0xD9
# Ten or so are usual; thousands of scans over one picture are made to keep a reader busy.
_SCANS = 100
_SEGMENTS = 5_000
_MARKER = re.compile(rb"\xff+([^\xff])", re.DOTALL)
# Inside a scan: a marker that is neither a stuffed byte nor a restart.
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def check_jpeg(content: Content) -> None:
    """Refuse a picture that is cut off, that is no picture, or that is too large."""
    frames = scans = 0
    for marker, segment in _segments(content):
        if marker in _FRAMES:
            frames += 1
            _check_frame(segment)
        elif marker == _START_OF_SCAN:
            scans += 1
        if marker in _OTHERS or scans > min(frames, 1) * _SCANS:
            raise FileRefused(Reason.DAMAGED)
    if frames != 1 or scans == 0:
        raise FileRefused(Reason.DAMAGED)


def _segments(content: Content) -> Iterator[tuple[int, bytes]]:
    """Each marker with its segment up to the end of the picture, past the packed pixels of each scan."""
    at = 2
    for _ in range(_SEGMENTS):
        # Any number of fill bytes may stand before a marker.
        found = _MARKER.match(content, at)
        if found is None:
            raise FileRefused(Reason.DAMAGED)
        marker, at = found[1][0], found.end()
        if marker == _END:
            return
        length = int.from_bytes(content[at : at + 2], "big")
        if length < 2 or at + length > len(content):
            raise FileRefused(Reason.DAMAGED)
        yield marker, content[at + 2 : at + length]
        at += length
        if marker == _START_OF_SCAN:
            after = _NEXT_MARKER.search(content, at)
            at = after.start() if after else len(content)
    raise FileRefused(Reason.DAMAGED)


def _check_frame(frame: bytes) -> None:
    if len(frame) < 6:
        raise FileRefused(Reason.DAMAGED)
    depth, components = frame[0], frame[5]
    if depth != 8 or components not in (1, 3, 4) or len(frame) != 6 + 3 * components:
        raise FileRefused(Reason.DAMAGED)
    height, width = int.from_bytes(frame[1:3], "big"), int.from_bytes(frame[3:5], "big")
    check_size(width, height)
