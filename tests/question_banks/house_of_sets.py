"""An office with a bank of approved questions, a blueprint, and three officials with passphrases; for tests of sets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction

from flask import Flask

from accounts.actions import offices
from accounts.models import Account, Office
from core.actor import Actor, acting
from core.clock import now
from core.database import db
from core.languages import speaking
from question_banks import locks
from question_banks.actions.blueprints import (
    Basis,
    PlanFacts,
    approve,
    open_blueprint,
    save_draft,
    send_for_approval,
)
from question_banks.actions.releasing import set_passphrase
from question_banks.actions.sealing import Wanted, seal_set
from question_banks.blueprint import Blueprint, CaseCell, Cell, Section
from question_banks.canonical import digest
from question_banks.content import Case, Language, Question
from question_banks.contents import pack
from question_banks.models import (
    Bank,
    BlueprintEdition,
    BlueprintPlan,
    EditionLanguage,
    QuestionEdition,
    SealedSet,
    StoredQuestion,
    Topic,
)
from tests.accounts.house_of_offices import done, enter_person, office_facts
from tests.question_banks import makers

ROLES = {
    "keeper": "bank_administrator",
    "author": "question_author",
    "reviewer": "reviewer",
    "head": "head",
    "official": "responsible_official",
    "secretary": "commission_secretary",
}
HOLDERS = ("head", "official", "secretary")
PASSPHRASES = {
    "head": "қырық құлан қыста қар",
    "official": "жеті жұлдыз жерде жоқ",
    "secretary": "он екі ай орман оты",
}
SPOKEN: tuple[Language, ...] = ("kk", "ru")
SINCE = dt.date(2020, 1, 1)
BASIS = Basis("45-НҚ", dt.date(2026, 1, 12))


@dataclass(frozen=True)
class House:
    """The numbers of the rows, and who acts by a short name."""

    app: Flask
    office: int
    bank: int
    people: dict[str, int]

    def actor(self, who: str) -> Actor:
        return Actor(self.people[who], ROLES[who], self.office, None, who)

    @contextmanager
    def by(self, who: str) -> Iterator[Actor]:
        """What this person does, in a test that stands inside the application's context."""
        with acting(self.actor(who)) as actor, speaking("en"):
            yield actor
            db.session.commit()

    @property
    def holder_ids(self) -> tuple[int, ...]:
        return tuple(self.people[who] for who in HOLDERS)


def build_house(app: Flask) -> House:
    """A committee with its people and an empty bank of two topics."""
    with done(app):
        office = offices.enter_office(office_facts("COM", kind="committee"))
        people = {who: enter_person(who, (role, office.id)).id for who, role in ROLES.items()}
        bank = Bank(
            code="forensic", office_id=office.id, opened_by=people["keeper"], opened_at=now(),
            name_kk="Сот медицинасы", name_ru="Судебная медицина", name_en="Forensic medicine",
        )  # fmt: skip
        db.session.add(bank)
        db.session.flush()
        for code, (kk, ru, en) in {
            "trauma": ("Жарақат", "Травма", "Trauma"),
            "poison": ("Улану", "Отравления", "Poisoning"),
        }.items():
            db.session.add(Topic(bank_id=bank.id, code=code, path=code, name_kk=kk, name_ru=ru, name_en=en))
        db.session.flush()
        return House(app, office.id, bank.id, people)


def fill_bank(house: House, each: int = 8, cases: int = 2) -> None:
    """So many approved questions of each topic and difficulty, and cases of two questions each."""
    topics = {one.code: one.id for one in db.session.query(Topic).filter_by(bank_id=house.bank)}
    for topic, topic_id in topics.items():
        for difficulty in ("easy", "hard"):
            for number in range(each):
                key = f"{topic}-{difficulty}-{number}"
                enter_question(house, makers.single(), key, topic_id=topic_id, difficulty=difficulty)
    for number in range(cases):
        vignette = makers.case().vignette
        case = enter_question(house, vignette, f"case-{number}", topic_id=topics["trauma"])
        for place in range(2):
            enter_question(
                house, makers.multiple(), f"case-{number}-{place}", topic_id=topics["trauma"],
                difficulty="medium", case_id=case.id, case_place=place,
            )  # fmt: skip
    db.session.commit()


