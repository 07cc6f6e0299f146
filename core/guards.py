"""Triggers that hold whatever the code does, in the words of each database.

Migrations call these. SQLite's batch mode rebuilds tables and drops triggers silently, so a test holds the
catalogues of both databases against a declared list after every migration.
"""

from __future__ import annotations

from typing import Protocol

from sqlalchemy import text
from sqlalchemy.engine import Connection


class Operations(Protocol):
    """What of Alembic's `op` is needed here."""

    def get_bind(self) -> Connection: ...


def _run(op: Operations, statement: str) -> None:
    op.get_bind().execute(text(statement.replace(":", r"\:")))


def is_sqlite(op: Operations) -> bool:
    """Which of the two databases this migration runs on."""
    return op.get_bind().dialect.name == "sqlite"


def refuse_when(
    op: Operations,
    name: str,
    table: str,
    event: str,
    condition: str,
    sentence: str,
    *,
    rows: str = "",
    queue_by: str | None = None,
    hold: str | None = None,
) -> None:
    """Refuse an INSERT, UPDATE or DELETE of rows for which the condition holds (OLD and NEW are the row).

    The condition must be plain SQL that both databases read alike; subqueries are allowed. A condition over other rows
    that may be written at the same moment needs `queue_by`: writers with the same value of that expression wait for
    each other's commit, and the condition sees what the first one wrote. SQLite has one writer anyway.
    Where all of them hang on one row, `hold` ("thing WHERE id = NEW.thing_id") locks that row instead: then those wait
    too who only name it by a foreign key.
    Whoever passes by without being asked should not wait: `rows` is what OLD and NEW alone must say for a row to be
    looked at at all. A lock is kept until the commit, and ten thousand of them are more than PostgreSQL has room for.
    """
    if is_sqlite(op):
        _run(
            op,
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW "
            f"WHEN {f'({rows}) AND ({condition})' if rows else condition} BEGIN SELECT RAISE(ABORT, '{sentence}'); END",
        )
        return
    returned = "OLD" if event == "DELETE" else "NEW"
    queue = (
        f"IF {queue_by} IS NOT NULL THEN PERFORM pg_advisory_xact_lock(hashtextextended('{table} ' || {queue_by}, 0)); "
        "END IF; "
        if queue_by
        else ""
    )
    held = f"PERFORM 1 FROM {hold} FOR UPDATE; " if hold else ""
    _run(
        op,
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {queue}{held}"
        f"IF {condition} THEN RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {returned}; END $$",
    )
    when = f"WHEN ({rows}) " if rows else ""
    _run(op, f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {when}EXECUTE FUNCTION {name}()")


def refuse_truncate(op: Operations, table: str) -> None:
    """PostgreSQL's TRUNCATE fires no row trigger: refuse it by name. SQLite has none."""
    if is_sqlite(op):
        return
    name = f"{table}_no_truncate"
    _run(
        op,
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{table} cannot be emptied' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    )
    _run(op, f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {name}()")


def drop_refuse_truncate(op: Operations, table: str) -> None:
    """Take away what `refuse_truncate` made."""
    if not is_sqlite(op):
        drop(op, table, f"{table}_no_truncate")


def append_only(op: Operations, table: str, *keys: str) -> None:
    """Rows are written once: no UPDATE, no DELETE, no TRUNCATE, no INSERT over an existing row.

    `keys` are the unique column lists ("id", "chain, position"); SQLite's INSERT OR REPLACE would delete by them.
    """
    refuse_when(op, f"{table}_no_update", table, "UPDATE", "TRUE", f"{table} is append-only")
    refuse_when(op, f"{table}_no_delete", table, "DELETE", "TRUE", f"{table} is append-only")
    refuse_truncate(op, table)
    if is_sqlite(op):
        taken = " OR ".join(_exists(table, key) for key in keys)
        refuse_when(op, f"{table}_no_replace", table, "INSERT", taken, f"{table} is append-only")


def _exists(table: str, key: str) -> str:
    same = " AND ".join(f"{column} = NEW.{column}" for column in key.split(", "))
    return f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - names of the migration, no input


def drop(op: Operations, table: str, *names: str) -> None:
    """Take guards away again, on the way down."""
    for name in names:
        if is_sqlite(op):
            _run(op, f"DROP TRIGGER {name}")
        else:
            _run(op, f"DROP TRIGGER {name} ON {table}")
            _run(op, f"DROP FUNCTION {name}()")


def drop_append_only(op: Operations, table: str) -> None:
    """Take away what `append_only` made."""
    last = "no_replace" if is_sqlite(op) else "no_truncate"
    drop(op, table, f"{table}_no_update", f"{table}_no_delete", f"{table}_{last}")


def made_anew(op: Operations, table: str, words: tuple[tuple[str, str], ...]) -> None:
    """SQLite: the table again, with other words in it; its indexes, guards and rows as they were.

    The rows that point at it are looked at when the transaction ends, and find what they point at again.
    """
    run = op.get_bind().exec_driver_sql
    told = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name = ? AND type"
    made = str(run(f"{told} = 'table'", (table,)).scalar())
    for old, new in words:
        if made.count(old) != 1:
            raise RuntimeError(f"{table} does not say {old!r} once")
        made = made.replace(old, new)
    again = [row.sql for row in run(f"{told} IN ('index', 'trigger') ORDER BY type, name", (table,))]
    before = {row.name for row in run(f"PRAGMA table_info({table})")}
    run("PRAGMA defer_foreign_keys = ON")
    run(f"CREATE TEMPORARY TABLE kept_rows AS SELECT * FROM {table}")  # noqa: S608 - a name of the migration
    run(f"DROP TABLE {table}")
    run(made)
    both = ", ".join(row.name for row in run(f"PRAGMA table_info({table})") if row.name in before)
    run(f"INSERT INTO {table} ({both}) SELECT {both} FROM kept_rows")  # noqa: S608 - names of the migration
    run("DROP TABLE kept_rows")
    for statement in again:
        run(statement)
