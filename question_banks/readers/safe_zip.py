"""Archives from strangers: nothing is unpacked to disk, and no file may be larger, deeper or elsewhere than it says."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from dataclasses import dataclass

from question_banks.readers.outcomes import Note

MOST_FILES = 60_000
MOST_BYTES = 1024 * 1024 * 1024
MOST_RATIO = 200
_RATIO_FROM = 1024 * 1024


class ArchiveRefused(Exception):
    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.note = Note(code, facts)


@dataclass(frozen=True, slots=True)
class Limits:
    files: int = MOST_FILES
    total: int = MOST_BYTES
    ratio: int = MOST_RATIO


class SafeZip:
    """A zip archive in memory, every promise of its directory checked before and while it is read."""

    def __init__(self, data: bytes, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        try:
            self.held = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise ArchiveRefused("archive_broken", reason=str(error)[:120]) from error
        self.infos: dict[str, zipfile.ZipInfo] = {}
        entries = self.held.infolist()
        if len(entries) > self.limits.files:
            raise ArchiveRefused("archive_too_many", most=self.limits.files)
        for info in entries:
            self._check(info)
            if info.filename in self.infos:
                raise ArchiveRefused("archive_twice", name=info.filename[:120])
            self.infos[info.filename] = info
        if sum(info.file_size for info in entries) > self.limits.total:
            raise ArchiveRefused("archive_too_large", most=self.limits.total)
        self.left = self.limits.total

    def _check(self, info: zipfile.ZipInfo) -> None:
        name = info.filename
        mode = info.external_attr >> 16
        pieces = name.rstrip("/").split("/")
        if (
            not name or name.startswith("/") or "\\" in name or ":" in name or "\x00" in name
            or any(piece in {"", ".", ".."} for piece in pieces) or (mode and stat.S_ISLNK(mode))
            or info.orig_filename != name
        ):  # fmt: skip
            raise ArchiveRefused("archive_path", name=info.orig_filename[:120])
        if info.flag_bits & 0x1:
            raise ArchiveRefused("archive_encrypted", name=name[:120])
        if info.file_size > _RATIO_FROM and info.file_size > self.limits.ratio * max(info.compress_size, 1):
            raise ArchiveRefused("archive_ratio", name=name[:120])

    def names(self) -> tuple[str, ...]:
        return tuple(name for name in self.infos if not name.endswith("/"))

    def read(self, name: str) -> bytes:
        """A file's bytes; never more than its directory entry promised, never more than the whole may hold."""
        info = self.infos[name]
        try:
            with self.held.open(info) as stream:
                data = stream.read(info.file_size + 1)
                more = stream.read(1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise ArchiveRefused("archive_broken", reason=f"{name[:80]}: {error}"[:160]) from error
        self.left -= len(data)
        if more or len(data) != info.file_size or self.left < 0:
            raise ArchiveRefused("archive_ratio", name=name[:120])
        return data
