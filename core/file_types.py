"""What a file is, told by its content: the name and the type that a sender gives are never believed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from core.file_gif import SIGNATURES as GIF_SIGNATURES
from core.file_gif import check_gif
from core.file_jpeg import check_jpeg
from core.file_pdf import check_pdf
from core.file_png import SIGNATURE as PNG_SIGNATURE
from core.file_png import check_png
from core.file_reasons import Content, FileRefused, MediaType, Reason
from core.file_webp import SIGNATURE as WEBP_SIGNATURE
from core.file_webp import check_webp

# What a scanner or a telephone makes, and every office can open.
DOCUMENTS = frozenset({MediaType.PDF, MediaType.JPEG, MediaType.PNG})
# What every browser shows inside a page.
IMAGES = frozenset({MediaType.JPEG, MediaType.PNG, MediaType.GIF, MediaType.WEBP})

# The signature stands at the very first byte. Readers forgive a PDF some bytes before it; here they are what
# makes one file two things at once (a page that is also a PDF), so they are not forgiven.
_ALLOWED: list[tuple[bytes, MediaType, Callable[[Content], None]]] = [
    (b"%PDF-", MediaType.PDF, check_pdf),
    (b"\xff\xd8\xff", MediaType.JPEG, check_jpeg),
    (PNG_SIGNATURE, MediaType.PNG, check_png),
    *((signature, MediaType.GIF, check_gif) for signature in GIF_SIGNATURES),
    (WEBP_SIGNATURE, MediaType.WEBP, check_webp),
]

_ZIP = b"PK\x03\x04"
_ZIPPED_OFFICE = re.compile(rb"\[Content_Types\]\.xml|mimetypeapplication/vnd\.oasis|word/|xl/|ppt/")
# Known strangers, so that the sender hears what to do: most are honest mistakes.
_STRANGERS = [
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf"), Reason.OFFICE_DOCUMENT),
    (re.compile(rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x1f\x8b|BZh|\xfd7zXZ"), Reason.ARCHIVE),
    (re.compile(rb"....ftyp(?:hei|hev|mif1|msf1|avi[fs])", re.DOTALL), Reason.TELEPHONE_PHOTO),
]


def media_type(content: Content, allowed: Collection[MediaType] = DOCUMENTS) -> MediaType:
    """The kind of an allowed and sound file; any other is refused with the reason."""
    if len(content) == 0:
        raise FileRefused(Reason.EMPTY)
    for signature, kind, check in _ALLOWED:
        if kind in allowed and content[: len(signature)] == signature:
            check(content)
            return kind
    raise FileRefused(_stranger(content[:8192]))


def _stranger(start: bytes) -> Reason:
    if start.startswith(_ZIP):
        return Reason.OFFICE_DOCUMENT if _ZIPPED_OFFICE.search(start) else Reason.ARCHIVE
    for pattern, reason in _STRANGERS:
        if pattern.match(start):
            return reason
    return Reason.NOT_ALLOWED
