"""One schema on both databases: what the models say, what the migrations make, and what guards it."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, create_engine, inspect, text
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.pool import NullPool

from accounts.demo import fill_demo
from app import create_app
from core import journal_proof, schema
from core.catalogues import ROOMS
from core.database import Model, db, prepare_engine
from core.settings import ROOT, Settings
from tests.databases import Database

for _room in ROOMS:
    if (ROOT / _room / "models.py").exists() or (ROOT / _room / "models").is_dir():
        importlib.import_module(f"{_room}.models")

DECLARED = Path(__file__).parent / "guards.txt"


@pytest.fixture
def engine(empty_database: Database) -> Iterator[Engine]:
    yield from owners_engine(empty_database)


@pytest.fixture
def newest(database: Database) -> Iterator[Engine]:
    """The schema as the migrations have made it."""
    yield from owners_engine(database)


def owners_engine(database: Database) -> Iterator[Engine]:
    made = create_engine(Settings(database_url=database.owner_url).database, poolclass=NullPool)
    prepare_engine(made)
    yield made
    made.dispose()


def revisions() -> list[str]:
    script = ScriptDirectory.from_config(schema._config())
    return [step.revision for step in reversed(list(script.walk_revisions()))]


def triggers(engine: Engine) -> set[str]:
    """The names of all triggers, and on which table."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            rows = connection.execute(text("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"))
        else:
            rows = connection.execute(
                text("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal")
            )
        return {f"trigger {table}.{name}" for table, name in rows}


def checks(engine: Engine) -> set[str]:
    return {f"check {name}" for name in sql_of_checks(engine)}


def partial_indexes(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return {
            f"partial index {table}.{index['name']}"
            for (_schema, table), indexes in inspect(connection).get_multi_indexes().items()
            for index in indexes
            if index.get("dialect_options", {}).get(f"{engine.dialect.name}_where") is not None
        }


def guards(engine: Engine) -> set[str]:
    return triggers(engine) | checks(engine) | partial_indexes(engine)


def declared() -> dict[str, set[str]]:
    """The declared guards, by the database on which they stand: both, sqlite or postgresql."""
    lists: dict[str, set[str]] = {"both": set(), "sqlite": set(), "postgresql": set()}
    for line in DECLARED.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            where, _, guard = line.partition(": ")
            lists[where].add(guard)
    return lists


def test_there_is_one_line_of_migrations() -> None:
    assert len(ScriptDirectory.from_config(schema._config()).get_heads()) == 1


def test_the_models_are_what_the_migrations_make(newest: Engine) -> None:
    with newest.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Model.metadata) == []


def test_every_guard_of_the_declared_list_stands_and_no_other(newest: Engine) -> None:
    lists = declared()
    expected = lists["both"] | lists[newest.dialect.name]
    found = guards(newest)
    assert found - expected == set(), "guards that tests/house/guards.txt does not declare"
    assert expected - found == set(), "declared guards that are missing, perhaps dropped by a rebuilt table"


def test_every_check_and_partial_index_of_the_models_is_in_the_database(newest: Engine) -> None:
    wanted = set()
    for table in Model.metadata.tables.values():
        wanted |= {
            f"check {table.name}.{part.name}"
            for part in table.constraints
            if isinstance(part, CheckConstraint)
        }
        wanted |= {
            f"partial index {table.name}.{index.name}"
            for index in table.indexes
            if index.dialect_options[newest.dialect.name]["where"] is not None
        }
    assert wanted - guards(newest) == set()


def sql_of_checks(engine: Engine) -> dict[str, str]:
    """Each CHECK as the database understands it, without brackets, casts and quotes that it adds."""
    with engine.connect() as connection:
        return {
            f"{table}.{check['name']}": re.sub(r"::\w+(\[\])?|[()\s\"]", "", check["sqltext"]).lower()
            for (_schema, table), found in inspect(connection).get_multi_check_constraints().items()
            for check in found
        }


def test_the_checks_of_the_models_say_the_same_as_those_of_the_migrations(
    newest: Engine, tmp_path: Path
) -> None:
    if newest.dialect.name != "sqlite":
        # PostgreSQL rewrites what it is given; the text itself is compared where it is kept.
        return
    made = create_engine(f"sqlite:///{tmp_path / 'models.sqlite'}", poolclass=NullPool)
    prepare_engine(made)
    Model.metadata.create_all(made)
    assert sql_of_checks(newest) == sql_of_checks(made)


def test_the_schema_walks_down_step_by_step_to_nothing_and_up_again(engine: Engine) -> None:
    schema.upgrade(engine)
    full = guards(engine)
    for revision in [*reversed(revisions()[:-1]), "base"]:
        schema.downgrade(engine, revision)
    left = set(inspect(engine).get_table_names()) - {"alembic_version"}
    assert left == set()
    assert triggers(engine) == set()
    schema.upgrade(engine)
    assert guards(engine) == full


def test_no_function_of_a_guard_is_left_behind(engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        return
    schema.upgrade(engine)
    schema.downgrade(engine, "base")
    with engine.connect() as connection:
        left = connection.scalars(
            text("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
        ).all()
    assert left == []


def test_every_migration_says_when_and_what() -> None:
    for path in sorted((ROOT / "migrations" / "versions").glob("*.py")):
        head = path.read_text(encoding="utf-8")
        assert re.match(r'"""[A-Z].+\.\n\nRevision: \d{4}, \d{4}-\d\d-\d\d\n"""', head), path.name


def test_a_database_full_of_data_walks_down_to_the_floor_and_up_again(
    empty_database: Database, engine: Engine, settings: Settings
) -> None:
    """The demo's people, decisions and journal: what the floor keeps is whole after the way down and up."""
    schema.upgrade(engine)
    app = create_app(replace(settings, mode="demo", database_url=empty_database.owner_url))
    with app.app_context():
        fill_demo(app.extensions["synaq.settings"])
        before = journal_proof.verify()
        db.session.remove()
        db.engine.dispose()
    assert before.holds
    assert before.entries > 100
    for revision in reversed(revisions()[:-1]):
        schema.downgrade(engine, revision)
    schema.upgrade(engine)
    with app.app_context():
        after = journal_proof.verify()
        db.session.remove()
        db.engine.dispose()
    assert after == before


def test_whatever_is_written_once_may_be_neither_changed_nor_deleted_by_the_application(
    newest: Engine, database: Database
) -> None:
    """No list is kept by hand: the guards themselves say which tables these are."""
    stand = {guard.removeprefix("trigger ") for guard in declared()["both"] if guard.startswith("trigger ")}
    tables = {name.partition(".")[0] for name in stand}
    expected = {one for one in tables if {f"{one}.{one}_no_update", f"{one}.{one}_no_delete"} <= stand}
    with newest.connect() as connection:
        assert schema.append_only(connection) == expected
    assert set(schema.held_rows()) <= expected
    if not database.on_postgresql:
        return
    role = make_url(database.url).username
    right = text(
        "SELECT has_table_privilege(:role, :name, 'DELETE'), has_table_privilege(:role, :name, 'UPDATE')"
    )
    with newest.connect() as connection:
        for name in Model.metadata.tables:
            may = connection.execute(right, {"role": role, "name": name}).one()
            assert may == ((False, False) if name in expected else (True, True)), name
