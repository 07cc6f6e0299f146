"""Named reads of papers, payments, visits and courier's lists; each starts from what the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from accounts.models import Office
from accounts.office_services import PROVIDERS
from applications.models import (
    Case,
    Consent,
    Consignment,
    ConsignmentItem,
    Handover,
    LatePayment,
    Paper,
    Payment,
    QueueSlot,
    SignedScan,
)
from applications.queries import may_see
from core.actor import Actor
from core.clock import now
from core.database import db
from core.listing import Listed, listed
from core.refusals import NotFound
from regulations.places import WITHDRAWN

MOST_LISTS = 100


def paper(public_id: str, actor: Actor, principal_id: int | None = None) -> Paper:
    """A paper of a case that somebody may see, or one without a case of one's own office."""
    found = db.session.scalar(
        select(Paper)
        .outerjoin(Case, Case.id == Paper.case_id)
        .options(joinedload(Paper.file))
        .where(Paper.public_id == public_id, _paper_seen(actor, principal_id))
    )
    if found is None:
        raise NotFound
    return found


def _paper_seen(actor: Actor, principal_id: int | None) -> ColumnElement[bool]:
    seen = and_(Paper.case_id.is_not(None), may_see(actor, principal_id))
    if actor.office_id is None:
        return seen
    travels = select(Consignment.paper_id).where(Consignment.to_office_id == actor.office_id)
    return or_(
        seen, and_(Paper.case_id.is_(None), or_(Paper.office_id == actor.office_id, Paper.id.in_(travels)))
    )


def scan_of(paper_id: int) -> SignedScan | None:
    """The signed paper, scanned in."""
    return db.session.scalar(select(SignedScan).where(SignedScan.paper_id == paper_id))


def payments_of(case: Case) -> Sequence[Payment]:
    """The payments of a case, the newest first."""
    return db.session.scalars(
        select(Payment).where(Payment.case_id == case.id).order_by(Payment.id.desc())
    ).all()


def payment_here(case: Case, payment_id: int) -> Payment:
    """One payment of a case that was found already."""
    found = db.session.scalar(select(Payment).where(Payment.id == payment_id, Payment.case_id == case.id))
    if found is None:
        raise NotFound
    return found


def payments_to_check(actor: Actor) -> Sequence[tuple[Payment, Case]]:
    """Slips that wait for an official of this office, and payments the gateway still owes an answer."""
    rows = db.session.execute(
        select(Payment, Case)
        .join(Case, Case.id == Payment.case_id)
        .options(joinedload(Case.person))
        .where(Payment.state.in_(("slip_waits", "waiting")), Case.office_id == actor.office_id)
        .order_by(Payment.state, Payment.asked_at)
    ).all()
    return [(row[0], row[1]) for row in rows]


def late_payments(actor: Actor) -> Sequence[tuple[LatePayment, Case]]:
    """Fees of this office that arrived after the end and have not gone back, the oldest first."""
    rows = db.session.execute(
        select(LatePayment, Case)
        .join(Payment, Payment.id == LatePayment.payment_id)
        .join(Case, Case.id == Payment.case_id)
        .options(joinedload(Case.person), joinedload(LatePayment.payment))
        .where(LatePayment.returned_at.is_(None), LatePayment.office_id == actor.office_id)
        .order_by(LatePayment.noted_at, LatePayment.payment_id)
    ).all()
    return [(row[0], row[1]) for row in rows]


def late_payment_here(case: Case, payment_id: int) -> LatePayment:
    """A fee of a case that arrived after its end."""
    late = db.session.get(LatePayment, payment_here(case, payment_id).id)
    if late is None:
        raise NotFound
    return late


def unpaid_cases(actor: Actor) -> Sequence[Case]:
    """Cases of this office that wait for their fee and have no payment under way."""
    under_way = select(Payment.case_id).where(Payment.state.in_(("slip_waits", "waiting", "paid")))
    return db.session.scalars(
        select(Case)
        .options(joinedload(Case.person))
        .where(
            Case.office_id == actor.office_id,
            Case.ended_at.is_(None),
            Case.place == "s00",
            Case.id.not_in(under_way),
        )
        .order_by(Case.submitted_at)
    ).all()


def visits(office: Office, day: date) -> Sequence[QueueSlot]:
    """Who comes to an office on a day, in the order of time."""
    begin = datetime.combine(day, datetime.min.time(), ZoneInfo(office.zone))
    return db.session.scalars(
        select(QueueSlot)
        .where(
            QueueSlot.office_id == office.id,
            QueueSlot.cancelled_at.is_(None),
            QueueSlot.starts_at >= begin,
            QueueSlot.starts_at < begin + timedelta(days=1),
        )
        .order_by(QueueSlot.starts_at, QueueSlot.counter)
    ).all()


