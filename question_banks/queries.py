"""Named reads of banks and questions; each starts from what the reader may see, so that a foreign one is not found."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import joinedload

from accounts.permission_words import may
from accounts.queries import offices_below
from accounts.roles import Role
from core.actor import Actor
from core.database import db
from core.refusals import NotFound
from question_banks.models import Bank, BankMedium, QuestionEdition, StoredQuestion, Topic


def may_see(actor: Actor) -> ColumnElement[bool]:
    """The banks that somebody may see: of the own office and of those below it."""
    if actor.office_id is None or actor.role not in set(Role) or not may(Role(actor.role), "banks.read"):
        return false()
    return Bank.office_id.in_(offices_below(actor.office_id))


def banks(actor: Actor, *, closed: bool = False) -> Sequence[Bank]:
    """The banks that somebody may see, by their code."""
    query = select(Bank).options(joinedload(Bank.office)).where(may_see(actor)).order_by(Bank.code)
    return db.session.scalars(query if closed else query.where(Bank.closed_on.is_(None))).all()


def find_bank(code: str, actor: Actor) -> Bank:
    """One bank by its code."""
    bank = db.session.scalar(
        select(Bank).options(joinedload(Bank.office)).where(Bank.code == code, may_see(actor))
    )
    if bank is None:
        raise NotFound
    return bank


def find_question(question_id: int, actor: Actor) -> StoredQuestion:
    """One question with its bank, topic and author."""
    question = db.session.scalar(
        select(StoredQuestion)
        .join(StoredQuestion.bank)
        .options(
            joinedload(StoredQuestion.bank),
            joinedload(StoredQuestion.topic),
            joinedload(StoredQuestion.author),
        )
        .where(StoredQuestion.id == question_id, may_see(actor))
    )
    if question is None:
        raise NotFound
    return question


def topics_of(bank_id: int) -> Sequence[Topic]:
    """The topics of a bank, those below after those above."""
    return db.session.scalars(select(Topic).where(Topic.bank_id == bank_id).order_by(Topic.path)).all()


def editions_of(question_id: int) -> Sequence[QuestionEdition]:
    """The editions of a question, the newest first."""
    return db.session.scalars(
        select(QuestionEdition)
        .options(joinedload(QuestionEdition.decider))
        .where(QuestionEdition.question_id == question_id)
        .order_by(QuestionEdition.number.desc())
    ).all()


def editions_by_id(numbers: Collection[int]) -> dict[int, QuestionEdition]:
    """Editions by their number, with their questions, for papers that hold them."""
    found: dict[int, QuestionEdition] = {}
    ordered = sorted(numbers)
    for start in range(0, len(ordered), 1_000):
        for edition in db.session.scalars(
            select(QuestionEdition)
            .options(joinedload(QuestionEdition.question))
            .where(QuestionEdition.id.in_(ordered[start : start + 1_000]))
        ):
            found[edition.id] = edition
    return found


IMAGES_SHOWN = 12


def newest_images(bank_id: int) -> Sequence[BankMedium]:
    """The images of a bank that came last."""
    return db.session.scalars(
        select(BankMedium)
        .where(BankMedium.bank_id == bank_id)
        .order_by(BankMedium.file_id.desc())
        .limit(IMAGES_SHOWN)
    ).all()


def questions_by_id(numbers: Collection[int]) -> Sequence[StoredQuestion]:
    """Questions by their number, in its order."""
    return db.session.scalars(
        select(StoredQuestion).where(StoredQuestion.id.in_(numbers)).order_by(StoredQuestion.id)
    ).all()
