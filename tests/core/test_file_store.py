"""The store: what went in comes out, or nothing does."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.file_reasons import FileRefused, MediaType, Reason
from core.file_store import FileDamaged, FileMissing, FileStore, LocalFileStore, StoredBlob
from tests.core.file_samples import jpeg, pdf, png, stream

LIMIT = 20_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def store(folder: Path) -> FileStore:
    return LocalFileStore(folder)


def put(store: FileStore, content: bytes, limit: int = LIMIT) -> StoredBlob:
    return store.put(io.BytesIO(content), limit)


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


class Endless:
    """An upload that never ends; it counts what was read of it."""

    def __init__(self, start: bytes = b"", size: int = 100_000_000) -> None:
        self._start, self._left, self.given = start, size, 0

    def read(self, size: int, /) -> bytes:
        portion, self._start = self._start[:size], self._start[size:]
        portion = portion or bytes(min(size, self._left))
        self._left -= len(portion)
        self.given += len(portion)
        return portion


@pytest.mark.parametrize(
    ("content", "kind"), [(pdf(), MediaType.PDF), (png(), MediaType.PNG), (jpeg(), MediaType.JPEG)]
)
def test_a_stored_file_comes_back_as_it_was(store: FileStore, content: bytes, kind: MediaType) -> None:
    blob = put(store, content)
    assert blob == StoredBlob(hashlib.sha256(content).hexdigest(), len(content), kind)
    with store.open(blob.digest) as file:
        assert file.read() == content


def test_the_same_bytes_are_kept_once(store: FileStore, folder: Path) -> None:
    assert put(store, pdf()) == put(store, pdf())
    assert len(files_in(folder)) == 1
    assert list(store.digests()) == [put(store, pdf()).digest]


def test_many_who_store_the_same_at_once_all_succeed(store: FileStore, folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        blobs = set(pool.map(lambda _: put(store, pdf()), range(40)))
    assert len(blobs) == 1
    assert len(files_in(folder)) == 1


def test_what_is_stored_is_never_written_again(store: FileStore, folder: Path) -> None:
    put(store, png())
    (file,) = files_in(folder)
    before = file.stat()
    put(store, png())
    after = file.stat()
    assert before.st_ino == after.st_ino
    if os.name != "nt":
        assert stat.S_IMODE(after.st_mode) == 0o440


@pytest.mark.parametrize("content", [b"", b"<html>", pdf()[:100], b"%PDF-1.4\nno", png()[:-4]])
def test_a_refused_file_leaves_nothing_behind(store: FileStore, folder: Path, content: bytes) -> None:
    with pytest.raises(FileRefused):
        put(store, content)
    assert files_in(folder) == []


def test_a_file_of_exactly_the_limit_is_taken_and_one_byte_more_is_not(store: FileStore) -> None:
    content = pdf()
    assert put(store, content, len(content)).size == len(content)
    with pytest.raises(FileRefused) as refused:
        put(store, content, len(content) - 1)
    assert (refused.value.reason, refused.value.limit) == (Reason.TOO_LARGE, len(content) - 1)


def test_a_hundred_megabytes_are_refused_without_being_read_or_held(store: FileStore, folder: Path) -> None:
    upload = Endless(pdf())
    tracemalloc.start()
    with pytest.raises(FileRefused) as refused:
        store.put(upload, LIMIT)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused.value.reason is Reason.TOO_LARGE
    assert upload.given < LIMIT + 1_000_000
    assert peak < 3_000_000
    assert files_in(folder) == []


def test_a_large_pdf_is_checked_without_being_held(store: FileStore) -> None:
    content = pdf(extra=[stream(os.urandom(15_000_000), b"/Subtype /Image")])
    upload = io.BytesIO(content)
    tracemalloc.start()
    assert store.put(upload, LIMIT).media_type is MediaType.PDF
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000


def test_bytes_that_changed_on_disk_are_not_given_out(store: FileStore, folder: Path) -> None:
    blob = put(store, pdf())
    (file,) = files_in(folder)
    file.chmod(0o640)
    file.write_bytes(pdf().replace(b"842", b"843"))
    with pytest.raises(FileDamaged):
        store.open(blob.digest)
    with pytest.raises(FileDamaged):
        put(store, pdf())


def test_what_is_not_there_is_missing(store: FileStore) -> None:
    with pytest.raises(FileMissing):
        store.open("0" * 64)


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 65, "0" * 63 + "\n"])
def test_only_a_digest_is_looked_up(store: FileStore, digest: str) -> None:
    with pytest.raises(ValueError, match="no SHA-256 digest"):
        store.open(digest)
    with pytest.raises(ValueError, match="no SHA-256 digest"):
        store.destroy(digest)


def test_destroyed_bytes_are_gone_and_may_be_stored_again(store: FileStore, folder: Path) -> None:
    blob = put(store, pdf())
    store.destroy(blob.digest)
    store.destroy(blob.digest)
    assert list(store.digests()) == []
    assert put(store, pdf()) == blob


def test_bytes_that_were_brought_again_are_not_destroyed_as_old(store: FileStore, folder: Path) -> None:
    blob = put(store, pdf())
    (file,) = files_in(folder)
    os.utime(file, (1_000, 1_000))
    assert list(store.digests(before=2_000)) == [blob.digest]
    put(store, pdf())
    assert list(store.digests(before=2_000)) == []
    assert not store.destroy(blob.digest, before=2_000)
    store.open(blob.digest).close()
    os.utime(file, (1_000, 1_000))
    assert store.destroy(blob.digest, before=2_000)
    assert files_in(folder) == []


def test_bytes_brought_while_they_are_destroyed_lie_under_their_name_anew(
    store: FileStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, pdf())
    (file,) = files_in(folder)
    touch = os.utime

    def destroyed_meanwhile(path: Path) -> None:
        monkeypatch.setattr(os, "utime", touch)
        file.unlink()
        touch(path)

    monkeypatch.setattr(os, "utime", destroyed_meanwhile)
    store.open(put(store, pdf()).digest).close()


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The order of what reaches the disk; the real calls are made too."""
    done: list[str] = []
    sync, link = os.fsync, os.link

    def noted_sync(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        sync(handle)

    def noted_link(source: Path, target: Path) -> None:
        done.append("link")
        link(source, target)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(os, "link", noted_link)
    return done


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such call for folders")
def test_a_file_is_on_disk_before_it_has_its_name_and_its_name_before_put_returns(
    store: FileStore, synced: list[str]
) -> None:
    put(store, pdf())
    assert synced[synced.index("file") :] == ["file", "folder", "folder", "link", "folder"]
    synced.clear()
    put(store, pdf())
    assert synced == ["file", "link", "folder"], "a twin that was just linked by another is on disk as well"


def test_a_crash_before_the_name_leaves_nothing_under_the_digest(
    store: FileStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_paths: Path) -> None:
        raise OSError("power cut")

    monkeypatch.setattr(os, "link", crash)
    with pytest.raises(OSError, match="power cut"):
        put(store, pdf())
    assert list(store.digests()) == []
    assert files_in(folder) == []


def test_what_a_crash_left_half_received_is_cleared_when_it_is_old(folder: Path) -> None:
    store = LocalFileStore(folder)
    put(store, pdf())
    half = folder / "incoming" / "tmpcrashed"
    half.write_bytes(b"%PDF-1.7 half")
    os.utime(half, (1_000, 1_000))
    assert store.clear_unfinished(before=999) == 0
    assert store.clear_unfinished(before=2_000) == 1
    assert len(list(store.digests())) == 1
