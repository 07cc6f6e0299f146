"""Named reads of external evaluations, each from what the reader may see: the office, those above, the experts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from accounts.queries import offices_below
from accounts.roles import Role
from applications.models import Case
from applications.queries import READ_BELOW, may_see
from commissions.models import (
    Evaluation,
    EvaluationReport,
    ExpertStanding,
    Member,
    Standard,
    StandardEvidence,
    StandardMark,
    StandardSet,
    Visit,
)
from commissions.standards import Mark, Marked
from core.actor import Actor
from core.database import db
from core.listing import Listed, listed
from core.refusals import NotFound
from regulations.catalogue import catalogue
from regulations.evaluation_order import steps_of_the_order
from regulations.model import Edition

MOST_AWAITING = 200


def awaits_order(edition: Edition, place: str) -> bool:
    """Whether a case at this place waits for the order that opens its evaluation."""
    return place in steps_of_the_order(edition)


def evaluations_seen(actor: Actor) -> ColumnElement[bool]:
    """Those of one's office, of the offices below for who reads them, an expert's own."""
    if actor.office_id is None:
        return false()
    if actor.role == Role.EXPERT_MEMBER:
        mine = select(Member.commission_id).where(
            Member.account_id == actor.account_id, Member.released_at.is_(None)
        )
        return Evaluation.group_id.in_(mine) & (Evaluation.office_id == actor.office_id)
    if actor.role in READ_BELOW:
        return Evaluation.office_id.in_(offices_below(actor.office_id))
    cases = select(Case.id).where(may_see(actor))
    return or_(Evaluation.office_id == actor.office_id, Evaluation.case_id.in_(cases))


def evaluations(actor: Actor, page: int = 1) -> Listed[Evaluation]:
    """The evaluations that somebody may see, the newest first."""
    return listed(
        select(Evaluation)
        .options(joinedload(Evaluation.case).joinedload(Case.person), joinedload(Evaluation.office))
        .where(evaluations_seen(actor))
        .order_by(Evaluation.id.desc()),
        page,
    )


def find_evaluation(evaluation_id: int, actor: Actor) -> Evaluation:
    """One evaluation by its number in the address."""
    found = db.session.scalar(
        select(Evaluation).where(Evaluation.id == evaluation_id, evaluations_seen(actor))
    )
    if found is None:
        raise NotFound
    return found


def awaiting_order(actor: Actor) -> Sequence[Case]:
    """The cases that wait for the order on their evaluation, those due soonest first."""
    wanted = [
        and_(Case.edition_id == edition.id, Case.place.in_(steps_of_the_order(edition)))
        for edition in catalogue().editions.values()
        if steps_of_the_order(edition)
    ]
    return db.session.scalars(
        select(Case)
        .options(joinedload(Case.person), joinedload(Case.office))
        .where(Case.ended_at.is_(None), may_see(actor), or_(*wanted) if wanted else false())
        .order_by(Case.due_at.is_(None), Case.due_at, Case.id)
        .limit(MOST_AWAITING)
    ).all()


def evaluation_of(case_id: int) -> Evaluation | None:
    """The newest evaluation of a case."""
    return db.session.scalar(
        select(Evaluation).where(Evaluation.case_id == case_id).order_by(Evaluation.id.desc()).limit(1)
    )


def report_of(evaluation_id: int) -> EvaluationReport | None:
    """The report with which an evaluation was finished."""
    return db.session.scalar(select(EvaluationReport).where(EvaluationReport.evaluation_id == evaluation_id))


def current_report(case_id: int) -> EvaluationReport | None:
    """The one report of a case that nothing replaces."""
    replaced = select(EvaluationReport.replaces_id).where(EvaluationReport.replaces_id.is_not(None))
    return db.session.scalar(
        select(EvaluationReport).where(
            EvaluationReport.case_id == case_id, EvaluationReport.id.not_in(replaced)
        )
    )


def reported(evaluation_ids: Sequence[int]) -> dict[int, EvaluationReport]:
    """The reports of several evaluations, by evaluation."""
    rows = db.session.scalars(
        select(EvaluationReport).where(EvaluationReport.evaluation_id.in_(evaluation_ids))
    )
    return {one.evaluation_id: one for one in rows}


@dataclass(frozen=True, slots=True)
class Line:
    """One standard of an evaluation with its present mark and what shows it."""

    standard: Standard
    mark: StandardMark | None
    evidence: tuple[StandardEvidence, ...]

    @property
    def version(self) -> int:
        return self.mark.version if self.mark else 0

    def marked(self) -> Marked:
        if self.mark is None:
            return Marked(self.standard.weight)
        return Marked(self.standard.weight, Mark(self.mark.mark), self.mark.remark)


def lines_of(evaluation: Evaluation) -> list[Line]:
    """Every standard of an evaluation, in the order of its act."""
    if evaluation.set_id is None:
        return []
    marks = {one.standard_id: one for one in db.session.scalars(_latest_marks(evaluation.id))}
    shown: dict[int, list[StandardEvidence]] = {}
    for one in db.session.scalars(
        select(StandardEvidence)
        .options(joinedload(StandardEvidence.file))
        .where(StandardEvidence.evaluation_id == evaluation.id, StandardEvidence.removed_at.is_(None))
        .order_by(StandardEvidence.id)
    ):
        shown.setdefault(one.standard_id, []).append(one)
    standards = db.session.scalars(
        select(Standard).where(Standard.set_id == evaluation.set_id).order_by(Standard.position)
    )
    return [Line(one, marks.get(one.id), tuple(shown.get(one.id, ()))) for one in standards]


def _latest_marks(evaluation_id: int):  # type: ignore[no-untyped-def]  # a select of SQLAlchemy, inferred
    newest = (
        select(StandardMark.standard_id, func.max(StandardMark.version).label("version"))
        .where(StandardMark.evaluation_id == evaluation_id)
        .group_by(StandardMark.standard_id)
        .subquery()
    )
    return (
        select(StandardMark)
        .join(
            newest,
            and_(StandardMark.standard_id == newest.c.standard_id, StandardMark.version == newest.c.version),
        )
        .options(joinedload(StandardMark.member).joinedload(Member.account))
        .where(StandardMark.evaluation_id == evaluation_id)
    )


def standings_of(evaluation_id: int) -> dict[int, ExpertStanding]:
    """What was last said of each expert, by member."""
    rows = db.session.scalars(
        select(ExpertStanding)
        .where(ExpertStanding.evaluation_id == evaluation_id)
        .order_by(ExpertStanding.id)
    )
    return {one.member_id: one for one in rows}


def visits_of(evaluation_id: int) -> Sequence[Visit]:
    """The days at the organisation that stand, in their order."""
    moved = select(Visit.replaces_id).where(Visit.replaces_id.is_not(None))
    return db.session.scalars(
        select(Visit)
        .where(Visit.evaluation_id == evaluation_id, Visit.id.not_in(moved))
        .order_by(Visit.day, Visit.id)
    ).all()


def own_place(evaluation: Evaluation, actor: Actor) -> Member | None:
    """As which member of the group somebody acts; None for whoever is not in it."""
    return db.session.scalar(
        select(Member).where(
            Member.commission_id == evaluation.group_id,
            Member.account_id == actor.account_id,
            Member.released_at.is_(None),
        )
    )


def standard_sets(actor: Actor) -> Sequence[StandardSet]:
    """The sets of standards of the own office, the newest first."""
    return db.session.scalars(
        select(StandardSet)
        .options(selectinload(StandardSet.standards))
        .where(StandardSet.office_id == actor.office_id)
        .order_by(StandardSet.id.desc())
    ).all()


def find_set(set_id: int, actor: Actor) -> StandardSet:
    """One set of standards by its number in the address."""
    found = db.session.get(StandardSet, set_id)
    if found is None or found.office_id != actor.office_id:
        raise NotFound
    return found


def was_evaluated() -> ColumnElement[bool]:
    """The cases for which an evaluation was opened."""
    return exists().where(Evaluation.case_id == Case.id)
