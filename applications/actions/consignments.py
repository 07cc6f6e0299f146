"""Courier's lists between front office and provider: numbered, sent within one working day, marked on both ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from accounts.models import Office
from accounts.queries import today
from applications import papers
from applications.actions import course, front_office
from applications.models import Case, CaseDocument, Consignment, ConsignmentItem
from applications.terms import office_time
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import _l
from core.numbering import next_number
from core.refusals import NotFound, Refusal
from regulations.clock import Term, due
from regulations.kinds import Unit
from regulations.model import Amount

# K5 of the text: the set goes to the provider within one working day.
WITHIN = Amount(1, Unit.WORKING_DAY)


def send(to_office_id: int, case_ids: Sequence[int], courier: str) -> Consignment:
    """Give files to the courier with a numbered list, which is printed and signed on both ends."""
    origin_id = current_actor().office_id
    if origin_id is None:
        raise NotFound
    if not case_ids:
        raise Refusal(_l("Pick at least one file."), status=422)
    origin, target = db.session.get_one(Office, origin_id), db.session.get(Office, to_office_id)
    if target is None:
        raise NotFound
    cases = [_ready(case_id, origin, target) for case_id in sorted(set(case_ids))]
    year = today(origin.zone).year
    number = next_number("consignment", origin.id, year)
    sheet = papers.courier_list(
        origin, target, f"{year}-{number:06d}", courier,
        [papers.Carried(case.number, case.person.name, _documents(case)) for case in cases],
    )  # fmt: skip
    consignment = Consignment(
        from_office_id=origin.id,
        to_office_id=target.id,
        year=year,
        number=number,
        courier=courier,
        paper_id=sheet.id,
        sent_by=current_actor().account_id,
        sent_at=now(),
        due_at=min(to_send_by(case, origin) for case in cases),
    )
    db.session.add(consignment)
    db.session.flush()
    db.session.add_all(ConsignmentItem(consignment_id=consignment.id, case_id=case.id) for case in cases)
    db.session.flush()
    record(
        "applications:consignment:send",
        subject=("consignment", consignment.id),
        office_id=origin.id,
        new={"number": number, "to": target.id, "cases": [case.id for case in cases]},
        personal={"courier": courier},
    )
    return consignment


def receive(item_id: int) -> ConsignmentItem:
    """The other end marks one line of the list: this file has arrived."""
    item = held(ConsignmentItem, item_id)
    if item.consignment.to_office_id != current_actor().office_id:
        raise NotFound
    if item.received_at is not None:
        raise Refusal(_l("This file has been marked as received already."))
    item.received_by, item.received_at = current_actor().account_id, now()
    record(
        "applications:consignment:receive",
        subject=("case", item.case_id),
        office_id=item.consignment.to_office_id,
        new={"consignment": item.consignment_id, "item": item.id},
    )
    return item


def arrived(case: Case) -> None:
    """Registering a file that came with the courier marks it on the list, where nobody has yet."""
    item = db.session.scalar(
        select(ConsignmentItem)
        .join(Consignment)
        .where(
            ConsignmentItem.case_id == case.id,
            ConsignmentItem.received_at.is_(None),
            Consignment.to_office_id == current_actor().office_id,
        )
    )
    if item is not None:
        receive(item.id)


def to_send_by(case: Case, origin: Office) -> datetime:
    """By when a file must leave: one working day after it was taken, or after its result was there."""
    start = case.submitted_at if case.front_office_id == origin.id else (case.ended_at or now())
    return due(Term(WITHIN, start), office_time(origin)).moment


def _ready(case_id: int, origin: Office, target: Office) -> Case:
    """A file goes to its provider once, with the consent signed; back to its front office when it has ended."""
    case = course.locked(case_id)
    ways = (case.front_office_id, case.office_id), (case.office_id, case.front_office_id)
    if (origin.id, target.id) not in ways:
        raise NotFound
    if origin.id == case.front_office_id and front_office.consent_of(case) is None:
        raise Refusal(
            _l("The consent to case %(number)s has not been signed yet.", number=case.number),
            next_step=_l("Let the applicant sign it on paper and mark it as taken; then send the file."),
        )
    if origin.id == case.office_id and case.ended_at is None:
        raise Refusal(_l("Case %(number)s has no result to send yet.", number=case.number))
    before = db.session.scalar(
        select(ConsignmentItem.id)
        .join(Consignment)
        .where(ConsignmentItem.case_id == case.id, Consignment.from_office_id == origin.id)
    )
    if before is not None:
        raise Refusal(_l("Case %(number)s has been sent already.", number=case.number))
    return case


def _documents(case: Case) -> int:
    return (
        db.session.scalar(
            select(func.count(CaseDocument.id)).where(
                CaseDocument.case_id == case.id, CaseDocument.removed_at.is_(None)
            )
        )
        or 0
    )
