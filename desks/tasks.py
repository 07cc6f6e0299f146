"""What waits for somebody besides cases: papers to sign, late answers to decide on, the halls to watch over today."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import url_for
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from accounts.door import allowed
from accounts.signing_models import SigningSheet
from accounts.signing_queries import waiting_for
from applications.models import Case
from commissions import waiting
from commissions.models import Interview, Meeting
from core.actor import Actor
from core.clock import now
from core.database import db
from core.languages import _l, short_moment
from desks.appeal_tasks import appeal_tasks
from desks.task import Task
from exam import annulment_reading, late_reading
from exam.models import Invigilator, Sitting
from exam.sitting_words import SITTING_STATES, tested
from orders import order_queries, order_showing, paper_queries
from orders.lowered import lowered_papers
from orders.models import Order, ResultPaper
from orders.order_showing import Group
from orders.order_words import KINDS, STATES


def tasks_of(actor: Actor) -> list[Task]:
    """The reader's tasks, those of today first."""
    found: list[Task] = []
    if allowed("sheets.sign") and actor.account_id is not None:
        found += [_sheet(one) for one in waiting_for(actor.account_id)]
    if allowed("hall.watch"):
        found += [_hall(one) for one in halls_today(actor)]
    if allowed("entries.judge"):
        found += [_late(one) for one in late_reading.waiting_for(actor)]
    if allowed("results.decide"):
        found += [_to_hear(one) for one in annulment_reading.to_hear(actor)]
    if allowed("commissions.prepare"):
        found += [_blocked(one) for one in waiting.blocked(actor)]
    if allowed("orders.approve"):
        found += [_approval(one) for one in order_queries.asked_of(actor) if order_showing.asks(one, actor)]
    if allowed("orders.draft"):
        found += [_left(one) for one in order_queries.left_with_drafter(actor)]
        found += [
            _ordered(one)
            for one in order_showing.groups_of(order_queries.waiting_cases(actor.office_id or 0))
        ]
    if allowed("orders.draft") or allowed("orders.approve"):
        found += [_lowered(one) for one in lowered_papers(actor)]
    if allowed("result_papers.draw"):
        found += [_undrawn(one) for one in paper_queries.drawn_beside_the_desk(actor)]
        found += [_not_signed(one) for one in paper_queries.not_to_be_signed(actor)]
    return found + appeal_tasks(actor) + _meetings(actor)


def _sheet(sheet: SigningSheet) -> Task:
    return Task(
        _l("Sign: %(title)s", title=sheet.title),
        url_for("accounts.sheet", sheet_id=sheet.id),
        short_moment(sheet.opened_at, sheet.office.zone),
    )


def halls_today(actor: Actor) -> list[Sitting]:
    """The sittings that an invigilator watches over today, and those begun before and not closed."""
    rows = db.session.scalars(
        select(Sitting)
        .join(Invigilator, Invigilator.sitting_id == Sitting.id)
        .options(joinedload(Sitting.office), joinedload(Sitting.room), joinedload(Sitting.specialty))
        .where(
            Invigilator.account_id == actor.account_id,
            Sitting.published_at.is_not(None),
            Sitting.annulled_at.is_(None),
            or_(
                Sitting.starts_at.between(now() - timedelta(days=1), now() + timedelta(days=1)),
                Sitting.begun_at.is_not(None) & Sitting.closed_at.is_(None),
            ),
        )
        .order_by(Sitting.starts_at)
    )
    return [one for one in rows if _is_today(one) or (one.begun_at and not one.closed_at)]


def _is_today(sitting: Sitting) -> bool:
    zone = ZoneInfo(sitting.office.zone)
    return sitting.starts_at.astimezone(zone).date() == now().astimezone(zone).date()


def _hall(sitting: Sitting) -> Task:
    """Admission until the test begins, then the board."""
    word, kind = SITTING_STATES[sitting.state]
    begun = sitting.begun_at is not None
    when = short_moment(sitting.starts_at, sitting.office.zone)
    return Task(
        _l("Sitting %(number)s: the board", number=sitting.number)
        if begun
        else _l("Sitting %(number)s: admission", number=sitting.number),
        url_for("exam.hall_board" if begun else "exam.desk", sitting_id=sitting.id),
        f"{when}, {sitting.room.name}. {tested(sitting)}",
        word,
        kind,
    )


