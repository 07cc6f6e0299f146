"""Which files are taken from outside, and the reasons for which one is not.

Codes only: the sentences for people are in `core.file_refusals`, so that the checks need no language.
"""

from __future__ import annotations

import mmap
from enum import StrEnum

# What a check reads: bytes, or a file mapped into memory, so that size costs no memory.
Content = bytes | mmap.mmap


class MediaType(StrEnum):
    """The kinds of file that are taken: documents as a scanner makes them, and the images that questions show."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    GIF = "image/gif"
    WEBP = "image/webp"


class Reason(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    OFFICE_DOCUMENT = "office-document"  # Word, Excel, OpenDocument: its look depends on the machine
    ARCHIVE = "archive"
    TELEPHONE_PHOTO = "telephone-photo"  # HEIC, AVIF: office machines cannot open them
    NOT_ALLOWED = "not-allowed"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    ACTIVE = "active"  # a PDF that runs scripts, starts programs or sends data
    UNREADABLE = "unreadable"  # a PDF stored in a way that hides from a check
    TOO_MANY_PIXELS = "too-many-pixels"


class FileRefused(Exception):
    """This file is not taken. `limit` is the bound that was passed, in bytes or pixels, where one was."""

    def __init__(self, reason: Reason, *, limit: int | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.limit = limit
