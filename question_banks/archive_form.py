"""The form of the own archive: a zip with a manifest, one canonical JSON line an item, and the media by digest.

Reader and writer agree here. The same items give the same bytes, so that an archive can be compared and signed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FORMAT = "synaq-bank"
VERSION = 1
MANIFEST = "manifest.json"
ITEMS = "items.jsonl"
MEDIA = "media/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Who took the questions out, when and why: an export of keys is answered for by a person."""

    by: str = ""
    at: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaEntry:
    name: str
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    format: str
    version: int
    items: int
    items_digest: str
    media: Mapping[str, MediaEntry] = field(default_factory=dict)
    stamp: Stamp = field(default_factory=Stamp)