def _late(one: late_reading.Proposal) -> Task:
    return Task(
        _l("Decide whether late answers count: sitting %(number)s", number=one.sitting.number),
        url_for("exam.judge", proposal_id=one.row.id),
        short_moment(one.row.proposed_at, one.sitting.office.zone),
    )


def _to_hear(one: annulment_reading.ToHear) -> Task:
    """A sitting was annulled: nobody of it goes on before they were heard."""
    return Task(
        _l("Hear the candidates of annulled sitting %(number)s, and decide", number=one.sitting.number),
        url_for("exam.results", sitting_id=one.sitting.id),
        str(_l("Candidates who wait: %(count)s", count=one.count)),
        _l("annulled"),
        "bad",
    )


def _blocked(one: Interview) -> Task:
    """The result on which the interview rests was replaced: nothing after it goes on until somebody has looked."""
    return Task(
        _l(
            "Application %(number)s: the result of the interview's test was corrected", number=one.case.number
        ),
        url_for("desks.case", public_id=one.case.public_id)
        if one.decided_at
        else url_for("commissions.interview", interview_id=one.id),
        one.case.person.name,
        _l("blocked"),
        "bad",
    )


def _lowered(one: ResultPaper) -> Task:
    """A lowered result ends nothing by itself: the holder is heard, then the head orders."""
    return Task(
        _l("Paper %(number)s: the test result on which it rests was lowered", number=one.number),
        url_for("orders.result_paper", paper_id=one.id),
        one.case.person.name,
        _l("hear the holder, then order"),
        "bad",
    )


def _undrawn(one: Case) -> Task:
    """The case lies with whoever signs, but there is nothing to sign yet."""
    return Task(
        _l("Draw the paper of application %(number)s", number=one.number),
        url_for("orders.draw_paper", public_id=one.public_id),
        one.person.name,
    )


def _not_signed(one: ResultPaper) -> Task:
    """Somebody refused to sign what was drawn: it is taken back and drawn anew."""
    return Task(
        _l("Paper %(number)s will not be signed: take it back", number=one.number),
        url_for("orders.result_paper", paper_id=one.id),
        one.case.person.name,
        _l("refused to sign"),
        "bad",
    )


def _meetings(actor: Actor) -> list[Task]:
    """The protocols that a secretary has still to draw, and the meetings in which the reader sits."""
    due = waiting.protocols_due(actor) if allowed("protocols.keep") else []
    sits = waiting.own_meetings(actor) if allowed("meetings.sit") else []
    return [*map(_undrawn_protocol, due), *map(_meeting, sits)]


def _meeting(one: Meeting) -> Task:
    return Task(
        _l("Meeting %(number)s of the commission", number=one.number),
        url_for("commissions.meeting", meeting_id=one.id),
        f"{short_moment(one.starts_at, one.office.zone)}, {one.place or one.link}. {one.commission.name}",
    )


def _undrawn_protocol(one: Meeting) -> Task:
    """A meeting is over, and its protocol is not on its way to those who sign."""
    return Task(
        _l("Draw the protocol of meeting %(number)s and send it to be signed", number=one.number),
        url_for("commissions.protocol", meeting_id=one.id),
        f"{short_moment(one.starts_at, one.office.zone)}. {one.commission.name}",
    )


def _approval(one: Order) -> Task:
    """A draft waits for the approval of this very person's role."""
    return Task(
        _l("Approve the order or return it: draft %(number)s", number=one.id),
        url_for("orders.order", order_id=one.id),
        order_showing.service_title(one.service) or str(KINDS[one.kind]),
    )


def _left(one: Order) -> Task:
    """An order was returned, or is approved and has not been sent to be signed."""
    word, kind = STATES[one.state]
    return Task(
        _l("Go on with the order: draft %(number)s", number=one.id),
        url_for("orders.order", order_id=one.id),
        order_showing.service_title(one.service) or str(KINDS[one.kind]),
        word,
        kind,
    )


def _ordered(one: Group) -> Task:
    """Applications of one service wait for the order that decides them together."""
    return Task(
        _l("Draft an order: applications that wait: %(count)s", count=len(one.cases)),
        url_for("orders.new_order", kind=one.kind, service=one.service),
        one.title,
    )
