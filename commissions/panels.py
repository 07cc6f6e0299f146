"""Who sits in judgement on one candidate now: the members on the day, those recused, the office's rules.

Read from the rows and judged by `voting.panel`; the verbs write what it says, the pages show it.
"""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from applications.actions import course
from commissions import office_settings, queries
from commissions.models import Attendance, Hearing, HearingSeat, Interview, Meeting, Member
from commissions.recusals import recused_from
from commissions.voting import Panel, Rules, Seat, Sitter, panel
from core.database import db


def on_the_day(meeting: Meeting) -> list[Member]:
    """Who is in the commission on the day of the meeting."""
    day = meeting.starts_at.astimezone(ZoneInfo(meeting.office.zone)).date()
    return queries.sitting_on(meeting.commission_id, day)


def attendance_of(meeting_id: int) -> Sequence[Attendance]:
    """Who is there, in the order of the commission."""
    return db.session.scalars(
        select(Attendance)
        .options(joinedload(Attendance.member).joinedload(Member.account))
        .where(Attendance.meeting_id == meeting_id)
        .order_by(Attendance.member_id)
    ).all()


def seats_of(interview_id: int) -> Sequence[HearingSeat]:
    """The seats of one hearing, in the order of the commission."""
    return db.session.scalars(
        select(HearingSeat)
        .where(HearingSeat.interview_id == interview_id)
        .order_by(HearingSeat.member_id)
        .execution_options(populate_existing=True)
    ).all()


def rules_for(interview: Interview, office_id: int) -> Rules:
    """The office's decisions for the service of this case."""
    case = interview.case
    return office_settings.rules_of(office_id, course.edition_of(case), case.procedure)


def recused(interview_id: int) -> dict[int, int | None]:
    """Who is recused from this candidate, and which alternate has taken the place."""
    return {one.member_id: one.alternate_id for one in recused_from(interview_id)}


def before(meeting_id: int, interview_id: int, rules: Rules) -> Panel:
    """The panel that would hear this candidate if the hearing began now."""
    out = recused(interview_id)
    there = attendance_of(meeting_id)
    instead = _instead(out, {one.member_id: one.stands_in_for for one in there})
    keeper = queries.keeper_id(meeting_id)
    return panel(
        rules,
        [
            Sitter(
                one.member_id,
                Seat(one.member.role),
                one.present,
                one.member_id in out,
                instead.get(one.member_id),
            )
            for one in there
            if one.member.role != Seat.SECRETARY or one.member_id == keeper
        ],
        kept=_is_there(keeper, there),
    )


def during(hearing: Hearing, rules: Rules) -> Panel:
    """The panel of a hearing: whoever was there as it began, has not left since and is not recused."""
    out = recused(hearing.interview_id)
    seats = seats_of(hearing.interview_id)
    there = attendance_of(hearing.meeting_id)
    instead = _instead(out, {one.member_id: one.stands_in_for for one in there})
    # Of several secretaries the one who called the candidate in has the seat, whoever keeps the meeting later.
    began = {one.member_id for one in there if one.member.account_id == hearing.began_by}
    return panel(
        rules,
        [
            Sitter(
                one.member_id,
                Seat(one.role),
                one.present and one.left_at is None,
                one.member_id in out,
                instead.get(one.member_id),
            )
            for one in seats
            if one.role != Seat.SECRETARY or one.member_id in began
        ],
        kept=_is_there(queries.keeper_id(hearing.meeting_id), there),
    )


def _is_there(member_id: int | None, there: Sequence[Attendance]) -> bool:
    return any(one.member_id == member_id and one.present for one in there)


def _instead(out: dict[int, int | None], noted: dict[int, int | None]) -> dict[int, int]:
    """For each alternate, in whose place: of a recused member by the recusal, of an absent one by the note."""
    found = {alternate: member for alternate, member in noted.items() if member is not None}
    found |= {alternate: member for member, alternate in out.items() if alternate is not None}
    return found
