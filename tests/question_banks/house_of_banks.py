"""A small house with two offices, those who work on questions there, and a bank; for the tests of this room."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from accounts.actions import offices
from accounts.models import Account
from core.actor import Actor, acting
from core.database import db
from core.languages import speaking
from question_banks.actions.banks import BankFacts, TopicFacts, enter_topic, open_bank
from question_banks.actions.drafts import send_to_review
from question_banks.actions.review import approve
from question_banks.actions.taking import begin_question
from question_banks.content import LANGUAGES, Question
from question_banks.items import BankItem, Classification
from question_banks.models import Bank, StoredQuestion
from tests.accounts.house_of_offices import done, enter_person, office_facts

ROLES = {
    "author": "question_author",
    "author2": "question_author",
    "translator": "translator",
    "reviewer": "reviewer",
    "reviewer2": "reviewer",
    "keeper": "bank_administrator",
}


@dataclass(frozen=True)
class Banks:
    """The numbers of the rows, and who acts by a short name."""

    committee: int
    department: int
    people: dict[str, int]

    def actor(self, who: str) -> Actor:
        return Actor(self.people[who], ROLES.get(who, who), self.committee, None, who)

    @contextmanager
    def by(self, who: str) -> Iterator[Actor]:
        """What this person does, in a test that stands inside the application's context."""
        with acting(self.actor(who)) as actor, speaking("en"):
            yield actor
            db.session.commit()


def build_banks(app: Flask) -> Banks:
    """A committee and a department below it; all who work on questions are at the committee."""
    with done(app):
        committee = offices.enter_office(office_facts("COM", kind="committee"))
        department = offices.enter_office(office_facts("TD", parent_id=committee.id))
        people = {who: enter_person(who, (role, committee.id)).id for who, role in ROLES.items()}
        people["other"] = enter_person("other", ("question_author", department.id)).id
        made = Banks(committee.id, department.id, people)
    with done(app, made.actor("keeper")):
        bank = open_bank(
            made.committee, BankFacts("forensic", "Сот медицинасы", "Судебная медицина", "Forensic medicine")
        )
        top = enter_topic(bank, TopicFacts("trauma", "Жарақат", "Травма", "Trauma"))
        enter_topic(bank, TopicFacts("blunt", parent_id=top.id))
    return made


def the_bank(code: str = "forensic") -> Bank:
    bank = db.session.scalar(select(Bank).where(Bank.code == code))
    assert bank is not None
    return bank


def account(number: int) -> Account:
    return db.session.get_one(Account, number)


def begun(
    banks: Banks, question: Question, key: str = "", known: Classification | None = None
) -> StoredQuestion:
    """A question that the author has begun."""
    with banks.by("author"):
        item = BankItem(key=key, question=question, classification=known or Classification())
        return begin_question(the_bank(), item)


def approved(
    banks: Banks, question: Question, key: str = "", known: Classification | None = None
) -> StoredQuestion:
    """A question that the author wrote and the reviewer approved, in all its languages."""
    made = begun(banks, question, key, known)
    with banks.by("author"):
        edition = send_to_review(made.id)
    with banks.by("reviewer"):
        approve(made.id, edition.id, [one for one in LANGUAGES if one in question.texts])
    return made
