"""Named reads of commissions, meetings and agendas, each from what the reader may see; and where cases stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from accounts.queries import offices_below
from accounts.roles import Role
from applications.models import Case
from applications.queries import READ_BELOW
from commissions import gate
from commissions.evaluation_queries import current_report, was_evaluated
from commissions.models import (
    Commission,
    Interview,
    Meeting,
    MeetingHandover,
    Member,
    ProtocolItem,
    ProtocolItemSigned,
    Slot,
)
from core.actor import Actor
from core.clock import now
from core.database import db
from core.listing import Listed, listed
from core.refusals import NotFound
from exam.models import Result
from exam.queries import stands_at
from exam.result_queries import current_result
from regulations.catalogue import catalogue
from regulations.kinds import StepKind
from regulations.model import Edition

MOST_WAITING = 300
KEPT_IN_SIGHT = timedelta(days=30)
ONLY_OWN = frozenset({Role.COMMISSION_MEMBER, Role.APPEAL_MEMBER, Role.EXPERT_MEMBER})


def commissions_seen(actor: Actor) -> ColumnElement[bool]:
    """Those of one's office; of the offices below for who reads them; a member's own."""
    if actor.office_id is None:
        return false()
    if actor.role in ONLY_OWN:
        mine = select(Member.commission_id).where(Member.account_id == actor.account_id)
        return Commission.id.in_(mine)
    offices = offices_below(actor.office_id) if actor.role in READ_BELOW else {actor.office_id}
    return Commission.office_id.in_(offices)


def commissions(actor: Actor, page: int = 1) -> Listed[Commission]:
    """The commissions that somebody may see, the newest order first."""
    return listed(
        select(Commission)
        .options(joinedload(Commission.office))
        .where(commissions_seen(actor))
        .order_by(Commission.order_date.desc(), Commission.id.desc()),
        page,
    )


def find_commission(commission_id: int, actor: Actor) -> Commission:
    """One commission by its number in the address."""
    found = db.session.scalar(
        select(Commission).where(Commission.id == commission_id, commissions_seen(actor))
    )
    if found is None:
        raise NotFound
    return found


def members_of(commission_id: int) -> Sequence[Member]:
    """Everybody who is or was in a commission, in the order of joining."""
    return db.session.scalars(
        select(Member)
        .options(joinedload(Member.account), selectinload(Member.specialties))
        .where(Member.commission_id == commission_id)
        .order_by(Member.from_day, Member.id)
    ).all()


def sitting_on(commission_id: int, day: date) -> list[Member]:
    """Who is in the commission on a day."""
    return [
        one
        for one in members_of(commission_id)
        if one.from_day <= day and (one.until_day is None or one.until_day >= day)
    ]


def meetings_of(commission_id: int, page: int = 1) -> Listed[Meeting]:
    """The meetings of a commission, the last one first."""
    return listed(
        select(Meeting)
        .options(joinedload(Meeting.office))
        .where(Meeting.commission_id == commission_id)
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc()),
        page,
    )


def find_meeting(meeting_id: int, actor: Actor) -> Meeting:
    """One meeting by its number in the address."""
    found = db.session.scalar(
        select(Meeting)
        .join(Commission, Commission.id == Meeting.commission_id)
        .where(Meeting.id == meeting_id, commissions_seen(actor))
    )
    if found is None:
        raise NotFound
    return found


def keeper() -> ColumnElement[int]:
    """Which member keeps a meeting of the query now: to whom it was handed last, or whom it was scheduled with."""
    handed = (
        select(MeetingHandover.to_id)
        .where(MeetingHandover.meeting_id == Meeting.id)
        .order_by(MeetingHandover.position.desc())
        .limit(1)
        .correlate(Meeting)
        .scalar_subquery()
    )
    return func.coalesce(handed, Meeting.secretary_id)


def keeper_id(meeting_id: int) -> int | None:
    """Which member keeps this meeting now."""
    return db.session.scalar(select(keeper()).where(Meeting.id == meeting_id))


def agenda_of(meeting_id: int) -> Sequence[Slot]:
    """The agenda of a meeting, in the order of its times."""
    return db.session.scalars(
        select(Slot)
        .options(joinedload(Slot.interview).joinedload(Interview.case).joinedload(Case.person))
        .where(Slot.meeting_id == meeting_id, Slot.released_at.is_(None))
        .order_by(Slot.starts_at)
    ).all()


def live_slot(interview_id: int) -> Slot | None:
    """The slot that an interview has now."""
    return db.session.scalar(
        select(Slot).where(Slot.interview_id == interview_id, Slot.released_at.is_(None))
    )


def interview_of(case_id: int) -> Interview | None:
    """The interview of a case that was not called off."""
    return db.session.scalar(
        select(Interview).where(Interview.case_id == case_id, Interview.called_off_at.is_(None))
    )


def hears(commission: Commission, edition: Edition) -> bool:
    """Whether a commission of this kind hears the cases of a service."""
    named = edition.responsibilities.commission
    return named is not None and named.value == commission.kind


def commission_before(case: Case, actor: Actor) -> Commission | None:
    """The newest commission of the reader's office that hears cases of this service."""
    edition = catalogue().edition(case.edition_id)
    return next(
        (one for one in commissions(actor) if one.office_id == actor.office_id and hears(one, edition)), None
    )


