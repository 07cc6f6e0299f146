"""The player's own files: compressed once, under an address that changes with them, so that a hall keeps them a year.

They lie together under one edition, because scripts name each other: a page never mixes two editions of them.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from core.settings import ROOT

SHARED = ("synaq.css", "favicon.svg", "fonts/noto-sans-400.woff2", "fonts/noto-sans-600.woff2")
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class PlayerFile:
    """A file as it goes over the wire; `encoding` is empty where packing would gain nothing."""

    content_type: str
    encoding: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Edition:
    digest: str
    files: Mapping[str, PlayerFile]


@cache
def edition() -> Edition:
    """The files of this installation. They do not change while it runs."""
    own = {path.name: path for path in sorted((ROOT / "static" / "player").iterdir()) if path.is_file()}
    paths = own | {name: ROOT / "static" / name for name in SHARED}
    contents = {name: path.read_bytes() for name, path in paths.items()}
    told = hashlib.sha256()
    for name, content in contents.items():
        told.update(f"{name}\0{len(content)}\0".encode() + content)
    return Edition(told.hexdigest()[:16], {name: _packed(name, data) for name, data in contents.items()})


def _packed(name: str, data: bytes) -> PlayerFile:
    suffix = name[name.rindex(".") :]
    content_type = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    if suffix == ".woff2":
        return PlayerFile("font/woff2", "", data)
    return PlayerFile(content_type, "gzip", pack(data))


def pack(data: bytes, level: int = 9) -> bytes:
    """Compressed as well as it goes, the same bytes each time: what is packed once is sent a thousand times."""
    return gzip.compress(data, compresslevel=level, mtime=0)
