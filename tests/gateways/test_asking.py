"""A question holds no transaction, and what waits for an answer is filled when there is one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, select, text
from sqlalchemy.pool import NullPool

from core import sweep
from core.clock import frozen, now
from core.database import ChangesWouldBeLost, db, prepare_engine
from core.models import OutboxMessage
from core.outbox import post
from core.settings import Settings
from gateways.answers import Found, NotConnected, NotFound, RegisterAnswer, Unanswered, Why
from gateways.asking import GIVE_UP_AFTER, Waiting, ask, waiting_chore
from gateways.doors import doors
from gateways.payment import Paid, PaymentAnswer, Pending
from gateways.records import Question

NOON = datetime(2126, 3, 18, 7, 0, tzinfo=UTC)
SILENT = Unanswered(Why.UNREACHABLE)
FOUND: RegisterAnswer[str] = Found("facts")


def test_while_somebody_else_is_asked_others_may_write(context: Flask, settings: Settings) -> None:
    db.session.execute(select(OutboxMessage)).all()
    other = create_engine(settings.database, poolclass=NullPool)
    prepare_engine(other)

    def question() -> str:
        with other.begin() as connection:
            connection.execute(text("UPDATE outbox_message SET attempts = 0"))
        return "answer"

    assert ask(question) == "answer"
    assert not db.session().in_transaction()
    other.dispose()


@pytest.mark.parametrize("flushed", [True, False])
def test_asking_after_a_change_is_refused_for_the_change_would_be_lost(context: Flask, flushed: bool) -> None:
    post("mail", "asel@example.kz", {})
    if flushed:
        db.session.flush()
    with pytest.raises(ChangesWouldBeLost):
        ask(lambda: pytest.fail("nobody is asked"))


def test_the_application_holds_its_doors(context: Flask) -> None:
    question = Question("910721490011", "C-1", "specialist-certificate", "Сейітова Әсел")
    answered = ask(lambda: doors().individuals.ask(question))
    assert isinstance(answered, Found)


class Rows:
    """Rows that wait for a door, standing in for a room's table."""

    def __init__(self, *numbers: str) -> None:
        self.since = dict.fromkeys(numbers, NOON)
        self.answers: dict[str, Any] = {}
        self.asked: list[str] = []
        self.filled: dict[Hashable, object] = {}
        self.clumsy: set[Hashable] = set()

    def waiting(self, limit: int) -> Sequence[Waiting[str]]:
        db.session.execute(select(OutboxMessage)).all()
        left = [number for number in self.since if number not in self.filled]
        return [Waiting(number, self.since[number], number) for number in left][:limit]

    def put(self, number: str) -> Any:
        assert not db.session().in_transaction(), "a question holds no transaction"
        self.asked.append(number)
        return self.answers.get(number, FOUND)

    def fill(self, row: Hashable, answer: object) -> None:
        if row in self.clumsy:
            raise ValueError("cannot be filled")
        post("mail", f"{row}@example.kz", {})
        self.filled[row] = answer


def chore(rows: Rows, **named: Any) -> Callable[[], int]:
    return waiting_chore("lookups", rows.waiting, rows.put, rows.fill, **named)


def messages() -> int:
    return len(db.session.scalars(select(OutboxMessage)).all())


def test_what_waits_is_filled_and_kept(context: Flask) -> None:
    rows = Rows("a", "b")
    rows.answers["b"] = NotFound()
    with frozen(NOON):
        assert chore(rows)() == 2
    assert rows.filled == {"a": FOUND, "b": NotFound()}
    db.session.rollback()
    assert messages() == 2, "each was committed"


def test_a_door_that_is_away_is_not_asked_for_the_others_too(context: Flask) -> None:
    rows = Rows("a", "b", "c")
    rows.answers = dict.fromkeys("abc", SILENT)
    with frozen(NOON):
        assert chore(rows)() == 0
    assert rows.asked == ["a"]


def test_a_row_of_its_own_trouble_does_not_hold_up_the_others(context: Flask) -> None:
    rows = Rows("a", "b")
    rows.answers["a"] = Unanswered(Why.NONSENSE)
    with frozen(NOON):
        assert chore(rows)() == 1
    assert list(rows.filled) == ["b"]


def test_silence_is_asked_again_ever_later(context: Flask) -> None:
    rows = Rows("a")
    rows.answers["a"] = SILENT
    gaps: list[float] = []
    work, moment, last = chore(rows), NOON, NOON
    while moment < NOON + timedelta(hours=2):
        with frozen(moment):
            work()
        if len(rows.asked) > len(gaps):
            gaps.append((moment - last).total_seconds())
            last = moment
        moment += timedelta(seconds=15)
    assert gaps[:6] == [0, 30, 60, 120, 240, 480]
    assert max(gaps) == 900


def test_a_wish_to_be_asked_later_is_kept(context: Flask) -> None:
    rows = Rows("a")
    rows.answers["a"] = Unanswered(Why.BUSY, timedelta(minutes=50))
    work = chore(rows)
    for minutes in (0, 10, 49):
        with frozen(NOON + timedelta(minutes=minutes)):
            work()
    assert len(rows.asked) == 1
    with frozen(NOON + timedelta(minutes=51)):
        work()
    assert len(rows.asked) == 2


def test_when_the_door_answers_again_the_row_is_filled(context: Flask) -> None:
    rows = Rows("a")
    rows.answers["a"] = SILENT
    work = chore(rows)
    with frozen(NOON):
        assert work() == 0
    rows.answers["a"] = FOUND
    with frozen(NOON + timedelta(minutes=1)):
        assert work() == 1
    assert rows.filled == {"a": FOUND}


def test_after_a_day_of_silence_a_person_takes_over(context: Flask) -> None:
    rows = Rows("a")
    rows.answers["a"] = SILENT
    with frozen(NOON + GIVE_UP_AFTER):
        assert chore(rows)() == 1
    assert rows.filled == {"a": SILENT}


@pytest.mark.parametrize("answer", [SILENT, Pending(), NotConnected()])
def test_a_payment_waits_for_as_long_as_it_takes(context: Flask, answer: PaymentAnswer) -> None:
    rows = Rows("a")
    rows.answers["a"] = answer
    work = chore(rows, give_up_after=None)
    with frozen(NOON + timedelta(days=400)):
        assert work() == 0
    assert rows.filled == {}
    rows.answers["a"] = Paid("G-7", NOON)
    with frozen(NOON + timedelta(days=401)):
        assert work() == 1


def test_a_row_that_cannot_be_filled_stops_no_other_and_leaves_nothing_half_done(context: Flask) -> None:
    rows = Rows("a", "b")
    rows.clumsy.add("a")
    work = chore(rows)
    with frozen(NOON):
        assert work() == 1
        assert work() == 0
    assert rows.asked == ["a", "b"], "put off like the others"
    assert messages() == 1


def test_one_round_ends_so_that_letters_are_not_kept_waiting(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateways.asking.ROUND_SECONDS", 0.0)
    rows = Rows("a", "b")
    with frozen(NOON):
        assert chore(rows)() == 0
    assert rows.asked == []


def test_the_sweep_works_it_among_its_chores(context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = Rows("a")
    monkeypatch.setattr(sweep, "_chores", {})
    sweep.chore("lookups", chore(rows))
    assert sweep.sweep_once() == {"lookups": 1}
    assert rows.since["a"] > now(), "the clock of this test is ahead"
