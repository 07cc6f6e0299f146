"""Rows held until the commit: who changes a thing first holds it, and whoever comes second sees what was done.

Two who hold several rows never wait for each other, because everybody takes them in one order: by the rank of the
table (`__lock_rank__`, docs/decisions/0020), and in one table by the primary key. The tests watch every hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy import inspect as look_at

from core.database import Model, db
from core.refusals import NotFound

Row = TypeVar("Row", bound=Model)


def held(kind: type[Row], identity: int, *, pointed_at: bool = False) -> Row:
    """The row as it is now, read anew and locked; not found is not found, for whoever asks.

    `pointed_at` = whoever else acts may go on naming this row in a foreign key meanwhile.
    """
    (key,) = look_at(kind).primary_key
    found = db.session.scalar(_locking(kind, key == identity, pointed_at=pointed_at))
    if found is None:
        raise NotFound
    return found


def held_all(kind: type[Row], identities: Iterable[int]) -> list[Row]:
    """Several rows of one table, in the order of their keys; those that are not there are left out."""
    (key,) = look_at(kind).primary_key
    return list(db.session.scalars(_locking(kind, key.in_(sorted(set(identities))))))


def held_where(kind: type[Row], *conditions: ColumnElement[bool]) -> Row | None:
    """The one row that meets the conditions as they are now; nothing where there is none."""
    return db.session.scalar(_locking(kind, *conditions))


def _locking(kind: type[Row], *conditions: ColumnElement[bool], pointed_at: bool = False) -> Select[Row]:
    table: Any = kind
    return (
        select(kind)
        .where(*conditions)
        .order_by(*look_at(kind).primary_key)
        .with_for_update(of=table, key_share=pointed_at)
        # Without it the session would answer with what it had read before the wait.
        .execution_options(populate_existing=True, held=kind)
    )
