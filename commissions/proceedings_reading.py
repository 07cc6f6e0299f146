"""The facts of a meeting read from its rows: what the protocol is made of, and what the pages of the meeting show.

Sheets are read here and nowhere else, and only once all of the panel are in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from accounts.models import Office, Specialty
from applications.actions import course
from applications.models import Case
from applications.questions import CATEGORIES
from commissions import keeping, panels, queries
from commissions.actions.voting_verbs import last_round, votes_by_name
from commissions.models import (
    AskedQuestion,
    CastingVote,
    Dissent,
    EvaluationReport,
    Hearing,
    Interview,
    Meeting,
    MeetingBreak,
    MeetingSession,
    Member,
    RubricMark,
    RubricSheet,
    Slot,
    TicketDraw,
    VoteRound,
)
from commissions.proceedings import (
    Ballot,
    Break,
    Ending,
    Heard,
    Kept,
    Mark,
    Proceedings,
    Question,
    Sat,
    Sheet,
    SteppedAside,
    VoidVote,
)
from commissions.proceedings import Dissent as OwnOpinion
from commissions.recusals import recused_from
from commissions.voting import Ground, Outcome, Seat, Vote
from core.database import db
from core.languages import speaking
from core.refusals import NotFound
from exam.models import Result
from question_banks.models import SealedSet
from regulations.words import Words


def proceedings_of(meeting_id: int) -> Proceedings:
    """Everything that a meeting leaves behind. While it goes on, what is not over yet is told as far as it is open."""
    session = db.session.get(MeetingSession, meeting_id)
    if session is None:
        raise NotFound
    meeting = db.session.get_one(Meeting, meeting_id)
    names = _names(meeting)
    return Proceedings(
        meeting=meeting.id,
        number=meeting.number,
        commission=meeting.commission.name,
        kind=meeting.commission.kind,
        formed_by_order=f"№ {meeting.commission.order_number}, {meeting.commission.order_date:%d.%m.%Y}",
        office=_office(meeting.office),
        zone=meeting.office.zone,
        place=meeting.place,
        link=meeting.link,
        opened_at=session.opened_at,
        closed_at=session.closed_at,
        secretary=keeping.secretary_of(meeting).account.name,
        presided_by=names.get(session.presided_by or 0, ""),
        sat=tuple(_sat(meeting)),
        heard=tuple(
            _heard(position, slot, hearing, names)
            for position, (slot, hearing) in enumerate(_ended(meeting_id), 1)
        ),
        breaks=tuple(_breaks(meeting_id)),
        kept=tuple(_kept(meeting)),
    )


def _names(meeting: Meeting) -> dict[int, str]:
    """Everybody who ever was in the commission, by their place in it."""
    return {one.id: one.account.name for one in queries.members_of(meeting.commission_id)}


def _office(office: Office) -> Words:
    return Words(office.name_kk, office.name_ru, office.name_en)


def _sat(meeting: Meeting) -> list[Sat]:
    return [
        Sat(
            member=one.member_id,
            name=one.member.account.name,
            seat=Seat(one.member.role),
            present=one.came_at is not None,
            absent_because=one.absent_because,
            came_at=one.came_at,
            left_at=one.left_at,
        )
        for one in panels.attendance_of(meeting.id)
    ]


def _breaks(meeting_id: int) -> list[Break]:
    rows = db.session.scalars(
        select(MeetingBreak).where(MeetingBreak.meeting_id == meeting_id).order_by(MeetingBreak.began_at)
    )
    return [Break(row.began_at, row.ended_at, row.reason) for row in rows]


def _kept(meeting: Meeting) -> list[Kept]:
    """Nothing where one secretary kept the meeting from its beginning to its end."""
    found = [
        Kept(one.keeper.account.name, one.since, one.until, one.handed_by, one.reason)
        for one in keeping.stints_of(meeting)
    ]
    return found if len(found) > 1 else []


def _ended(meeting_id: int) -> list[tuple[Slot, Hearing]]:
    """The items of the agenda whose hearing has ended, in the order of the agenda."""
    found = []
    for slot in queries.agenda_of(meeting_id):
        hearing = db.session.get(Hearing, slot.interview_id)
        if hearing is not None and hearing.ending is not None:
            found.append((slot, hearing))
    return found


def _heard(position: int, slot: Slot, hearing: Hearing, names: Mapping[int, str]) -> Heard:
    interview, case = slot.interview, slot.interview.case
    return Heard(
        position=position,
        interview=interview.id,
        case=case.id,
        case_number=case.number,
        candidate=case.person.name,
        service=course.edition_of(case).title,
        ending=Ending(hearing.ending or ""),
        specialty=_specialty(case.specialty),
        category=_category(case),
        result=interview.result_id,
        transcript_digest=_test(interview),
        evaluation_digest=_evaluation(interview),
        identity=hearing.identity,
        began_at=hearing.began_at,
        ended_at=hearing.ended_at,
        ending_reason=hearing.ending_reason,
        ticket=_ticket(interview.id),
        questions=tuple(_questions(interview.id, names)),
        sheets=sheets_of(interview.id),
        stepped_aside=tuple(_stepped_aside(interview.id, names)),
        seats=hearing.seats,
        needed_for_quorum=hearing.needed_for_quorum,
        present=hearing.present,
        presided_by=names.get(hearing.presided_by or 0, ""),
        remarks=hearing.remarks,
        ballot=ballot_of(interview.id, names) if hearing.ending == Ending.DECIDED else None,
        decision=interview.decision or "",
        motives=hearing.motives,
        dissents=tuple(_dissents(interview.id, names)),
        void_votes=tuple(_void_votes(interview.id)),
    )


def _evaluation(interview: Interview) -> str:
    """The digest of the report of the evaluation that opened the interview of an organisation."""
    report = (
        db.session.get(EvaluationReport, interview.report_id) if interview.report_id is not None else None
    )
    return report.digest if report is not None else ""


def _test(interview: Interview) -> str:
    """The digest of the test that opened the interview."""
    result = db.session.get(Result, interview.result_id) if interview.result_id is not None else None
    return (result.transcript_digest or "") if result is not None else ""


def _specialty(found: Specialty | None) -> Words | None:
    return Words(found.name_kk, found.name_ru, found.name_en) if found is not None else None


def _category(case: Case) -> Words | None:
    if not case.category:
        return None
    said = []
    for language in ("kk", "ru", "en"):
        with speaking(language):
            said.append(str(CATEGORIES[case.category]))
    return Words(*said)


def _ticket(interview_id: int) -> str:
    drawn = db.session.get(TicketDraw, interview_id)
    if drawn is None:
        return ""
    return f"№ {drawn.number} ({db.session.get_one(SealedSet, drawn.set_id).number})"


def _questions(interview_id: int, names: Mapping[int, str]) -> list[Question]:
    rows = db.session.scalars(
        select(AskedQuestion)
        .where(AskedQuestion.interview_id == interview_id)
        .order_by(AskedQuestion.of_ticket.desc(), AskedQuestion.position)
    )
    return [
        Question(row.text, row.gist, row.of_ticket, names.get(row.asked_by or 0, ""))
        for row in rows
        if row.text.strip() or row.gist.strip()
    ]


def sheets_of(interview_id: int) -> tuple[Sheet, ...]:
    """The sheets of a hearing; none at all before the last one of the panel is in."""
    hearing = db.session.get(Hearing, interview_id)
    if hearing is None or hearing.sheets_opened_at is None:
        return ()
    rows = db.session.execute(
        select(RubricSheet, Member)
        .join(Member, Member.id == RubricSheet.member_id)
        .where(RubricSheet.interview_id == interview_id)
        .order_by(RubricSheet.member_id)
    )
    return tuple(Sheet(member.account.name, _marks(sheet), sheet.remark) for sheet, member in rows)


def _marks(sheet: RubricSheet) -> tuple[Mark, ...]:
    rows: Sequence[RubricMark] = db.session.scalars(
        select(RubricMark)
        .where(RubricMark.interview_id == sheet.interview_id, RubricMark.member_id == sheet.member_id)
        .order_by(RubricMark.position)
    ).all()
    return tuple(Mark(row.criterion, row.level, row.points, row.out_of) for row in rows)


def ballot_of(interview_id: int, names: Mapping[int, str]) -> Ballot | None:
    """What the last vote came to, once it is counted."""
    last = last_round(interview_id)
    if last is None or last.outcome is None:
        return None
    broken = db.session.get(CastingVote, (interview_id, last.round))
    counted = db.session.scalars(
        select(VoteRound.round).where(
            VoteRound.interview_id == interview_id, VoteRound.counted_at.is_not(None)
        )
    ).all()
    return Ballot(
        secret=last.secret,
        in_favour=last.in_favour or 0,
        against=last.against or 0,
        abstained=last.abstained or 0,
        needed=last.needed or 0,
        ground=Ground((broken.ground if broken else last.ground) or ""),
        outcome=Outcome(broken.outcome if broken else last.outcome),
        by_name=tuple((names.get(member, ""), vote) for member, vote in votes_by_name(last).items()),
        casting=(names.get(broken.member_id, ""), Vote(broken.vote)) if broken else None,
        rounds=len(counted),
    )


def _void_votes(interview_id: int) -> list[VoidVote]:
    rows = db.session.scalars(
        select(VoteRound)
        .where(VoteRound.interview_id == interview_id, VoteRound.voided_at.is_not(None))
        .order_by(VoteRound.round)
    )
    return [
        VoidVote(row.secret, row.opened_at, row.voided_at or row.opened_at, row.void_reason or "")
        for row in rows
    ]


def _stepped_aside(interview_id: int, names: Mapping[int, str]) -> list[SteppedAside]:
    return [
        SteppedAside(names.get(one.member_id, ""), one.ground, names.get(one.alternate_id or 0, ""), one.fact)
        for one in recused_from(interview_id)
    ]


def _dissents(interview_id: int, names: Mapping[int, str]) -> list[OwnOpinion]:
    rows = db.session.scalars(
        select(Dissent).where(Dissent.interview_id == interview_id).order_by(Dissent.written_at)
    )
    return [OwnOpinion(names.get(row.member_id, ""), row.text) for row in rows]
