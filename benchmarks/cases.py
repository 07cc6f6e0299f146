"""A clerk's desk and the page of a case, with a hundred thousand cases beside a thousand; submissions a second.

Two databases hold the same office with the same two hundred cases on its clerk's desk; one holds a thousand cases in
all, the other a hundred thousand: a tenth lies on other desks, the rest has ended. A page must not feel the archive.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select, text

from accounts.models import Office
from app import create_app
from applications.models import Case, CasePerson, CaseStep
from benchmarks.ground import APPLICATION, Ground, Site
from benchmarks.load import MARK, Ask, load
from benchmarks.people import log_in_as_staff, settle
from benchmarks.rounds import Measured, Subject
from core.database import db
from core.models import JournalEntry
from regulations.catalogue import catalogue
from tests.applications import making, systems
from tests.databases import Database

FEW, MANY = 1_000, 100_000
ON_THE_DESK = 200
GOAL = 0.8
SERVICE = "specialist-certificate"
# Each token may call so often a minute; a load of seconds is spread over as many systems as it needs.
SYSTEMS = 64


@dataclass(frozen=True)
class Filled:
    """A database with cases, a clerk, and systems that submit."""

    database: Database
    secret: str
    clerk: str
    case: str
    tokens: tuple[str, ...]
    body: str


@contextmanager
def cases(ground: Ground) -> Iterator[list[Subject]]:
    """The desk and a case, with few and with many cases; and submitting."""
    with ExitStack() as stack:
        found: dict[str, list[Subject]] = {"desk": [], "case page": []}
        submissions = None
        for count in (FEW, MANY):
            filled = fill(ground, ground.databases.fresh(), count)
            site = stack.enter_context(ground.serve(APPLICATION, filled.database))
            clerk = log_in_as_staff(site.url, filled.clerk, filled.secret)
            for name, path in (("desk", "/desk"), ("case page", f"/cases/{filled.case}")):
                floors = () if count == FEW else (f"{name}, {FEW:,} cases",)
                asks = [Ask(path, headers=clerk.headers())]
                goal = GOAL if floors else None
                found[name].append(Subject(f"{name}, {count:,} cases", _load(site, asks), floors, goal))
            submissions = submissions or Subject("submissions", _load(site, _submitting(filled)))
        assert submissions is not None
        yield [*found["desk"], *found["case page"], submissions]


def _load(site: Site, asks: list[Ask]) -> Any:
    def measure(seconds: float) -> Measured:
        return load(site, asks, seconds)

    return measure


def _submitting(filled: Filled) -> list[Ask]:
    return [
        Ask(
            "/api/v1/cases",
            "POST",
            {
                "Authorization": f"Bearer {token}",
                "Idempotency-Key": MARK,
                "Content-Type": "application/json",
            },
            filled.body,
        )
        for token in filled.tokens
    ]


def fill(ground: Ground, database: Database, count: int) -> Filled:
    """One application by the verbs, and copies of it by SQL until there are enough."""
    settings = ground.settings(database)
    people = settle(settings)
    app = create_app(settings)
    with app.app_context():
        office = db.session.scalars(select(Office).where(Office.code == "BENCHMARK")).one()
        at = making.Service(catalogue().newest(SERVICE), office, making.office("committee"))
        assert at.committee is not None
        office.parent_id = at.committee.id
        for level in (office, at.committee):
            making.decide_all(level, at.edition)
        body = json.dumps(systems.application(at, "main"))
        tokens = tuple(systems.token_for(office) for _ in range(SYSTEMS))
        case = making.apply(at, "main")
        public_id, case_id = case.public_id, case.id
        db.session.remove()
        with db.engine.begin() as connection:
            _multiply(connection, case_id, count)
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
        db.engine.dispose()
    return Filled(database, people.secret, people.clerk, public_id, tokens, body)


def _multiply(connection: Connection, case_id: int, count: int) -> None:
    """Copies of a case with its person, its step and an entry of the journal; most of them have ended."""
    waits = f"n.i <= {ON_THE_DESK - 1}"
    opened = f"n.i <= {ON_THE_DESK + count // 10}"

    def unless(condition: str, value: str, other: str = "NULL") -> str:
        return f"CASE WHEN {condition} THEN {value} ELSE {other} END"

    # Far above: the numbers that the database gives are not disturbed.
    new_id = f"{10**12} + n.i"
    copies: list[tuple[Table, dict[str, str], str]] = [
        (
            _table(Case),
            {
                "id": new_id,
                "public_id": "'aaaaaaaaaaaaaaaaaaaa' || CAST(100000000000 + n.i AS VARCHAR(20))",
                "number": "'B-' || CAST(n.i AS VARCHAR(20))",
                "desk_role": unless(waits, "desk_role", unless(opened, "'responsible_official'")),
                "desk_office_id": unless(opened, "desk_office_id"),
                "due_at": unless(opened, "due_at"),
                "ended_at": unless(opened, "ended_at", "submitted_at"),
            },
            f"id = {case_id}",
        ),
        (_table(CasePerson), {"case_id": new_id}, f"case_id = {case_id}"),
        (
            _table(CaseStep),
            {"id": new_id, "case_id": new_id},
            f"case_id = {case_id}",
        ),
        (
            _table(JournalEntry),
            {
                "id": new_id,
                "chain": "1000000000",
                "position": "n.i",
                "subject_id": f"CAST({new_id} AS VARCHAR(20))",
            },
            f"subject_kind = 'case' AND subject_id = '{case_id}' AND tag = 'applications:case:submit'",
        ),
    ]
    for table, changed, where in copies:
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        values = ", ".join(changed.get(column.name, f'"{column.name}"') for column in table.columns)
        connection.execute(
            text(
                f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count - 1}) "
                f'INSERT INTO "{table.name}" ({names}) SELECT {values} FROM "{table.name}", n WHERE {where}'
            )
        )


def _table(model: Any) -> Table:
    table: Table = model.__table__
    return table
