"""The schema of the database: walk it up and down, and see whether it stands where the code needs it."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine

from core.database import Model
from core.settings import ROOT


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["connection"] = connection
    return config


def newest() -> str:
    """The revision that this code needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise RuntimeError("there are no migrations")
    return head


def present(engine: Engine) -> str | None:
    """The revision at which the database stands, None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Walk the schema up."""
    _walk(engine, command.upgrade, revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Walk the schema down; data of what is taken away are lost."""
    _walk(engine, command.downgrade, revision)


def _walk(engine: Engine, step: object, revision: str) -> None:
    assert callable(step)
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # Rebuilding a table must not fire the cascades of its foreign keys.
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        step(_config(connection), revision)
        connection.commit()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys = ON")
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise RuntimeError(f"foreign keys are broken after the migration: {broken[:3]}")


_GUARDS = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    " WHERE NOT t.tgisinternal",
}


def append_only(connection: Connection) -> frozenset[str]:
    """Tables whose rows are written once, as their guards say: both a change and a deletion are refused there.

    Read from the database itself, so that no table can be forgotten; `guards.append_only` names the two triggers.
    """
    stand = {(table, name) for table, name in connection.execute(text(_GUARDS[connection.dialect.name]))}
    return frozenset(
        table
        for table, _name in stand
        if {(table, f"{table}_no_update"), (table, f"{table}_no_delete")} <= stand
    )


def held_rows() -> dict[str, str]:
    """Append-only tables whose rows are held while something that hangs on them changes, and why.

    PostgreSQL lets only those hold a row who may update some column of its table; the key is enough for that.
    """
    return {
        name: str(table.info["held"]) for name, table in Model.metadata.tables.items() if "held" in table.info
    }


def grant_to(engine: Engine, role: str) -> None:
    """Give the application's PostgreSQL role what it needs and no table of its own.

    On append-only tables it may read and add; the journal's personal parts may besides be erased.
    """
    with engine.begin() as connection:
        quoted = connection.dialect.identifier_preparer.quote(role)
        names = connection.scalars(
            text(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
            )
        ).all()
        connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {quoted}"))
        connection.execute(text(f"GRANT SELECT ON alembic_version TO {quoted}"))
        written_once, held = append_only(connection), held_rows()
        for name in names:
            rights = "SELECT, INSERT, UPDATE, DELETE"
            if name in written_once:
                rights = "SELECT, INSERT, UPDATE (id)" if name in held else "SELECT, INSERT"
            connection.execute(text(f"REVOKE ALL ON {name} FROM {quoted}"))
            connection.execute(text(f"GRANT {rights} ON {name} TO {quoted}"))
        connection.execute(text(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}"))
