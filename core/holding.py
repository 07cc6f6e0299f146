"""One row held until the commit: who changes a thing first holds it, and whoever comes second sees what was done."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import select

from core.database import db
from core.refusals import NotFound

Row = TypeVar("Row")


def held(kind: type[Row], identity: int) -> Row:
    """The row as it is now, read anew and locked; not found is not found, for whoever asks."""
    table: Any = kind
    found = db.session.scalar(
        select(kind)
        .where(table.id == identity)
        .with_for_update(of=table)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found