def enter_question(house: House, held: Question | Case, key: str, **facts: object) -> StoredQuestion:
    """An approved question with its edition in use, checked in its languages, as rows."""
    kind = "case" if isinstance(held, Case) else held.body.kind
    row = StoredQuestion(
        bank_id=house.bank, key=key, kind=kind, source_language="ru", state="draft", opening={},
        author_id=house.people["author"], created_at=now(), changed_at=now(), **facts,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    add_edition(house, row, held)
    row.state = "approved"
    db.session.flush()
    return row


def add_edition(house: House, row: StoredQuestion, held: Question | Case) -> QuestionEdition:
    """A new edition of a question, in use at once."""
    olds = db.session.query(QuestionEdition).filter_by(question_id=row.id).all()
    for old in olds:
        old.is_current = False
    db.session.flush()
    author, reviewer = house.people["author"], house.people["reviewer"]
    edition = QuestionEdition(
        question_id=row.id, number=len(olds) + 1, content=pack(held), digest=digest(held), source_language="ru",
        body_written_by=author, source_written_by=author, sent_by=author, sent_at=now(),
        decision="approved", decided_by=reviewer, decided_at=now(), is_current=True,
    )  # fmt: skip
    db.session.add(edition)
    db.session.flush()
    for language in SPOKEN:
        db.session.add(
            EditionLanguage(
                edition_id=edition.id, language=language, digest=digest(held.texts[language].parts),
                written_by=author, checked_by=reviewer, checked_at=now(),
            )
        )  # fmt: skip
    db.session.flush()
    return edition


def some_blueprint(**changes: object) -> Blueprint:
    """Two sections, four cells and a case: eight questions."""
    made = Blueprint(
        sections=(
            Section(
                id="s1",
                titles={"kk": "Жарақат", "ru": "Травма"},
                cells=(
                    Cell(topic=("forensic", "trauma"), difficulty="easy", count=2),
                    Cell(topic=("forensic", "trauma"), difficulty="hard", count=1),
                ),
                case_cells=(CaseCell(topic=("forensic", "trauma"), cases=1, questions=2),),
            ),
            Section(
                id="s2",
                titles={"kk": "Улану", "ru": "Отравления"},
                cells=(Cell(topic=("forensic", "poison"), count=3),),
            ),
        ),
        languages=SPOKEN,
        minutes=40,
        pass_share=Fraction(7, 10),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # whatever a test changes


def open_plan(house: House, code: str = "test-forensic", purpose: str = "test") -> BlueprintPlan:
    facts = PlanFacts(
        code=code, names=("Тест", "Тест", "Test"), purpose=purpose, service="forensic-expert-qualification"
    )
    with house.by("keeper"):
        office, bank = db.session.get_one(Office, house.office), db.session.get_one(Bank, house.bank)
        return open_blueprint(office, facts, [bank])


def sent_edition(house: House, plan: BlueprintPlan, blueprint: Blueprint | None = None) -> BlueprintEdition:
    with house.by("keeper"):
        save_draft(plan, blueprint or some_blueprint())
        return send_for_approval(plan, BASIS)


def approved_plan(house: House, blueprint: Blueprint | None = None) -> BlueprintPlan:
    """A blueprint with an edition in force."""
    plan = open_plan(house)
    edition = sent_edition(house, plan, blueprint)
    with house.by("reviewer"):
        approve(edition)
    return plan


def give_passphrases(house: House) -> None:
    for who in HOLDERS:
        with house.by(who):
            set_passphrase(PASSPHRASES[who], PASSPHRASES[who], locks.COSTS["cheap"])


def wanted(house: House, papers: int = 3, reserves: int = 1) -> Wanted:
    return Wanted(papers, reserves, house.holder_ids, SINCE)


def sealed_set(house: House, blueprint: Blueprint | None = None) -> SealedSet:
    """A set of three papers and a reserve, sealed by the bank administrator."""
    fill_bank(house)
    give_passphrases(house)
    plan = approved_plan(house, blueprint)
    with house.by("keeper"):
        return seal_set(plan, wanted(house))


def account(number: int) -> Account:
    return db.session.get_one(Account, number)
