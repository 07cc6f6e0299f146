"""What waits for whoever works with commissions: interviews that a correction has blocked, meetings, protocols."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from accounts.signing_models import SigningSheet
from applications.models import Case
from commissions.models import (
    Commission,
    Interview,
    Meeting,
    MeetingProtocol,
    MeetingSession,
    Member,
    Slot,
)
from commissions.queries import keeper
from core.actor import Actor
from core.clock import now
from core.database import db
from exam.models import Result

IN_SIGHT = timedelta(days=30)


def blocked(actor: Actor) -> list[Interview]:
    """Interviews of the own office with a time or a decision, whose result was replaced meanwhile."""
    newer = aliased(Result)
    has_time = exists().where(Slot.interview_id == Interview.id, Slot.released_at.is_(None))
    return list(
        db.session.scalars(
            select(Interview)
            .join(Case, Case.id == Interview.case_id)
            .options(joinedload(Interview.case).joinedload(Case.person))
            .where(
                or_(Case.office_id == actor.office_id, Case.committee_id == actor.office_id),
                Case.ended_at.is_(None),
                Interview.called_off_at.is_(None),
                has_time | Interview.decided_at.is_not(None),
                exists().where(newer.replaces_id == Interview.result_id),
            )
            .order_by(Interview.id)
        )
    )


def own_meetings(actor: Actor) -> list[Meeting]:
    """The meetings of the coming month in which somebody sits on that day, and those that go on beyond their hour."""
    goes_on = exists().where(MeetingSession.meeting_id == Meeting.id, MeetingSession.closed_at.is_(None))
    rows = db.session.execute(
        select(Meeting, Member)
        .join(Commission, Commission.id == Meeting.commission_id)
        .join(Member, Member.commission_id == Commission.id)
        .options(joinedload(Meeting.office), joinedload(Meeting.commission))
        .where(
            Member.account_id == actor.account_id,
            Meeting.called_off_at.is_(None),
            or_(Meeting.ends_at > now(), goes_on),
            Meeting.starts_at < now() + IN_SIGHT,
        )
        .order_by(Meeting.starts_at)
    )
    found = []
    for meeting, member in rows:
        day = meeting.starts_at.astimezone(ZoneInfo(meeting.office.zone)).date()
        if member.from_day <= day and (member.until_day is None or member.until_day >= day):
            found.append(meeting)
    return list(dict.fromkeys(found))


def protocols_due(actor: Actor) -> list[Meeting]:
    """The meetings of whoever keeps them, closed, whose protocol is not with those who sign it."""
    sent = exists().where(
        MeetingProtocol.meeting_id == Meeting.id,
        SigningSheet.kind == "protocol",
        SigningSheet.subject_id == MeetingProtocol.id,
        SigningSheet.withdrawn_at.is_(None),
    )
    return list(
        db.session.scalars(
            select(Meeting)
            .join(MeetingSession, MeetingSession.meeting_id == Meeting.id)
            .join(Member, Member.id == keeper())
            .options(joinedload(Meeting.office), joinedload(Meeting.commission))
            .where(
                Member.account_id == actor.account_id,
                Meeting.office_id == actor.office_id,
                MeetingSession.closed_at.is_not(None),
                ~sent,
            )
            .order_by(Meeting.starts_at)
        )
    )
