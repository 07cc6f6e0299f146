"""What of a case may be appealed now and until when; and what a granted appeal still asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select

from accounts.models import Office
from applications.appealing import appeal_term_ends
from applications.case_reading import edition_of
from applications.given_papers import refusal_given
from applications.models import Case
from applications.queries import refusal_of
from commissions import protocol_queries
from commissions.models import ProtocolItemSigned
from commissions.queries import interview_of
from core.database import db
from exam.models import Attempt, Sitting
from exam.result_queries import current_result, score_is_shown
from orders import appeal_queries
from orders.actions.order_mending import gates_back
from orders.appeal_rules import Due, acts_due, gate_for
from orders.models import Appeal, OrderLine, OrderLineSigned
from orders.order_queries import live_line
from regulations.kinds import StepKind
from regulations.places import parse


@dataclass(frozen=True, slots=True)
class Appealable:
    """A decision against the applicant: which row, of which office, known since when, until when to appeal."""

    against: str
    row_id: int
    office: Office
    known_at: datetime
    until: date | None


def appealable(case: Case) -> list[Appealable]:
    """The decisions of a case that its applicant knows of, that stand, and that nobody has appealed in earnest yet."""
    found = [one for one in (_refusal(case), _result(case), _interview(case)) if one is not None]
    taken = {
        (one.against, one.refused_id or one.result_id or one.item_id)
        for one in appeal_queries.appeals_of(case.id)
        if one.state not in {"withdrawn", "returned"}
    }
    return [one for one in found if (one.against, one.row_id) not in taken]


def _refusal(case: Case) -> Appealable | None:
    refused = refusal_given(case)
    if refused is None or case.ended_at is None:
        return None
    written = refused.refused_at.astimezone(ZoneInfo(case.office.zone)).date()
    office = db.session.get_one(Office, refused.paper.office_id)
    return _known(case, "refusal", refused.id, office, case.ended_at, written)


def _result(case: Case) -> Appealable | None:
    """The negative result that stands, once the candidate may see it."""
    result = current_result(case.id)
    if result is None or result.verdict != "negative":
        return None
    attempt = db.session.get_one(Attempt, result.attempt_id)
    sitting = db.session.get_one(Sitting, attempt.sitting_id)
    if not score_is_shown(sitting, case.ended_at is not None):
        return None
    return _known(case, "test", result.id, sitting.office, result.entered_at)


def _interview(case: Case) -> Appealable | None:
    """The negative decision of a signed protocol, as long as no other interview has taken its place."""
    item, interview = protocol_queries.signed_item_of(case.id), interview_of(case.id)
    if item is None or interview is None or item.interview_id != interview.id or item.decision != "negative":
        return None
    done = protocol_queries.done_of(item.protocol_id)
    if done is None or db.session.get(ProtocolItemSigned, item.id) is None:
        return None
    return _known(case, "interview", item.id, item.protocol.meeting.office, done.done_at)


def _known(
    case: Case, against: str, row_id: int, office: Office, at: datetime, decided_on: date | None = None
) -> Appealable:
    day = decided_on or at.astimezone(ZoneInfo(office.zone)).date()
    term = appeal_term_ends(case, office.id, at, day)
    return Appealable(against, row_id, office, at, term.day if term else None)


@dataclass(frozen=True, slots=True)
class Carrying:
    """What is still to be done for a granted appeal, and where the case can go back to."""

    due: tuple[Due, ...]
    gates: Sequence[str]
    proposed: str | None


def carrying(appeal: Appeal) -> Carrying:
    """What a granted appeal still asks for; nothing of any other, nor before those who heard it have signed."""
    if (
        appeal.state != "granted"
        or appeal.carried_out_at is not None
        or not appeal_queries.is_in_force(appeal)
    ):
        return Carrying((), (), None)
    case = appeal.case
    gates = gates_back(case) if is_refused(case) or appeal.against != "test" else []
    due = acts_due(
        appeal.against,
        {one.kind for one in appeal_queries.acts_of(appeal.id)},
        by_order=refusing_line(case.id) is not None,
        refused=is_refused(case),
    )
    return Carrying(due, gates, _proposed(appeal, gates))


def is_refused(case: Case) -> bool:
    """Whether the case is refused, or stands on the way out."""
    here = parse(edition_of(case), case.procedure, case.place)
    return here.exit is not None or refusal_of(case) is not None


def refusing_line(case_id: int) -> OrderLineSigned | None:
    """The point of a signed order by which a case is refused, as long as nothing has annulled it."""
    return db.session.scalar(
        select(OrderLineSigned)
        .join(OrderLine, OrderLine.id == OrderLineSigned.line_id)
        .where(
            OrderLineSigned.case_id == case_id,
            OrderLineSigned.outcome == "refuse",
            OrderLine.released_at.is_(None),
        )
    )


def unsigned_line(case_id: int) -> OrderLine | None:
    """A point that decides on a case in an order that nobody has signed yet."""
    line = live_line(case_id)
    if line is None:
        return None
    signed = exists().where(OrderLineSigned.line_id == line.id)
    return None if db.session.scalar(select(signed)) else line


def _proposed(appeal: Appeal, gates: Sequence[str]) -> str | None:
    steps = edition_of(appeal.case).steps_of(appeal.case.procedure)
    by_kind = {step.kind: step.id for step in reversed(steps)}
    result = current_result(appeal.case_id)
    void = appeal.against == "test" and result is not None and result.verdict == "void"
    return gate_for(
        gates,
        appeal.against,
        interview=by_kind.get(StepKind.INTERVIEW),
        notice=by_kind.get(StepKind.NOTIFY_TEST) if void else None,
    )
