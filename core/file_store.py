"""Where the bytes of stored files lie: each under its own digest, written once, read back only if still the same.

A store knows bytes, not names or people: who may see a file is said by the row that points to it. Two rows may
point to one digest, so whoever destroys a file makes sure first that no other row needs it.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import mmap
import os
import re
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from core.file_reasons import FileRefused, MediaType, Reason
from core.file_types import DOCUMENTS, media_type

_CHUNK = 256 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Readable(Protocol):
    """What an upload offers: its bytes, in portions."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


@dataclass(frozen=True)
class StoredBlob:
    """What a row needs to know of the bytes it points to."""

    digest: str
    size: int
    media_type: MediaType


class FileMissing(Exception):
    """The store does not hold these bytes: a fault of the house, not of the reader."""


class FileDamaged(Exception):
    """The bytes are no longer those that were stored: a fault of the house, not of the reader."""


class FileStore(Protocol):
    """The promise of every store, on a disk here or in a service elsewhere."""

    def put(self, stream: Readable, limit: int, allowed: Collection[MediaType] = DOCUMENTS) -> StoredBlob:
        """Keep an allowed file of at most `limit` bytes, for good once this returns; else `FileRefused`."""

    def open(self, digest: str) -> BinaryIO:
        """The bytes from their beginning, compared with their digest before the first is given out."""

    def digests(self, before: float = math.inf) -> Iterator[str]:
        """What is held and was brought last before this time (seconds since 1970), in order."""

    def destroy(self, digest: str, before: float = math.inf) -> bool:
        """Let bytes go, unless somebody has brought them again since; whether they went."""


class LocalFileStore:
    """A store in a folder. It needs a file system with hard links, as every server's is."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._incoming = folder / "incoming"

    def put(self, stream: Readable, limit: int, allowed: Collection[MediaType] = DOCUMENTS) -> StoredBlob:
        """Read in portions and stop at the limit; nothing is under its digest before it is whole and on disk."""
        _made_for_good(self._incoming)
        handle, name = tempfile.mkstemp(dir=self._incoming)
        arriving = Path(name)
        try:
            with os.fdopen(handle, "w+b") as file:
                digest, size = _receive(stream, file, limit)
                with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                    kind = media_type(content, allowed)
                _make_read_only(arriving)
                os.fsync(file.fileno())
            self._keep(arriving, digest)
        finally:
            arriving.unlink(missing_ok=True)
        return StoredBlob(digest, size, kind)

    def _keep(self, arriving: Path, digest: str) -> None:
        target = self._path(digest)
        _made_for_good(target.parent)
        while not self._linked(arriving, target):
            pass
        _sync_folder(target.parent)

    def _linked(self, arriving: Path, target: Path) -> bool:
        """Whether the bytes lie under their name now; not where those that lay there were just being destroyed."""
        try:
            # Unlike a rename, a link never replaces what is there.
            os.link(arriving, target)
        except FileExistsError:
            try:
                # Brought again: whoever looks for what nobody needs leaves it alone.
                os.utime(target)
                self.open(target.name).close()
            except (FileNotFoundError, FileMissing):
                return False
        return True

    def open(self, digest: str) -> BinaryIO:
        """The stored bytes; `FileMissing` or `FileDamaged` where the house has failed."""
        try:
            file = self._path(digest).open("rb")
        except FileNotFoundError:
            raise FileMissing(digest) from None
        if hashlib.file_digest(file, "sha256").hexdigest() != digest:
            file.close()
            raise FileDamaged(digest)
        file.seek(0)
        return file

    def digests(self, before: float = math.inf) -> Iterator[str]:
        """What is held, in order; what is just arriving is not held yet."""
        for path in sorted(self._folder.glob("??/??/*")):
            if _DIGEST.fullmatch(path.name) and path.stat().st_mtime < before:
                yield path.name

    def destroy(self, digest: str, before: float = math.inf) -> bool:
        """Remove the bytes; that they are gone survives a power cut."""
        path, aside = self._path(digest), self._incoming / digest
        try:
            # Taken aside before they are looked at: from here on whoever brings them puts them under their name anew.
            path.rename(aside)
        except FileNotFoundError:
            return False
        brought_again = aside.stat().st_mtime >= before
        if brought_again:
            with contextlib.suppress(FileExistsError):
                os.link(aside, path)
        aside.unlink()
        _sync_folder(path.parent)
        return not brought_again

    def clear_unfinished(self, before: float) -> int:
        """Remove what a crash left half received before this time (seconds since 1970); how many there were."""
        cleared = 0
        for path in self._incoming.glob("*"):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < before:
                    path.unlink()
                    cleared += 1
        return cleared

    def _path(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise ValueError(f"no SHA-256 digest: {digest!r}")
        return self._folder / digest[:2] / digest[2:4] / digest


def _receive(stream: Readable, file: BinaryIO, limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while portion := stream.read(_CHUNK):
        size += len(portion)
        if size > limit:
            raise FileRefused(Reason.TOO_LARGE, limit=limit)
        digest.update(portion)
        file.write(portion)
    if size == 0:
        raise FileRefused(Reason.EMPTY)
    file.flush()
    return digest.hexdigest(), size


def _make_read_only(file: Path) -> None:
    """A guard against a careless hand; Windows would not let such a file be removed again."""
    if os.name != "nt":
        file.chmod(0o440)


def _made_for_good(folder: Path) -> None:
    """Make a folder and everything above it, each entry of them on disk."""
    if folder.is_dir():
        return
    _made_for_good(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    """A new name in a folder is on disk only when the folder is; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
