"""Stored files as rows: whoever brings a file gets a row; the bytes lie under their digest, written once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import BinaryIO

from flask import Response, current_app
from werkzeug.datastructures import FileStorage

from core.actor import current_actor
from core.clock import now
from core.database import db
from core.file_headers import file_headers
from core.file_names import clean_name
from core.file_reasons import FileRefused, MediaType
from core.file_refusals import as_refusal
from core.file_store import FileStore, LocalFileStore
from core.file_types import DOCUMENTS
from core.models import StoredFile
from core.settings import Settings


def file_store(settings: Settings) -> FileStore:
    """Where this installation keeps its files."""
    return LocalFileStore(settings.data_folder / "files")


def _settings() -> Settings:
    held: Settings = current_app.extensions["synaq.settings"]
    return held


def store_file(stream: BinaryIO, name: str, allowed: Collection[MediaType] = DOCUMENTS) -> StoredFile:
    """Keep what somebody brought; hostile or broken content is refused in words, and nothing is kept."""
    settings = _settings()
    try:
        blob = file_store(settings).put(stream, settings.upload_limit_mb * 1024 * 1024, allowed)
    except FileRefused as refused:
        raise as_refusal(refused) from refused
    row = StoredFile(
        digest=blob.digest,
        size=blob.size,
        media_type=blob.media_type,
        name=clean_name(name, blob.media_type),
        stored_at=now(),
        stored_by=current_actor().account_id,
    )
    db.session.add(row)
    db.session.flush()
    return row


def store_upload(upload: FileStorage) -> StoredFile:
    """Keep what came with a form."""
    return store_file(upload.stream, upload.filename or "")  # type: ignore[arg-type]  # werkzeug types it as IO[bytes]


def read_file(file: StoredFile) -> bytes:
    """The bytes, held against their digest while they are read."""
    with file_store(_settings()).open(file.digest) as stream:
        return stream.read()


def send_file(file: StoredFile) -> Response:
    """Answer with the file as an attachment that can run nothing."""
    kind = MediaType(file.media_type)
    return Response(read_file(file), headers=file_headers(file.name, kind, file.size))


def clear_unfinished(settings: Settings) -> int:
    """A chore: take away what was half-written when a process died."""
    store = file_store(settings)
    before = (now() - timedelta(days=1)).timestamp()
    return store.clear_unfinished(before) if isinstance(store, LocalFileStore) else 0
