"""Opens a PDF for reading; what a stranger brings may cost no more than a large paper of a register does.

The reader walks a file byte by byte, back from its end and through every gap, and inflates what says that it is packed:
a file made for it holds a processor for minutes. Within `sparing` every read is counted, over all readers together, and
what is inflated is bounded; a file that needs more cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.decode_limits import (
    DEFAULT_PURPOSE_LIMITS,
    DecodeLimits,
    DecodePurpose,
    DocumentDecodeBudget,
    StreamDecodeLimits,
)
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader

# An order of half a megabyte with two signatures takes half a million; each costs about a microsecond.
MOST_STEPS = 2_000_000
# A long read counts by its length: a digest over the file is computed for every signature.
_STEP_BYTES = 1024
_MIB = 1024 * 1024
_PACKED = StreamDecodeLimits(max_ratio=100, ratio_floor=_MIB, max_output_size=2 * _MIB)
_LIMITS = DecodeLimits(
    per_purpose={
        **DEFAULT_PURPOSE_LIMITS,
        DecodePurpose.OBJECT_STREAM: _PACKED,
        DecodePurpose.XREF_STREAM: _PACKED,
    },
    document_budget=DocumentDecodeBudget(base_allowance=8 * _MIB, max_ratio=1),
)


@dataclass(slots=True)
class _Room:
    left: int


_room: ContextVar[_Room | None] = ContextVar("room for reading a PDF", default=None)


@contextmanager
def sparing(steps: int = MOST_STEPS) -> Iterator[None]:
    """Whatever PDF is opened in the block is read in so many steps at most, all readers together."""
    token = _room.set(_Room(steps))
    try:
        yield
    finally:
        _room.reset(token)


def open_pdf(document: bytes) -> PdfFileReader:
    """A reader of the document; raises a fault of the library where it cannot be read, or not within the room."""
    room = _room.get()
    if room is None:
        return PdfFileReader(BytesIO(document), strict=True)
    return PdfFileReader(_Counted(document, room), strict=True, decode_limits=_LIMITS)


class _Counted(BytesIO):
    """The bytes of a document, each read of which is paid for."""

    def __init__(self, document: bytes, room: _Room) -> None:
        super().__init__(document)
        self._room = room

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self._pay(len(found))
        return found

    def readinto(self, buffer: Any, /) -> int:
        count = super().readinto(buffer)
        self._pay(count)
        return count

    def _pay(self, count: int) -> None:
        self._room.left -= 1 + count // _STEP_BYTES
        if self._room.left < 0:
            raise PdfReadError("more work than a paper takes")
