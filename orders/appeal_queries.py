"""Named reads of appeals; each starts from what the reader may see."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, false, func, or_, select
from sqlalchemy.orm import joinedload

from accounts.models import Account
from accounts.queries import executors_at, offices_below
from accounts.roles import Role
from accounts.signing_models import SigningDone
from accounts.signing_queries import done_of, sheet_of
from applications.models import Case
from applications.queries import READ_BELOW
from core.actor import Actor
from core.database import db
from core.refusals import NotFound
from orders.appeal_words import OPEN
from orders.models import Appeal, AppealAct, AppealDecision, AppealGround, AppealHearer, Order, OrderLine

# The kind of the sheet on which those who heard an appeal sign its decision.
SHEET = "appeal"


def appeals_seen(actor: Actor) -> ColumnElement[bool]:
    """Those of one's office and those on its cases; of the offices below for who reads them; a member's own to hear."""
    if actor.office_id is None:
        return false()
    if actor.role == Role.APPEAL_MEMBER:
        return (Appeal.office_id == actor.office_id) & (Appeal.heard_by == "own")
    offices = offices_below(actor.office_id) if actor.role in READ_BELOW else {actor.office_id}
    theirs = (
        exists()
        .where(Case.id == Appeal.case_id, or_(Case.office_id.in_(offices), Case.committee_id.in_(offices)))
        .correlate(Appeal)
    )
    return or_(Appeal.office_id.in_(offices), theirs)


def appeals(actor: Actor, state: str = "") -> Sequence[Appeal]:
    """The appeals that somebody may see, the newest first; in one state, or those still open."""
    query = (
        select(Appeal)
        .options(joinedload(Appeal.case).joinedload(Case.person), joinedload(Appeal.office))
        .where(appeals_seen(actor))
    )
    if state == "open":
        query = query.where(
            or_(Appeal.state.in_(OPEN), (Appeal.state == "granted") & Appeal.carried_out_at.is_(None))
        )
    elif state:
        query = query.where(Appeal.state == state)
    return db.session.scalars(query.order_by(Appeal.id.desc()).limit(200)).all()


def find_appeal(appeal_id: int, actor: Actor) -> Appeal:
    """One appeal by its number in the address."""
    found = db.session.scalar(
        select(Appeal)
        .options(joinedload(Appeal.case).joinedload(Case.person), joinedload(Appeal.office))
        .where(Appeal.id == appeal_id, appeals_seen(actor))
    )
    if found is None:
        raise NotFound
    return found


def appeals_of(case_id: int) -> Sequence[Appeal]:
    """The appeals in a case, in the order in which they came."""
    return db.session.scalars(select(Appeal).where(Appeal.case_id == case_id).order_by(Appeal.id)).all()


def decision_of(appeal_id: int) -> AppealDecision | None:
    """How an appeal was decided, if it was."""
    return db.session.get(AppealDecision, appeal_id)


def acts_of(appeal_id: int) -> Sequence[AppealAct]:
    """By what a granted appeal was carried out so far."""
    return db.session.scalars(
        select(AppealAct).where(AppealAct.appeal_id == appeal_id).order_by(AppealAct.id)
    ).all()


def signed_of(appeal: Appeal) -> SigningDone | None:
    """The decision of the own commission, once everybody who heard the appeal has signed it."""
    sheet = sheet_of(SHEET, appeal.id)
    return done_of(sheet.id) if sheet else None


def is_in_force(appeal: Appeal) -> bool:
    """Whether its decision can be carried out: it came from outside with its act, or all who heard it have signed."""
    return appeal.heard_by == "outside" or signed_of(appeal) is not None


def hearers_of(appeal_id: int) -> Sequence[Account]:
    """The members who heard an appeal."""
    return db.session.scalars(
        select(Account)
        .join(AppealHearer, AppealHearer.account_id == Account.id)
        .where(AppealHearer.appeal_id == appeal_id)
        .order_by(Account.sort_key)
    ).all()


def members_at(office_id: int) -> Sequence[Account]:
    """The members of an office's appeal commission today."""
    return executors_at(office_id, {Role.APPEAL_MEMBER.value})


def drafted_orders(appeal_id: int) -> Sequence[Order]:
    """The annulment orders that rest on an appeal and were not given up: one, where nobody drafts twice at once."""
    return db.session.scalars(
        select(Order)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(AppealGround, AppealGround.line_id == OrderLine.id)
        .where(AppealGround.appeal_id == appeal_id, OrderLine.released_at.is_(None))
        .order_by(Order.id)
    ).all()


def appeals_of_line(line_id: int) -> Sequence[Appeal]:
    """The appeals on which a point of an order rests."""
    return db.session.scalars(
        select(Appeal)
        .join(AppealGround, AppealGround.appeal_id == Appeal.id)
        .where(AppealGround.line_id == line_id)
        .order_by(Appeal.id)
    ).all()


def granted_in(case_id: int) -> Sequence[Appeal]:
    """The granted appeals in a case whose decision is in force, and that are not carried out."""
    found = db.session.scalars(
        select(Appeal)
        .where(Appeal.case_id == case_id, Appeal.state == "granted", Appeal.carried_out_at.is_(None))
        .order_by(Appeal.id)
    )
    return [one for one in found if is_in_force(one)]


def waiting(actor: Actor, *states: str) -> Sequence[Appeal]:
    """The appeals of the own office in one of these states, the oldest first."""
    return db.session.scalars(
        select(Appeal)
        .options(joinedload(Appeal.case).joinedload(Case.person))
        .where(Appeal.office_id == actor.office_id, Appeal.state.in_(states))
        .order_by(Appeal.id)
    ).all()


def to_carry_out(actor: Actor) -> Sequence[Appeal]:
    """Granted appeals of the own office that no act has carried out yet."""
    return [one for one in waiting(actor, "granted") if one.carried_out_at is None]


def counted(actor: Actor) -> list[tuple[str, int]]:
    """How many appeals stand in which state."""
    rows = db.session.execute(
        select(Appeal.state, func.count()).where(appeals_seen(actor)).group_by(Appeal.state)
    )
    return [(state, count) for state, count in rows]
