"""The schema of the database: walk it up and down, and see whether it stands where the code needs it."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine

from core.settings import ROOT

# Tables whose rows the application may add to and read, and never change or delete.
APPEND_ONLY = frozenset(
    {
        "journal_entry",
        "office_setting",
        "calendar_day",
        "incoming_entry",
        "case_paper",
        "signed_scan",
        "consent",
        "forwarding",
        "handover",
        "question_comment",
        "question_edition_medium",
        "sealed_set_question",
        "bank_export",
        "sitting_set",
        "interest_declaration",
        "admission",
        "exam_paper",
        "no_result_decision",
        "time_grant",
        "attempt_event",
        "answer_entry",
        "apart_entry",
        "apart_proposal",
        "apart_proposed",
        "apart_verdict",
        "hall_incident",
        "hall_message",
        "hall_message_read",
        "problem_report",
        "hall_record",
        "question_ruling",
        "test_result",
        "standard",
        "expert_standing",
        "evaluation_visit",
        "standard_mark",
        "evaluation_report",
        "result_paper_signed",
        "result_paper_issued",
        "result_paper_copy",
        "paper_status",
        "holder_hearing",
    }
)


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
        for name in names:
            rights = "SELECT, INSERT" if name in APPEND_ONLY else "SELECT, INSERT, UPDATE, DELETE"
            connection.execute(text(f"REVOKE ALL ON {name} FROM {quoted}"))
            connection.execute(text(f"GRANT {rights} ON {name} TO {quoted}"))
        connection.execute(text(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}"))
