"""What waits for whoever works on questions: an author's drafts, a translator's languages, a reviewer's editions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from accounts.roles import Role
from core.actor import Actor
from core.database import db
from core.languages import Text, _l
from question_banks.models import Bank, QuestionDraft, QuestionEdition, StoredQuestion
from question_banks.queries import may_see

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Pile:
    """One kind of work: what it is, how much there is, the first of it, and the page on which it is done."""

    title: Text
    act: Text
    endpoint: str
    rows: Sequence[StoredQuestion]
    count: int


def piles_of(actor: Actor) -> list[Pile]:
    """The work of this person in the present role; piles with nothing in them are left out."""
    known = {
        Role.QUESTION_AUTHOR: _of_author,
        Role.TRANSLATOR: _of_translator,
        Role.REVIEWER: _of_reviewer,
        Role.BANK_ADMINISTRATOR: _of_keeper,
    }
    if actor.role not in known:
        return []
    return [pile for pile in known[Role(actor.role)](actor) if pile.count]


def _pile(actor: Actor, title: Text, act: Text, endpoint: str, *conditions: ColumnElement[bool]) -> Pile:
    wanted: Select[int] = (
        select(StoredQuestion.id)
        .join(Bank, Bank.id == StoredQuestion.bank_id)
        .where(may_see(actor), Bank.closed_on.is_(None), StoredQuestion.state != "retired", *conditions)
    )
    count = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rows = db.session.scalars(
        select(StoredQuestion)
        .options(
            joinedload(StoredQuestion.bank),
            joinedload(StoredQuestion.topic),
            joinedload(StoredQuestion.author),
        )
        .where(StoredQuestion.id.in_(wanted))
        .order_by(StoredQuestion.changed_at, StoredQuestion.id)
        .limit(SHOWN)
    ).all()
    return Pile(title, act, endpoint, rows, count)


def _draft_from(decision: str | None) -> ColumnElement[bool]:
    """There is a draft, begun from an edition of this decision; None: from none."""
    query = select(QuestionDraft.question_id).where(QuestionDraft.question_id == StoredQuestion.id)
    if decision is None:
        return query.where(QuestionDraft.based_on.is_(None)).exists()
    based = query.join(QuestionEdition, QuestionEdition.id == QuestionDraft.based_on)
    return based.where(QuestionEdition.decision == decision).exists()


def _waiting() -> ColumnElement[bool]:
    return exists().where(
        QuestionEdition.question_id == StoredQuestion.id, QuestionEdition.decision.is_(None)
    )


def _of_author(actor: Actor) -> list[Pile]:
    mine = StoredQuestion.author_id == actor.account_id
    edit = "question_banks.edit"
    return [
        _pile(actor, _l("Sent back to you"), _l("Put right"), edit, mine, _draft_from("sent_back")),
        _pile(actor, _l("Your drafts"), _l("Go on writing"), edit, mine, _draft_from(None)),
        _pile(
            actor,
            _l("Approved questions that are being changed"),
            _l("Go on writing"),
            edit,
            mine,
            _draft_from("approved"),
        ),
        _pile(actor, _l("In review"), _l("Open the question"), "question_banks.question", mine, _waiting()),
    ]


def _of_translator(actor: Actor) -> list[Pile]:
    not_waiting = ~_waiting()
    stale = or_(*(getattr(StoredQuestion, f"{one}_state") == "stale" for one in ("kk", "ru", "en")))
    missing = or_(*(getattr(StoredQuestion, f"{one}_state") == "missing" for one in ("kk", "ru", "en")))
    edit = "question_banks.edit"
    return [
        _pile(
            actor, _l("Translations that are out of date"), _l("Bring up to date"), edit, stale, not_waiting
        ),
        _pile(actor, _l("Languages that are missing"), _l("Translate"), edit, missing, ~stale, not_waiting),
    ]


def _of_reviewer(actor: Actor) -> list[Pile]:
    me = actor.account_id
    not_mine = exists().where(
        QuestionEdition.question_id == StoredQuestion.id,
        QuestionEdition.decision.is_(None),
        QuestionEdition.body_written_by != me,
        QuestionEdition.source_written_by != me,
        QuestionEdition.sent_by != me,
    )
    unchecked = or_(
        *(getattr(StoredQuestion, f"{one}_state") == "draft" for one in ("kk", "ru", "en")),
    )
    no_draft = ~exists().where(QuestionDraft.question_id == StoredQuestion.id)
    return [
        _pile(actor, _l("Waiting for approval"), _l("Review"), "question_banks.review_page", not_mine),
        _pile(
            actor,
            _l("Languages in use that nobody has checked"),
            _l("Check"),
            "question_banks.review_page",
            StoredQuestion.state == "approved",
            unchecked,
            no_draft,
            ~_waiting(),
        ),
    ]


def _of_keeper(actor: Actor) -> list[Pile]:
    unsorted = and_(StoredQuestion.state == "approved", StoredQuestion.topic_id.is_(None))
    look = "question_banks.question"
    return [
        _pile(
            actor,
            _l("Suspended questions"),
            _l("Open the question"),
            look,
            StoredQuestion.state == "suspended",
        ),
        _pile(
            actor,
            _l("Approved questions without a topic"),
            _l("Classify"),
            "question_banks.classify_page",
            unsorted,
        ),
        _pile(actor, _l("Waiting for approval"), _l("Open the question"), look, _waiting()),
    ]
