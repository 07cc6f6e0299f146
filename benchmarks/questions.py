"""The list of a bank, searched, with a hundred thousand questions beside a thousand.

A rare word, two words by their beginnings, a beginning that most questions have, filters, and a page far down: each
as the page of a bank asks it. A search must not feel how much else the bank holds.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import select

from app import create_app
from benchmarks.ground import Ground
from benchmarks.imports import settle
from benchmarks.rounds import Measured, Subject
from core.actor import acting
from core.database import db, reading
from question_banks.actions.banks import BankFacts, open_bank
from question_banks.actions.taking import write_questions
from question_banks.bodies import TrueFalse
from question_banks.content import LanguageText, Question
from question_banks.items import DIFFICULTIES, BankItem, Classification
from question_banks.models import Bank
from question_banks.search import Wanted, page_of

FEW, MANY = 1_000, 100_000
GOAL = 0.1
PART = 10_000
SYLLABLES = "қан тер жү рек өк пе ба уыр мор фин ин су лин аси рес пен ұй ғыш".split()
SEARCHES: dict[str, Wanted] = {
    "one rare word": Wanted(q="сирек500"),
    "two beginnings": Wanted(q="қантер мор"),
    "a beginning that most have": Wanted(q="сұр"),
    "filters": Wanted(topic="1", difficulty="hard", language="ru:missing"),
    "no wish": Wanted(),
}


@contextmanager
def bank_searches(ground: Ground) -> Iterator[list[Subject]]:
    """Each search over few and over many questions."""
    apps = {count: filled(ground, count) for count in (FEW, MANY)}
    subjects = []
    for name, wanted in SEARCHES.items():
        for count, app in apps.items():
            floors = () if count == FEW else (f"{name}, {FEW:,} questions",)
            subjects.append(
                Subject(
                    f"{name}, {count:,} questions",
                    searching(app, wanted),
                    floors,
                    GOAL if floors else None,
                    unit="lists a second",
                )
            )
    yield subjects
    for app in apps.values():
        with app.app_context():
            db.engine.dispose()


def filled(ground: Ground, count: int) -> Flask:
    """A bank of so many questions with words of a made-up language."""
    app = create_app(ground.settings(ground.databases.fresh()))
    keeper = settle(app)
    chance = random.Random(1)
    with app.app_context():
        for start in range(0, count, PART):
            with acting(keeper):
                assert keeper.office_id is not None
                bank = the_bank(keeper.office_id)
                write_questions(bank, [item(at, chance) for at in range(start, min(start + PART, count))])
                db.session.commit()
                db.session.remove()
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
    return app


def the_bank(office_id: int) -> Bank:
    """The one bank of this database."""
    found = db.session.scalar(select(Bank))
    return found or open_bank(office_id, BankFacts("many", "Банк", "Банк", "Bank"))


def item(at: int, chance: random.Random) -> BankItem:
    """A question of twelve words in Kazakh letters; every thousandth has a word of its own."""
    words = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(12)]
    stem = f"Сұрақ {at}: {' '.join(words)}" + (f" сирек{at}" if at % 1_000 == 500 else "")
    question = Question(
        body=TrueFalse(answer=at % 2 == 0),
        source_language="kk",
        texts={"kk": LanguageText(parts={"stem": stem})},
    )
    known = Classification(topic=(f"t{at % 20}",), difficulty=DIFFICULTIES[at % 3])
    return BankItem(key=f"q{at}", question=question, classification=known)


def searching(app: Flask, wanted: Wanted) -> Callable[[float], Measured]:
    """So many lists a second, one after the other, each in a transaction of its own."""

    def measure(seconds: float) -> Measured:
        with app.app_context(), reading():
            bank = db.session.scalars(select(Bank.id)).one()
            db.session.remove()
            began, spent, made = time.perf_counter(), time.process_time(), 0
            while time.perf_counter() - began < seconds or not made:
                page_of(bank, wanted)
                db.session.remove()
                made += 1
            passed = time.perf_counter() - began
        return Measured(made / passed, cpu_ms=(time.process_time() - spent) * 1000 / made)

    return measure
