"""A backup brings everything back, elsewhere, on either database, also when made while others write."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, literal, select, true
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool

from core import journal_proof, schema
from core.actor import Actor, acting
from core.backup import DamagedBackup, line_of, restore_backup, write_backup
from core.database import Model, db, prepare_engine, reading
from core.journal import record
from core.models import JournalEntry, NumberSeries
from core.numbering import next_number
from core.outbox import post
from core.settings import Settings
from tests.databases import Database, Databases

CLERK = Actor(account_id=7, role="chancery_clerk", office_id=3)


def write_something(count: int = 3) -> None:
    with acting(CLERK):
        for number in range(count):
            next_number("incoming", 3, 2026)
            post("mail", "asel@example.kz", {"subject": "Қабылданды", "n": number})
            record("tests:thing:change", subject=("thing", number), office_id=3, new={"n": number},
                   personal={"name": "Әсел"})  # fmt: skip
            db.session.commit()


def owner_engine(database: Database) -> Engine:
    engine = create_engine(Settings(database_url=database.owner_url).database, poolclass=NullPool)
    prepare_engine(engine)
    return engine


@pytest.fixture
def elsewhere(settings: Settings, empty_database: Database, tmp_path: Path) -> Settings:
    return replace(settings, database_url=empty_database.owner_url, data_folder=tmp_path / "elsewhere")


def test_a_backup_restores_elsewhere_with_files_keys_and_a_whole_journal(
    app: Flask,
    make_app: Callable[..., Flask],
    settings: Settings,
    elsewhere: Settings,
    empty_database: Database,
    tmp_path: Path,
) -> None:
    (settings.data_folder / "files" / "ab").mkdir(parents=True)
    (settings.data_folder / "files" / "ab" / "paper.pdf").write_bytes(b"%PDF paper")
    (settings.data_folder / "keys").mkdir()
    (settings.data_folder / "keys" / "vault.key").write_bytes(b"key")
    with app.app_context():
        write_something()
        made = write_backup(db.engine, settings, tmp_path / "backup.tar")
    found = restore_backup(owner_engine(empty_database), elsewhere, tmp_path / "backup.tar")
    assert found == made
    assert (elsewhere.data_folder / "files" / "ab" / "paper.pdf").read_bytes() == b"%PDF paper"
    assert (elsewhere.data_folder / "keys" / "vault.key").read_bytes() == b"key"
    restored = make_app(database_url=elsewhere.database_url, data_folder=elsewhere.data_folder)
    with restored.app_context():
        assert journal_proof.verify().holds
        assert db.session.scalar(select(func.count()).select_from(JournalEntry)) == 3
        write_something(1)  # numbers and ids go on where they stood
        assert db.session.scalar(select(NumberSeries.last)) == 4
        assert journal_proof.verify().holds


def test_rows_of_every_table_are_written_whatever_their_columns_are_called(
    app: Flask, tmp_path: Path
) -> None:
    one = select(literal(1).label("one")).subquery()
    with app.app_context(), reading(), db.engine.connect() as connection:
        for table in Model.metadata.tables.values():
            # At least one row of each table, if only of nothing, under the table's own columns.
            query = select(table).select_from(one.outerjoin(table, true())).limit(1)
            row = connection.execute(query).mappings().one()
            assert set(json.loads(line_of(row))) == {column.name for column in table.columns}, table.name


def test_a_backup_of_one_database_restores_into_the_other_kind(
    app: Flask, settings: Settings, tmp_path: Path, databases: Databases
) -> None:
    with app.app_context():
        write_something()
        write_backup(db.engine, settings, tmp_path / "backup.tar")
    # SQLite is always at hand; on the other run the archive comes from there.
    target = f"sqlite:///{tmp_path / 'other.sqlite'}"
    engine = owner_engine(Database(target, target))
    restore_backup(engine, replace(settings, data_folder=tmp_path / "other"), tmp_path / "backup.tar")
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(JournalEntry)) == 3
    engine.dispose()


def test_a_backup_made_under_load_shows_one_moment(
    app: Flask, settings: Settings, elsewhere: Settings, empty_database: Database, tmp_path: Path
) -> None:
    stop = Event()

    def load() -> None:
        with app.app_context():
            while not stop.is_set():
                write_something(1)

    writers = [Thread(target=load) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        with app.app_context():
            write_something(5)
            write_backup(db.engine, settings, tmp_path / "backup.tar")
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    found = restore_backup(owner_engine(empty_database), elsewhere, tmp_path / "backup.tar")
    entries = found.tables["journal_entry"]
    assert entries >= 5
    assert found.tables["outbox_message"] == entries, "a number, a message and an entry belong together"
    assert found.tables["journal_personal"] == entries


def test_a_damaged_or_foreign_archive_is_refused_and_nothing_is_written(
    app: Flask, settings: Settings, elsewhere: Settings, empty_database: Database, tmp_path: Path
) -> None:
    with app.app_context():
        write_something()
        write_backup(db.engine, settings, tmp_path / "backup.tar")
    whole = (tmp_path / "backup.tar").read_bytes()
    (tmp_path / "bent.tar").write_bytes(whole.replace(b'"n":0', b'"n":9'))
    with tarfile.open(tmp_path / "foreign.tar", "w") as foreign:
        info = tarfile.TarInfo("letters.txt")
        foreign.addfile(info, io.BytesIO())
    engine = owner_engine(empty_database)
    for name in ("bent.tar", "foreign.tar"):
        with pytest.raises(DamagedBackup):
            restore_backup(engine, elsewhere, tmp_path / name)
    assert schema.present(engine) is None


def test_nothing_is_restored_over_what_is_there(app: Flask, settings: Settings, tmp_path: Path) -> None:
    with app.app_context():
        write_backup(db.engine, settings, tmp_path / "backup.tar")
        with pytest.raises(DamagedBackup, match="not empty"):
            restore_backup(db.engine, settings, tmp_path / "backup.tar")


def test_a_place_that_is_not_there_and_a_file_without_heads_are_named_in_a_sentence(
    app: Flask, tmp_path: Path
) -> None:
    answer = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "none" / "backup.tar")])
    assert (answer.exit_code, "cannot be written" in answer.output) == (1, True)
    with app.app_context():
        for odd in ("root:x:0:0", "[]", "{}"):
            assert [one.fault for one in journal_proof.compare(odd, bytes(32))] == [
                "the file holds no published heads"
            ]
