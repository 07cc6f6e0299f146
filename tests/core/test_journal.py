"""The journal holds whatever is done to it, by the code or past the code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from core import journal_proof
from core.actor import Actor, NobodyActs, acting
from core.clock import frozen, now
from core.database import db, prepare_engine
from core.journal import record
from core.journal_erasing import erase_personal
from core.languages import speaking
from core.models import JournalEntry, JournalPersonal, NumberSeries
from core.numbering import next_number
from core.refusals import Refusal
from core.settings import Settings
from tests.databases import Database

CLERK = Actor(account_id=7, role="chancery_clerk", office_id=3)


@pytest.fixture
def clerk(context: Flask) -> Iterator[Flask]:
    with acting(CLERK):
        yield context


def enter(number: int, office: int | None = 3) -> None:
    record(
        "tests:thing:change",
        subject=("thing", number),
        office_id=office,
        old={"n": number - 1},
        new={"n": number},
    )


def entries() -> list[JournalEntry]:
    return list(db.session.scalars(select(JournalEntry).order_by(JournalEntry.chain, JournalEntry.position)))


def test_an_entry_says_who_did_what_to_what_and_in_which_role(clerk: Flask) -> None:
    enter(1)
    db.session.commit()
    (entry,) = entries()
    assert (entry.actor_id, entry.actor_role, entry.actor_office_id) == (7, "chancery_clerk", 3)
    assert (entry.tag, entry.subject_kind, entry.subject_id) == ("tests:thing:change", "thing", "1")
    assert json.loads(entry.new or "") == {"n": 1}


def test_each_office_has_its_own_unbroken_chain(clerk: Flask) -> None:
    for number in range(1, 6):
        enter(number, office=number % 2 + 1)
        enter(number, office=None)
        db.session.commit()
    assert [(entry.chain, entry.position) for entry in entries()] == [
        (0, 1), (0, 2), (0, 3), (0, 4), (0, 5), (1, 1), (1, 2), (2, 1), (2, 2), (2, 3),
    ]  # fmt: skip
    assert journal_proof.verify().holds


def test_what_is_rolled_back_is_not_told(clerk: Flask) -> None:
    enter(1)
    db.session.rollback()
    enter(2)
    db.session.commit()
    assert [entry.subject_id for entry in entries()] == ["2"]


def test_a_rolled_back_part_of_a_transaction_is_not_told_and_the_rest_is(clerk: Flask) -> None:
    enter(1)
    part = db.session.begin_nested()
    enter(2)
    part.rollback()
    with db.session.begin_nested():
        enter(3)
    db.session.commit()
    assert [entry.subject_id for entry in entries()] == ["1", "3"]
    assert journal_proof.verify().holds


def test_a_change_that_nobody_answers_for_is_a_fault(context: Flask) -> None:
    with pytest.raises(NobodyActs):
        enter(1)


def test_a_float_has_no_place_in_the_journal(clerk: Flask) -> None:
    with pytest.raises(TypeError):
        record("tests:thing:change", subject=("thing", 1), new={"share": 0.1})


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE journal_entry SET actor_id = 8",
        "DELETE FROM journal_entry",
        "UPDATE journal_head SET position = 0",
        "DELETE FROM journal_head",
        "UPDATE journal_personal SET facts = '{}'",
        "DELETE FROM journal_personal",
    ],
)
def test_sql_past_the_code_cannot_change_the_journal(clerk: Flask, attack: str) -> None:
    record("tests:thing:change", subject=("thing", 1), office_id=3, personal={"name": "Әсел"})
    db.session.commit()
    with pytest.raises(DBAPIError):
        db.session.execute(text(attack))
    db.session.rollback()
    assert journal_proof.verify().holds
    assert len(entries()) == 1


@pytest.mark.parametrize("same", ["id", "chain, position"])
def test_an_insert_over_an_existing_entry_is_refused(clerk: Flask, database: Database, same: str) -> None:
    enter(1)
    db.session.commit()
    columns = [column.name for column in JournalEntry.__table__.columns]
    forged = ["'x'" if name == "tag" else name for name in columns]
    if same != "id":
        forged[columns.index("id")] = "id + 100"
    over = "OR REPLACE " if not database.on_postgresql else ""
    names, values = ", ".join(f'"{name}"' for name in columns), ", ".join(forged).replace("old,", '"old",')
    values = values.replace("new,", '"new",')
    statement = f"INSERT {over}INTO journal_entry ({names}) SELECT {values} FROM journal_entry"
    with pytest.raises(DBAPIError):
        db.session.execute(text(statement))
    db.session.rollback()
    assert [entry.tag for entry in entries()] == ["tests:thing:change"]


def test_the_application_role_owns_nothing_and_cannot_take_the_guards_away(
    clerk: Flask, database: Database
) -> None:
    if not database.on_postgresql:
        # SQLite has one owner, whoever opens the file: there the published heads show what was done.
        return
    enter(1)
    db.session.commit()
    for attack in (
        "TRUNCATE journal_entry CASCADE",
        "DROP TRIGGER journal_entry_no_update ON journal_entry",
        "ALTER TABLE journal_entry DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "DROP TABLE journal_entry CASCADE",
    ):
        with pytest.raises(DBAPIError):
            db.session.execute(text(attack))
        db.session.rollback()
    owned = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user"
    assert db.session.scalar(text(owned)) == 0


def test_even_the_owner_cannot_empty_the_journal_by_truncate(clerk: Flask, database: Database) -> None:
    if not database.on_postgresql:
        return
    enter(1)
    db.session.commit()
    owner = create_engine(Settings(database_url=database.owner_url).database, poolclass=NullPool)
    for table in ("journal_entry", "journal_head", "journal_personal"):
        with owner.connect() as connection, pytest.raises(DBAPIError, match="cannot be emptied"):
            connection.execute(text(f"TRUNCATE {table} CASCADE"))


def without_guards(database: Database, *statements: str) -> None:
    """What somebody with the whole machine in hand can do: take the triggers away and write."""
    owner = create_engine(Settings(database_url=database.owner_url).database, poolclass=NullPool)
    prepare_engine(owner)
    with owner.begin() as connection:
        if database.on_postgresql:
            connection.execute(text("SET session_replication_role = replica"))
        else:
            names = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
            for name in names:
                connection.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            connection.execute(text(statement))
    owner.dispose()


@pytest.mark.parametrize(
    ("change", "position", "fault"),
    [
        ("UPDATE journal_entry SET actor_id = 8 WHERE position = 3", 3, "its text was changed"),
        ("DELETE FROM journal_entry WHERE position = 2", 2, "entry 2 is missing; the next one is 3"),
        (
            "DELETE FROM journal_entry WHERE position = 5",
            5,
            "the chain ends before its head at 5: entries are missing",
        ),
        ("UPDATE journal_personal SET facts = '{}' WHERE position = 5", 5, "its personal part was changed"),
        ("DELETE FROM journal_personal", 5, "its personal part is missing"),
    ],
)
def test_verification_names_the_first_broken_entry(
    clerk: Flask, database: Database, change: str, position: int, fault: str
) -> None:
    for number in range(1, 5):
        enter(number)
    record("tests:thing:change", subject=("thing", 5), office_id=3, personal={"name": "Әсел"})
    db.session.commit()
    db.session.remove()
    without_guards(
        database,
        "DELETE FROM journal_personal" if "journal_entry WHERE position = 5" in change else "SELECT 1",
        change,
    )
    (found,) = journal_proof.verify().breaks
    assert (found.chain, found.position, found.fault) == (3, position, fault)


def test_a_chain_cut_short_with_its_head_is_shown_by_the_heads_published_before(
    clerk: Flask, database: Database, tmp_path: Path
) -> None:
    for number in range(1, 5):
        enter(number)
    db.session.commit()
    key = journal_proof.signing_key(tmp_path / "heads.pem")
    published = journal_proof.publish(key)
    second = entries()[1].digest
    db.session.remove()
    without_guards(
        database,
        "DELETE FROM journal_entry WHERE position > 2",
        f"UPDATE journal_head SET position = 2, digest = '{second}'",
    )
    assert journal_proof.verify().holds, "the chain itself looks whole: only the published heads know better"
    trusted = key.public_key().public_bytes_raw()
    (found,) = journal_proof.compare(published, trusted)
    assert found.fault == "the entry that was published is gone"
    assert journal_proof.compare(published.replace('"position":4', '"position":2'), trusted)[
        0
    ].fault.startswith("the signature")


def test_erasing_the_personal_part_leaves_the_chain_provable(clerk: Flask) -> None:
    record("tests:thing:change", subject=("thing", 1), office_id=3, personal={"name": "Әсел Нұрланқызы"})
    db.session.commit()
    with speaking("en"), pytest.raises(Refusal, match="No term has been decided"):
        erase_personal("thing", 1, "12-НҚ", 0)
    with speaking("en"), pytest.raises(Refusal, match="no names"):
        erase_personal("thing", 1, "12-НҚ", 30)
    with frozen(now() + timedelta(days=31)):
        with speaking("en"), pytest.raises(Refusal, match="which ground"):
            erase_personal("thing", 1, " ", 30)
        assert erase_personal("thing", 1, "12-НҚ", 30) == 1
    db.session.commit()
    told = db.session.scalars(select(JournalEntry.new).where(JournalEntry.tag == "core:journal:erase")).one()
    assert json.loads(told or "") == {"entries": 1, "ground": "12-НҚ", "days": 30}
    kept = db.session.scalars(select(JournalPersonal)).one()
    assert (kept.facts, kept.salt) == (None, None)
    assert journal_proof.verify().holds


def test_many_writers_of_one_office_leave_one_whole_chain(app: Flask) -> None:
    writers, each = 6, 10
    start = Barrier(writers)

    def write() -> None:
        start.wait()
        for number in range(each):
            with app.app_context(), acting(CLERK):
                enter(number, office=3)
                enter(number, office=number % 3 + 1)
                db.session.commit()

    threads = [Thread(target=write) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        proof = journal_proof.verify()
        assert proof.holds
        assert proof.entries == writers * each * 2


def test_numbers_have_no_gaps_even_when_transactions_fail(app: Flask) -> None:
    given: list[int] = []

    def take(fail: bool) -> None:
        with app.app_context():
            number = next_number("incoming", 3, 2026)
            if fail:
                db.session.rollback()
            else:
                db.session.commit()
                given.append(number)

    threads = [Thread(target=take, args=(index % 3 == 0,)) for index in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == list(range(1, 17))


def test_every_series_office_and_year_counts_for_itself(context: Flask) -> None:
    keys = [("a", 1, 2026), ("a", 1, 2026), ("a", 2, 2026), ("a", 1, 2027), ("b", 1, 2026)]
    numbers = [next_number(*key) for key in keys]
    assert numbers == [1, 2, 1, 1, 1]


@pytest.mark.parametrize("attack", ["UPDATE number_series SET last = last + 2", "DELETE FROM number_series"])
def test_a_number_series_cannot_be_moved_by_sql(context: Flask, attack: str) -> None:
    next_number("incoming", 3, 2026)
    db.session.commit()
    with pytest.raises(DBAPIError):
        db.session.execute(text(attack))
    db.session.rollback()
    assert db.session.scalar(select(func.sum(NumberSeries.last))) == 1
