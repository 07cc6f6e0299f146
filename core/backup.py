"""Backup and restore: database, files and keys in one archive that either database can read back.

The rows are read in one transaction that sees one moment, while others go on writing. The archive is a tar of plain
parts: `manifest.json` with the digest of each part, `tables/NAME.jsonl`, `files/…`, `keys/…`. Restoring goes into an
empty place, walks the schema to the revision of the backup, loads, verifies, and only then walks it further.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import orjson
from sqlalchemy import Date, MetaData, String, Table, insert, select, text
from sqlalchemy.engine import Connection, Engine, RowMapping

from core import VERSION, schema
from core.clock import now
from core.columns import Moment
from core.database import Model, reading
from core.settings import Settings

FORMAT = 1
CHUNK = 2000
FOLDERS = ("files", "keys")


class DamagedBackup(Exception):
    """The archive is not whole, or not one of ours."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What an archive holds."""

    revision: str
    tables: dict[str, int]
    files: int


def write_backup(engine: Engine, settings: Settings, target: Path) -> Contents:
    """Write the archive; it appears under its name only when it is whole."""
    partial = target.with_name(target.name + ".partial")
    digests: dict[str, str] = {}
    counts: dict[str, int] = {}
    with tarfile.open(partial, "w") as archive:
        partial.chmod(0o600)
        with reading(), engine.connect() as connection:
            _one_moment(connection)
            revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
            for table in _by_name(Model.metadata):
                counts[table.name] = _add_table(archive, connection, table, digests)
        files = sum(_add_folder(archive, settings.data_folder / name, name, digests) for name in FOLDERS)
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "revision": revision,
            "made": now().isoformat(),
            "tables": counts,
            "parts": digests,
        }
        _add_bytes(archive, "manifest.json", json.dumps(manifest, indent=1, sort_keys=True).encode())
    with partial.open("rb") as stream:
        os.fsync(stream.fileno())
    partial.replace(target)
    return Contents(str(revision), counts, files)


