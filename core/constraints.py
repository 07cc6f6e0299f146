"""Constraints of a table that is there already, on both databases, with its rows, indexes and triggers.

Migrations call these. SQLite cannot add a constraint to a table: the table is made anew from its own words with the
constraint added, its rows are put back, and so are its indexes and triggers. Foreign keys that point at it are looked
at when the migration is committed.
"""

from __future__ import annotations

import re

from sqlalchemy import text

from core.guards import Operations, is_sqlite


def add(op: Operations, table: str, constraints: dict[str, str]) -> None:
    """Add named constraints, each as SQL: `{"ck_thing_is_whole": "CHECK (a > 0)"}`."""
    if not is_sqlite(op):
        for name, words in constraints.items():
            _run(op, f"ALTER TABLE {table} ADD CONSTRAINT {name} {words}")
        return
    made = _words_of(op, table).rstrip()
    assert made.endswith(")")
    _make_anew(op, table, made[:-1] + "".join(_appended(constraints)) + ")")


def drop(op: Operations, table: str, constraints: dict[str, str]) -> None:
    """Take away what `add` added, or what the table was made with, in the same words."""
    if not is_sqlite(op):
        for name in constraints:
            _run(op, f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        return
    made = _words_of(op, table)
    for name, words in constraints.items():
        made, found = re.subn(r",\s*CONSTRAINT " + re.escape(f"{name} {words}"), "", made)
        assert found == 1
    _make_anew(op, table, made)


def _appended(constraints: dict[str, str]) -> list[str]:
    return [f", CONSTRAINT {name} {words}" for name, words in constraints.items()]


def _words_of(op: Operations, table: str) -> str:
    return str(
        op.get_bind()
        .execute(
            text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table"), {"table": table}
        )
        .scalar_one()
    )


def _make_anew(op: Operations, table: str, words: str) -> None:
    kept = f"_kept_{table}"
    around = (
        op.get_bind()
        .execute(
            text(
                "SELECT sql FROM sqlite_master WHERE tbl_name = :table AND type IN ('index', 'trigger')"
                " AND sql IS NOT NULL ORDER BY type, name"
            ),
            {"table": table},
        )
        .scalars()
        .all()
    )
    _run(op, "PRAGMA defer_foreign_keys = ON")
    _run(op, f"CREATE TABLE {kept} AS SELECT * FROM {table}")  # noqa: S608 - names of the migration, no input
    _run(op, f"DROP TABLE {table}")
    _run(op, words)
    _run(op, f"INSERT INTO {table} SELECT * FROM {kept}")  # noqa: S608 - names of the migration, no input
    _run(op, f"DROP TABLE {kept}")
    for one in around:
        _run(op, one)


def _run(op: Operations, statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)
