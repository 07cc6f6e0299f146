"""Named reads of result papers: what waits to be drawn, signed, issued, and what was; each of what one may see."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from accounts.signing_models import SigningDeed, SigningSheet
from applications.models import Case, CasePerson
from applications.queries import may_see
from core.actor import Actor
from core.database import db
from core.refusals import NotFound
from core.sorting import like_pattern, number_pattern
from orders.models import ResultPaper, ResultPaperCopy, ResultPaperIssued, ResultPaperSigned
from orders.models.papers import KIND, PaperStatus
from regulations.catalogue import catalogue
from regulations.kinds import Basis, StepKind
from regulations.places import ISSUED

MOST = 100
_SIGNED = exists().where(ResultPaperSigned.paper_id == ResultPaper.id)
_ISSUED = exists().where(ResultPaperIssued.paper_id == ResultPaper.id)
_ANNULLED = exists().where(PaperStatus.paper_id == ResultPaper.id, PaperStatus.status == "annulled")
_DRAWN = exists().where(ResultPaper.case_id == Case.id, ResultPaper.withdrawn_at.is_(None), ~_ANNULLED)


def _at_step(*kinds: StepKind) -> ColumnElement[bool]:
    """Cases that stand, on the way to their result, at a step of one of these kinds."""
    found = []
    for edition in catalogue().editions.values():
        steps = [step.id for step in edition.steps if step.kind in kinds]
        found.append(and_(Case.edition_id == edition.id, Case.place.in_(steps)))
    return or_(*found)


def to_draw(actor: Actor) -> Sequence[Case]:
    """Cases whose text now demands the paper and which have none: those on the reader's desk, and those at signing."""
    mine = and_(
        _at_step(StepKind.DOCUMENT_DRAFT),
        Case.desk_role == actor.role,
        or_(Case.executor_id.is_(None), Case.executor_id == actor.account_id),
    )
    return db.session.scalars(
        select(Case)
        .options(joinedload(Case.person))
        .where(
            Case.desk_office_id == actor.office_id,
            or_(mine, _at_step(StepKind.DOCUMENT_SIGNATURE)),
            ~_DRAWN,
        )
        .order_by(Case.due_at.is_(None), Case.due_at, Case.id)
        .limit(MOST)
    ).all()


def drawn_beside_the_desk(actor: Actor) -> Sequence[Case]:
    """Cases that lie with whoever signs and have no paper to sign: the text has no step of its own for drawing it."""
    return [one for one in to_draw(actor) if one.desk_role != actor.role]


def not_to_be_signed(actor: Actor) -> Sequence[ResultPaper]:
    """Papers of the own office that somebody refused to sign."""
    mine = _papers(
        actor,
        ResultPaper.office_id == actor.office_id,
        ResultPaper.withdrawn_at.is_(None),
        ~_SIGNED,
        waiting=True,
    )
    return [one for one in mine if refused_to_sign(one.id) is not None]


def tickets_to_draw(actor: Actor) -> Sequence[Case]:
    """Attachments of the own clinic whose ticket was given on paper, and could be given electronically too."""
    editions = [one.id for one in catalogue().editions.values() if one.result.basis is Basis.ACCEPTANCE]
    return db.session.scalars(
        select(Case)
        .options(joinedload(Case.person))
        .where(
            Case.office_id == actor.office_id, Case.edition_id.in_(editions), Case.place == ISSUED, ~_DRAWN
        )
        .order_by(Case.ended_at.desc(), Case.id.desc())
        .limit(MOST)
    ).all()


def _papers(actor: Actor, *conditions: ColumnElement[bool], waiting: bool = False) -> Sequence[ResultPaper]:
    """What waits is cut at its young end, what is done at its old one."""
    order = (ResultPaper.drafted_at, ResultPaper.id)
    return db.session.scalars(
        select(ResultPaper)
        .join(Case, Case.id == ResultPaper.case_id)
        .options(joinedload(ResultPaper.case).joinedload(Case.person), joinedload(ResultPaper.office))
        .where(may_see(actor), *conditions)
        .order_by(*(order if waiting else (one.desc() for one in order)))
        .limit(MOST)
    ).all()


def to_sign(actor: Actor) -> Sequence[ResultPaper]:
    """Papers that wait for their signature, the longest first, and those that somebody refused to sign."""
    return _papers(actor, ResultPaper.withdrawn_at.is_(None), ~_SIGNED, waiting=True)


def to_issue(actor: Actor) -> Sequence[ResultPaper]:
    """Signed papers that nobody has given out yet, those that wait longest first."""
    return _papers(actor, _SIGNED, ~_ISSUED, waiting=True)


def issued(actor: Actor, words: str = "") -> Sequence[ResultPaper]:
    """Issued papers, the newest first; by number or name of the holder."""
    words = words.strip()
    if not words:
        return _papers(actor, _ISSUED)
    if any(letter.isdigit() for letter in words):
        return _papers(actor, _ISSUED, ResultPaper.number.like(number_pattern(words), escape="\\"))
    named = exists().where(
        CasePerson.case_id == ResultPaper.case_id,
        CasePerson.folded_name.like(like_pattern(words), escape="\\"),
    )
    return _papers(actor, _ISSUED, named)


def find_paper(paper_id: int, actor: Actor) -> ResultPaper:
    """A paper by its number in the address, of a case that the reader may see."""
    found = db.session.scalar(
        select(ResultPaper)
        .join(Case, Case.id == ResultPaper.case_id)
        .options(joinedload(ResultPaper.case).joinedload(Case.person), joinedload(ResultPaper.office))
        .where(ResultPaper.id == paper_id, may_see(actor))
    )
    if found is None:
        raise NotFound
    return found


def papers_of(case_id: int) -> Sequence[ResultPaper]:
    """All papers that were drawn in a case, also those taken back."""
    return db.session.scalars(
        select(ResultPaper).where(ResultPaper.case_id == case_id).order_by(ResultPaper.id)
    ).all()


def signed_of(paper_id: int) -> ResultPaperSigned | None:
    """The paper with its signatures, if it has them."""
    return db.session.get(ResultPaperSigned, paper_id)


def issued_of(paper_id: int) -> ResultPaperIssued | None:
    """That the paper was given out, if it was."""
    return db.session.get(ResultPaperIssued, paper_id)


def copies_of(paper_id: int) -> Sequence[ResultPaperCopy]:
    """The copies on paper that were given out."""
    return db.session.scalars(
        select(ResultPaperCopy).where(ResultPaperCopy.paper_id == paper_id).order_by(ResultPaperCopy.id)
    ).all()


def refused_to_sign(paper_id: int) -> SigningDeed | None:
    """Who will not sign the paper, and why; until it is taken back nobody signs it any more."""
    return db.session.scalar(
        select(SigningDeed)
        .join(SigningSheet, SigningSheet.id == SigningDeed.sheet_id)
        .where(
            SigningSheet.kind == KIND,
            SigningSheet.subject_id == paper_id,
            SigningSheet.withdrawn_at.is_(None),
            SigningDeed.what == "refused",
        )
    )
