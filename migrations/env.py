"""Alembic's door: one schema, one chain of migrations, both databases."""

from __future__ import annotations

from alembic import context
from sqlalchemy.engine import Connection

from core.database import Model


def run(connection: Connection) -> None:
    """Walk the migrations on the connection that `core.schema` hands over."""
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