@dataclass(frozen=True, slots=True)
class Basis:
    """On what an interview of a case would rest now: its positive result, or the report of its evaluation."""

    result_id: int | None = None
    report_id: int | None = None
    # Why it took the place of an earlier one.
    reason: str | None = None

    def carries(self, interview: Interview) -> bool:
        return (self.result_id, self.report_id) == (interview.result_id, interview.report_id)


def basis_of(case: Case) -> Basis | None:
    """The current result of a case that is tested, the current report of one that is evaluated; None without."""
    kinds = {step.kind for step in catalogue().edition(case.edition_id).steps}
    if StepKind.TEST in kinds:
        result = current_result(case.id)
        return Basis(result_id=result.id, reason=result.reason) if result else None
    report = current_report(case.id)
    return Basis(report_id=report.id, reason=f"№ {report.number}") if report else None


def standing_of(case: Case) -> gate.Standing:
    """Where a case stands towards its interview, as the gate asks."""
    edition = catalogue().edition(case.edition_id)
    kinds = {step.kind for step in edition.steps}
    result, interview, basis = current_result(case.id), interview_of(case.id), basis_of(case)
    rests_on_current = interview is None or (basis is not None and basis.carries(interview))
    return gate.Standing(
        has_interview=StepKind.INTERVIEW in kinds,
        at_interview=case.ended_at is None and stands_at(case, StepKind.INTERVIEW),
        ended=case.ended_at is not None,
        tested=StepKind.TEST in kinds,
        verdict=gate.Verdict(result.verdict) if result else None,
        evaluated=StepKind.EVALUATION in kinds and basis is not None,
        rests_on_current=rests_on_current,
        on_agenda=interview is not None and live_slot(interview.id) is not None,
        decided=interview is not None and interview.decided_at is not None,
        counts_no_more=interview is not None and _counts_no_more(case, interview, rests_on_current),
    )


def _counts_no_more(case: Case, interview: Interview, rests_on_current: bool) -> bool:
    """Whether a decided interview is in nobody's way: on a replaced result, or before an act took the case up again.

    The signature of the protocol moves a case on from the interview; one that stands there all the same was put back.
    """
    if interview.decided_at is None:
        return False
    signed = exists().where(
        ProtocolItemSigned.item_id == ProtocolItem.id, ProtocolItem.interview_id == interview.id
    )
    return not rests_on_current or (
        stands_at(case, StepKind.INTERVIEW) and bool(db.session.scalar(select(signed)))
    )


def waiting_cases(commission: Commission) -> list[tuple[Case, gate.Bar | None]]:
    """The cases before this commission, those due soonest first, each with why it is not offered.

    Those on an agenda are taken out before the list is cut.
    """
    found: list[tuple[Case, gate.Bar | None]] = []
    for case in db.session.scalars(_before(commission).order_by(Case.due_at.is_(None), Case.due_at, Case.id)):
        bar = gate.bar(standing_of(case))
        if bar is not gate.Bar.ON_AGENDA:
            found.append((case, bar))
        if len(found) == MOST_WAITING:
            break
    return found


def find_waiting(commission: Commission, public_id: str) -> Case:
    """One case before this commission that has no time yet."""
    found = db.session.scalar(_before(commission).where(Case.public_id == public_id))
    if found is None or gate.bar(standing_of(found)) is gate.Bar.ON_AGENDA:
        raise NotFound
    return found


def _before(commission: Commission) -> Select[Case]:
    wanted: list[ColumnElement[bool]] = []
    for edition in catalogue().editions.values():
        if hears(commission, edition):
            at = [step.id for step in edition.steps if step.kind is StepKind.INTERVIEW]
            tested = exists().where(Result.case_id == Case.id)
            wanted.append((Case.edition_id == edition.id) & (Case.place.in_(at) | tested | was_evaluated()))
    return (
        select(Case)
        .options(joinedload(Case.person), joinedload(Case.office), joinedload(Case.specialty))
        .where(
            Case.ended_at.is_(None),
            or_(Case.office_id == commission.office_id, Case.committee_id == commission.office_id),
            or_(*wanted) if wanted else false(),
        )
    )


def meetings_to_come(commission_id: int) -> Sequence[Meeting]:
    """The meetings of a commission that may still take a case."""
    return db.session.scalars(
        select(Meeting)
        .options(joinedload(Meeting.office))
        .where(
            Meeting.commission_id == commission_id, Meeting.called_off_at.is_(None), Meeting.ends_at > now()
        )
        .order_by(Meeting.starts_at)
    ).all()
