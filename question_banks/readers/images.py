"""Images that come with a file: told by their first bytes, never by their name, and kept by their digest."""

from __future__ import annotations

import base64
import binascii
import hashlib

from question_banks.items import MediaFile
from question_banks.readers.outcomes import ItemRefused

LARGEST = 5 * 1024 * 1024
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


def sniff(data: bytes) -> str | None:
    """The content type of an image that every browser shows, or None. SVG is none: it can carry script."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR" and len(data) > 33:
        return "image/png"
    if data.startswith(b"\xff\xd8\xff") and len(data) > 20:
        return "image/jpeg"
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) > 13:
        return "image/gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    return None


def image_file(name: str, data: bytes) -> MediaFile:
    """The bytes as a media file; refuses what is too large or no image."""
    if len(data) > LARGEST:
        raise ItemRefused("image_too_large", image=name, most=LARGEST)
    kind = sniff(data)
    if kind is None:
        if b"<svg" in data[:2000].lower():
            raise ItemRefused("no_home_for_media", kind="SVG")
        raise ItemRefused("image_broken", image=name)
    return MediaFile(digest=hashlib.sha256(data).hexdigest(), name=name, content_type=kind, data=data)


def from_base64(name: str, text: str) -> MediaFile:
    """An image written as base64, with any spaces and line ends between."""
    packed = "".join(text.split())
    if len(packed) > LARGEST * 4 // 3 + 8:
        raise ItemRefused("image_too_large", image=name, most=LARGEST)
    try:
        return image_file(name, base64.b64decode(packed, validate=True))
    except (binascii.Error, ValueError) as error:
        raise ItemRefused("image_broken", image=name) from error