def _one_moment(connection: Connection) -> None:
    """All tables are read as they stood at one moment."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
    connection.execute(text("SELECT count(*) FROM alembic_version"))


def _add_table(
    archive: tarfile.TarFile, connection: Connection, table: Table, digests: dict[str, str]
) -> int:
    count = 0
    order = list(table.primary_key.columns)
    query = select(table).order_by(*order).execution_options(stream_results=True, yield_per=CHUNK)
    # An unnamed file on the disk: a large table does not fit into memory.
    with tempfile.TemporaryFile() as spool:
        hashed = hashlib.sha256()
        for row in connection.execute(query).mappings():
            line = line_of(row)
            spool.write(line)
            hashed.update(line)
            count += 1
        name = f"tables/{table.name}.jsonl"
        digests[name] = hashed.hexdigest()
        info = tarfile.TarInfo(name)
        info.size = spool.tell()
        info.mode = 0o600
        spool.seek(0)
        archive.addfile(info, spool)
    return count


def line_of(row: RowMapping) -> bytes:
    """A row by the names of its columns; one that is called otherwise in the code has a kind of text of its own."""
    told = {str(name): value for name, value in row.items()}
    return orjson.dumps(told, default=_told, option=orjson.OPT_APPEND_NEWLINE)


def _told(value: object) -> Any:
    if isinstance(value, (bytes, memoryview)):
        return {"base64": base64.b64encode(bytes(value)).decode()}
    raise TypeError(type(value).__name__)


def _add_folder(archive: tarfile.TarFile, folder: Path, name: str, digests: dict[str, str]) -> int:
    count = 0
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not path.name.endswith((".partial", ".tmp")):
            inside = f"{name}/{path.relative_to(folder).as_posix()}"
            digests[inside] = hashlib.sha256(path.read_bytes()).hexdigest()
            archive.add(path, inside, recursive=False)
            count += 1
    return count


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    info.mode = 0o600
    archive.addfile(info, io.BytesIO(content))


def restore_backup(engine: Engine, settings: Settings, source: Path) -> Contents:
    """Bring an archive back into an empty database and an empty data folder, verified part by part."""
    if schema.present(engine) is not None:
        raise DamagedBackup("the database is not empty: restore into a new one")
    if any((settings.data_folder / name).exists() for name in FOLDERS):
        raise DamagedBackup(
            f"there are files or keys in {settings.data_folder} already: restore into an empty folder"
        )
    with tarfile.open(source, "r") as archive:
        manifest = _manifest(archive)
        _check_parts(archive, manifest)
        schema.upgrade(engine, manifest["revision"])
        with engine.connect() as connection:
            guards = _lay_guards_aside(connection)
            for table in _tables(connection):
                if table.name in manifest["tables"]:
                    _load_table(archive, connection, table)
            for statement in guards:
                connection.exec_driver_sql(statement)
            connection.commit()
        files = sum(_restore_file(archive, settings, name) for name in manifest["parts"])
    schema.upgrade(engine)
    return Contents(manifest["revision"], manifest["tables"], files)


def _manifest(archive: tarfile.TarFile) -> dict[str, Any]:
    try:
        stream = archive.extractfile("manifest.json")
    except KeyError:
        raise DamagedBackup("the archive has no manifest: it is not a backup, or not a whole one") from None
    manifest: dict[str, Any] = json.loads(stream.read() if stream else b"{}")
    if manifest.get("format") != FORMAT:
        raise DamagedBackup(f"this version reads backups of format {FORMAT}, not {manifest.get('format')}")
    return manifest


def _check_parts(archive: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    names = set(archive.getnames()) - {"manifest.json"}
    if names != set(manifest["parts"]):
        raise DamagedBackup("the archive holds other parts than its manifest says")
    for name, expected in manifest["parts"].items():
        stream = archive.extractfile(name)
        found = hashlib.sha256()
        while stream and (block := stream.read(1 << 20)):
            found.update(block)
        if found.hexdigest() != expected:
            raise DamagedBackup(f"{name} differs from its digest")


def _tables(connection: Connection) -> list[Table]:
    """The tables as they stand at the revision of the backup, with our own types for moments and days."""
    held = MetaData()
    held.reflect(connection)
    known = Model.metadata.tables
    for table in held.tables.values():
        for column in table.columns:
            if table.name in known and column.name in known[table.name].columns:
                column.type = known[table.name].columns[column.name].type
    return [table for table in _by_name(held) if table.name != "alembic_version"]


def _by_name(held: MetaData) -> list[Table]:
    """In any order that stays: some tables point at each other, and foreign keys rest while rows are loaded."""
    return sorted(held.tables.values(), key=lambda table: table.name)


def _lay_guards_aside(connection: Connection) -> list[str]:
    """Triggers and foreign keys rest while loading; returns the statements that bring them back.

    The rows passed the guards when they were written, in another order than they are loaded; foreign keys are
    proved again when they come back.
    """
    if connection.dialect.name == "postgresql":
        return _lay_aside_on_postgresql(connection)
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _statement in rows:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    return [statement for _name, statement in rows]


def _lay_aside_on_postgresql(connection: Connection) -> list[str]:
    back: list[str] = []
    for name in connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all():
        connection.exec_driver_sql(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
        back.append(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')
    keys = connection.execute(
        text(
            "SELECT conname, conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE contype = 'f' AND connamespace = 'public'::regnamespace"
        )
    )
    for name, table, definition in keys.all():
        connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        back.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    return back


def _load_table(archive: tarfile.TarFile, connection: Connection, table: Table) -> None:
    # A migration may have brought rows of its own; the backup's stand in their place.
    connection.execute(table.delete())
    for rows in _chunks(_rows(archive, table)):
        connection.execute(insert(table), rows)
    if connection.dialect.name == "postgresql" and _counts_its_rows(table):
        connection.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "  # noqa: S608 - a table's own name
                f'COALESCE((SELECT max(id) FROM "{table.name}"), 1), (SELECT count(*) > 0 FROM "{table.name}"))'
            )
        )


def _counts_its_rows(table: Table) -> bool:
    """Whether the database numbers the rows; names drawn by chance are not counted."""
    return "id" in table.columns and not isinstance(table.columns["id"].type, String)


def _rows(archive: tarfile.TarFile, table: Table) -> Iterator[dict[str, Any]]:
    stream = archive.extractfile(f"tables/{table.name}.jsonl")
    for line in stream or ():
        yield {name: _value(table, name, value) for name, value in orjson.loads(line).items()}


def _value(table: Table, name: str, value: Any) -> Any:
    if value is None:
        return None
    kind = table.columns[name].type
    if isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(value, dict) and set(value) == {"base64"}:
        return base64.b64decode(value["base64"])
    return value


def _chunks(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    held: list[dict[str, Any]] = []
    for row in rows:
        held.append(row)
        if len(held) == CHUNK:
            yield held
            held = []
    if held:
        yield held


def _restore_file(archive: tarfile.TarFile, settings: Settings, name: str) -> int:
    parts = PurePosixPath(name).parts
    if parts[0] not in FOLDERS:
        return 0
    if ".." in parts:
        raise DamagedBackup(f"{name} leads out of the data folder")
    target = settings.data_folder.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    stream = archive.extractfile(name)
    target.touch(mode=0o600)
    target.write_bytes(stream.read() if stream else b"")
    return 1
