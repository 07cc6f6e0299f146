"""What a person's career hangs on is held by the database: attacks past the code, on both databases."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.database import db
from question_banks.actions.drafts import Change, save_draft, send_to_review
from tests.question_banks.house_of_banks import Banks, approved, begun, build_banks
from tests.question_banks.makers import single


@pytest.fixture
def inside(app: Flask, context: Flask) -> Banks:
    return build_banks(app)


def refused(statement: str, **values: object) -> str:
    """The statement must fail; what the database said."""
    with pytest.raises(DBAPIError) as caught, db.session.begin_nested():
        db.session.execute(text(statement), values)
    return str(caught.value.orig)


def test_an_author_cannot_be_entered_as_the_one_who_approved(inside: Banks) -> None:
    question = begun(inside, single())
    with inside.by("author"):
        edition = send_to_review(question.id)
    said = refused(
        "UPDATE question_edition SET decision = 'approved', decided_by = body_written_by,"
        " decided_at = '2026-11-27 10:00:00' WHERE id = :one",
        one=edition.id,
    )
    assert "approved_by_another_person" in said
    assert "decided_by_somebody" in refused(
        "UPDATE question_edition SET decision = 'approved' WHERE id = :one", one=edition.id
    )


def test_whoever_wrote_a_language_cannot_be_entered_as_its_checker(inside: Banks) -> None:
    question = begun(inside, single())
    with inside.by("author"):
        edition = send_to_review(question.id)
    said = refused(
        "UPDATE question_edition_language SET checked_by = written_by, checked_at = '2026-11-27 10:00:00'"
        " WHERE edition_id = :one",
        one=edition.id,
    )
    assert "checked_by_another_person" in said


def test_a_stale_language_cannot_be_entered_as_checked(inside: Banks) -> None:
    question = approved(inside, single())
    with inside.by("author"):
        save_draft(question.id, Change(texts={"ru": {"stem": "Где теперь хранят морфин?"}}))
        edition = send_to_review(question.id)
    said = refused(
        "UPDATE question_edition_language SET checked_by = :who, checked_at = '2026-11-27 10:00:00'"
        " WHERE edition_id = :one AND language = 'kk'",
        one=edition.id,
        who=inside.people["reviewer"],
    )
    assert "stale_is_not_checked" in said


@pytest.mark.parametrize(
    "change",
    [
        "content = '{}'",
        "digest = repeat_digest",
        "number = 7",
        "body_written_by = decided_by",
        "source_written_by = decided_by",
        "decision = 'sent_back'",
        "decided_by = sent_by",
        "decision = NULL, decided_by = NULL, decided_at = NULL, is_current = FALSE",
    ],
)
def test_an_edition_never_changes(inside: Banks, change: str) -> None:
    question = approved(inside, single())
    change = change.replace("repeat_digest", "'" + "0" * 64 + "'")
    refused(f"UPDATE question_edition SET {change} WHERE question_id = :one", one=question.id)


@pytest.mark.parametrize(
    "change",
    ["digest = 'x'", "written_by = checked_by", "stale = TRUE", "checked_by = NULL, checked_at = NULL"],
)
def test_the_words_of_an_edition_never_change_and_are_checked_once(inside: Banks, change: str) -> None:
    approved(inside, single())
    refused(f"UPDATE question_edition_language SET {change}")


@pytest.mark.parametrize(
    "table", ["question_edition", "question_edition_language", "question_comment", "question_edition_medium"]
)
def test_editions_and_threads_are_never_deleted(inside: Banks, table: str) -> None:
    question = approved(inside, single())
    with inside.by("reviewer"):
        db.session.execute(
            text(
                "INSERT INTO question_comment (question_id, author_id, words, written_at)"
                " VALUES (:one, :who, 'сөз', '2026-11-27 10:00:00')"
            ),
            {"one": question.id, "who": inside.people["author"]},
        )
        db.session.execute(
            text(
                "INSERT INTO stored_file (digest, size, media_type, name, stored_at)"
                " VALUES (:digest, 1, 'image/png', 'a.png', '2026-11-27 10:00:00')"
            ),
            {"digest": "0" * 64},
        )
        db.session.execute(
            text(
                "INSERT INTO question_edition_medium (edition_id, digest, file_id)"
                " SELECT e.id, f.digest, f.id FROM question_edition e, stored_file f"
            )
        )
    refused(f"DELETE FROM {table}")
    if db.engine.dialect.name == "postgresql":
        refused(f"TRUNCATE {table} CASCADE")


def test_a_question_is_not_approved_without_an_edition_in_use(inside: Banks) -> None:
    question = begun(inside, single())
    assert "approved edition" in refused(
        "UPDATE question SET state = 'approved' WHERE id = :one", one=question.id
    )


def test_two_editions_of_a_question_are_never_in_use_nor_waiting_at_once(inside: Banks) -> None:
    question = approved(inside, single())
    copied = (
        "INSERT INTO question_edition (question_id, number, content, digest, source_language, body_written_by,"
        " source_written_by, sent_by, sent_at, decision, decided_by, decided_at, is_current)"
        " SELECT question_id, number + {n}, content, digest, source_language, body_written_by, source_written_by,"
        " sent_by, sent_at, {decision}, is_current AND {current} FROM question_edition WHERE question_id = :one"
        " AND number = 1"
    )
    decided = "decision, decided_by, decided_at"
    refused(copied.format(n=1, decision=decided, current="TRUE"), one=question.id)
    waiting = copied.format(n=2, decision="NULL, NULL, NULL", current="FALSE")
    db.session.execute(text(waiting), {"one": question.id})
    refused(waiting.replace("number + 2", "number + 3"), one=question.id)


def test_a_question_keeps_its_bank_and_its_kind(inside: Banks) -> None:
    question = begun(inside, single())
    refused("UPDATE question SET kind = 'oral' WHERE id = :one", one=question.id)
    refused("UPDATE question SET set_aside_reason = 'x' WHERE id = :one", one=question.id)


def test_a_topic_and_a_case_lie_in_the_same_bank(inside: Banks) -> None:
    from question_banks.actions.banks import BankFacts, TopicFacts, enter_topic, open_bank

    question = begun(inside, single())
    with inside.by("keeper"):
        other = open_bank(inside.committee, BankFacts("pharmacy", "Фармация", "Фармация", "Pharmacy"))
        foreign = enter_topic(other, TopicFacts("storage"))
    refused("UPDATE question SET topic_id = :topic WHERE id = :one", one=question.id, topic=foreign.id)
