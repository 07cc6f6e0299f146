"""The own archive: the same items give the same bytes, and reading them gives the same items."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence

from question_banks.archive_form import FORMAT, ITEMS, MANIFEST, MEDIA, VERSION, Manifest, MediaEntry, Stamp
from question_banks.canonical import canonical_bytes
from question_banks.content import is_plain
from question_banks.items import CaseItem, Item, MediaFile
from question_banks.readers.images import ENDINGS
from question_banks.richtext import images
from question_banks.writers.outcomes import NotWritable, Writing, Written

_MOMENT = (1980, 1, 1, 0, 0, 0)


class ArchiveWriter:
    """Writes the own archive; `stamp` says who took the questions out."""

    name = "archive"

    def __init__(self, stamp: Stamp | None = None) -> None:
        self.stamp = stamp or Stamp()

    def write(self, items: Sequence[Item], writing: Writing) -> Written:
        ordered = sorted(items, key=lambda item: 0 if isinstance(item, CaseItem) else 1)
        lines = b"".join(canonical_bytes(item) + b"\n" for item in ordered)
        used: dict[str, MediaFile] = {}
        for item in ordered:
            for digest in media_of(item):
                if digest not in writing.media:
                    raise NotWritable("image_not_in_file", image=f"media:{digest}")
                used[digest] = writing.media[digest]
        manifest = Manifest(
            format=FORMAT,
            version=VERSION,
            items=len(ordered),
            items_digest=hashlib.sha256(lines).hexdigest(),
            media={
                one: MediaEntry(name=used[one].name, content_type=used[one].content_type)
                for one in sorted(used)
            },
            stamp=self.stamp,
        )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            _put(archive, MANIFEST, canonical_bytes(manifest), zipfile.ZIP_DEFLATED)
            _put(archive, ITEMS, lines, zipfile.ZIP_DEFLATED)
            for digest in sorted(used):
                file = used[digest]
                name = f"{MEDIA}{digest}.{ENDINGS.get(file.content_type, 'bin')}"
                _put(archive, name, file.data, zipfile.ZIP_STORED)
        return Written(data=out.getvalue(), ending="zip")


def _put(archive: zipfile.ZipFile, name: str, data: bytes, method: int) -> None:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type = method
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)


def media_of(item: Item) -> tuple[str, ...]:
    """The digests of the images that the texts of an item show."""
    held = item.vignette if isinstance(item, CaseItem) else item.question
    found = {
        image.source.removeprefix("media:")
        for text in held.texts.values()
        for part, words in text.parts.items()
        if not is_plain(part) and "<img" in words
        for image in images(words)
    }
    return tuple(sorted(found))