def own_visits(account_id: int) -> Sequence[tuple[QueueSlot, Office]]:
    """The visits to come that somebody has booked."""
    rows = db.session.execute(
        select(QueueSlot, Office)
        .join(Office, Office.id == QueueSlot.office_id)
        .where(
            QueueSlot.account_id == account_id,
            QueueSlot.cancelled_at.is_(None),
            QueueSlot.starts_at >= now() - timedelta(hours=1),
        )
        .order_by(QueueSlot.starts_at)
    ).all()
    return [(row[0], row[1]) for row in rows]


def offices_of_kind(*kinds: str) -> Sequence[Office]:
    """The open offices of these kinds."""
    return db.session.scalars(
        select(Office).where(Office.kind.in_(kinds), Office.closed_on.is_(None)).order_by(Office.code)
    ).all()


def providers_of(service: str) -> Sequence[Office]:
    """The offices that give a service."""
    return offices_of_kind(*sorted(PROVIDERS[service]))


def counter_cases(actor: Actor, *, ended: bool, page: int = 1) -> Listed[Case]:
    """The cases taken at this front office: those under way, or those whose result waits to be handed over."""
    query = (
        select(Case)
        .options(joinedload(Case.person), joinedload(Case.office))
        .where(Case.front_office_id == actor.office_id)
        .order_by(Case.submitted_at.desc(), Case.id.desc())
    )
    if not ended:
        return listed(query.where(Case.ended_at.is_(None)), page, "under_way")
    given = select(Handover.case_id)
    query = query.where(Case.ended_at.is_not(None), Case.place != WITHDRAWN, Case.id.not_in(given))
    return listed(query, page, "results")


def without_consent(actor: Actor) -> Sequence[Case]:
    """The cases taken at this front office and under way whose consent is still to be signed, the longest first."""
    signed = select(Consent.case_id).where(Consent.case_id.is_not(None))
    return db.session.scalars(
        select(Case)
        .options(joinedload(Case.person))
        .where(Case.front_office_id == actor.office_id, Case.ended_at.is_(None), Case.id.not_in(signed))
        .order_by(Case.submitted_at, Case.id)
        .limit(MOST_LISTS)
    ).all()


def refused_acceptances(office: Office) -> Sequence[Paper]:
    """The receipts of refusal that this counter gave lately."""
    return db.session.scalars(
        select(Paper)
        .where(Paper.office_id == office.id, Paper.kind == "refused_acceptance")
        .order_by(Paper.id.desc())
        .limit(10)
    ).all()


def handover_of(case: Case) -> Handover | None:
    """How the result of a case was given into a hand."""
    return db.session.scalar(select(Handover).where(Handover.case_id == case.id))


def files_to_send(actor: Actor) -> Sequence[Case]:
    """Files that lie here and belong to the other end: to the provider after consent, back when they have ended."""
    sent = (
        select(ConsignmentItem.case_id).join(Consignment).where(Consignment.from_office_id == actor.office_id)
    )
    consented = select(Consent.case_id).where(Consent.case_id.is_not(None))
    return db.session.scalars(
        select(Case)
        .options(joinedload(Case.person), joinedload(Case.office), joinedload(Case.front_office))
        .where(
            Case.id.not_in(sent),
            Case.front_office_id.is_not(None),
            or_(
                and_(Case.front_office_id == actor.office_id, Case.id.in_(consented)),
                and_(Case.office_id == actor.office_id, Case.ended_at.is_not(None), Case.place != WITHDRAWN),
            ),
        )
        .order_by(Case.submitted_at)
    ).all()


def lists_of(actor: Actor) -> Sequence[Consignment]:
    """The courier's lists from and to this office, the newest first."""
    return db.session.scalars(_lists(actor).order_by(Consignment.id.desc()).limit(MOST_LISTS)).all()


def _lists(actor: Actor) -> Select[Consignment]:
    return (
        select(Consignment)
        .options(joinedload(Consignment.from_office), joinedload(Consignment.to_office))
        .where(
            or_(Consignment.from_office_id == actor.office_id, Consignment.to_office_id == actor.office_id)
        )
    )


def list_here(consignment_id: int, actor: Actor) -> Consignment:
    """One list, for both ends."""
    found = db.session.scalar(_lists(actor).where(Consignment.id == consignment_id))
    if found is None:
        raise NotFound
    return found


def items_of(consignments: Sequence[Consignment]) -> dict[int, list[ConsignmentItem]]:
    """The lines of some lists."""
    rows = db.session.scalars(
        select(ConsignmentItem)
        .options(joinedload(ConsignmentItem.case).joinedload(Case.person))
        .where(ConsignmentItem.consignment_id.in_([one.id for one in consignments]))
        .order_by(ConsignmentItem.id)
    ).all()
    found: dict[int, list[ConsignmentItem]] = {one.id: [] for one in consignments}
    for row in rows:
        found[row.consignment_id].append(row)
    return found


def clinic_cases(actor: Actor) -> Sequence[Case]:
    """What lies before the statistics cabinet now, and what it has decided lately."""
    return db.session.scalars(
        select(Case)
        .options(joinedload(Case.person))
        .where(Case.office_id == actor.office_id)
        .order_by(Case.ended_at.is_not(None), Case.due_at, Case.id.desc())
        .limit(100)
    ).all()
