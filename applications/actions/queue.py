"""Places in the queue of a front office or a clinic: booked, given back; one visitor a counter and quarter hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select

from accounts.models import Office
from applications import office_rules
from applications.models import Case, QueueSlot
from applications.terms import office_time
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal
from regulations.office_time import OfficeTime

QUARTER = timedelta(minutes=15)
DAYS_AHEAD = 30


@dataclass(frozen=True, slots=True)
class Booking:
    """Who comes for what, when."""

    office: Office
    kind: str  # acceptance | issue | telephone
    starts_at: datetime
    service: str
    name: str
    phone: str = ""
    account_id: int | None = None
    case: Case | None = None


def book(wanted: Booking) -> QueueSlot:
    """Book a place; where all counters are taken, say so. Twice the same person at one moment is one place."""
    _is_open(wanted.office, wanted.starts_at)
    # Whoever books at this office at the same time waits here and then sees which counters are left.
    held(Office, wanted.office.id, pointed_at=True)
    taken = db.session.scalars(
        select(QueueSlot).where(
            QueueSlot.office_id == wanted.office.id, QueueSlot.starts_at == wanted.starts_at
        )
    ).all()
    booked = [slot for slot in taken if slot.cancelled_at is None]
    for slot in booked:
        if wanted.account_id is not None and slot.account_id == wanted.account_id:
            return slot
    open_counters = office_rules.counters(wanted.office.id)
    if open_counters == 0:
        raise Refusal(
            _l("This office takes no bookings: it has not decided how many counters it opens to them."),
            next_step=_l("Come without a booking, or apply in your cabinet."),
        )
    counter = next(
        (n for n in range(1, open_counters + 1) if all(slot.counter != n for slot in booked)), None
    )
    if counter is None:
        raise Refusal(
            _l("All counters are taken at that time."), next_step=_l("Choose another time from the list.")
        )
    _clear_cancelled(wanted.office.id, wanted.starts_at, counter)
    slot = QueueSlot(
        office_id=wanted.office.id,
        kind=wanted.kind,
        starts_at=wanted.starts_at,
        counter=counter,
        service=wanted.service,
        account_id=wanted.account_id,
        case_id=wanted.case.id if wanted.case else None,
        name=wanted.name,
        phone=wanted.phone,
        booked_at=now(),
    )
    db.session.add(slot)
    db.session.flush()
    record(
        "applications:slot:book",
        subject=("slot", slot.id),
        office_id=slot.office_id,
        new={"starts_at": slot.starts_at.isoformat(), "counter": slot.counter, "kind": slot.kind},
        personal={"name": slot.name, "phone": slot.phone},
    )
    return slot


def cancel(slot_id: int, *, account_id: int | None = None) -> QueueSlot:
    """Give a place back: whoever booked it, or the office where it is."""
    slot = held(QueueSlot, slot_id)
    mine = account_id is not None and slot.account_id == account_id
    if not (mine or slot.office_id == current_actor().office_id):
        raise NotFound
    if slot.cancelled_at is not None:
        raise Refusal(_l("This place has been given back already."))
    slot.cancelled_at = now()
    record(
        "applications:slot:cancel",
        subject=("slot", slot.id),
        office_id=slot.office_id,
        old={"starts_at": slot.starts_at.isoformat(), "counter": slot.counter},
    )
    return slot


def free_times(office: Office, first: datetime, days: int) -> list[datetime]:
    """The quarters of an hour from a moment on at which a counter is free."""
    time = office_time(office)
    taken: dict[datetime, int] = {
        row[0]: row[1]
        for row in db.session.execute(
            select(QueueSlot.starts_at, func.count())
            .where(
                QueueSlot.office_id == office.id,
                QueueSlot.cancelled_at.is_(None),
                QueueSlot.starts_at >= first,
                QueueSlot.starts_at < first + timedelta(days=days + 1),
            )
            .group_by(QueueSlot.starts_at)
        ).all()
    }
    day = time.local(first).date()
    moments = [moment for number in range(days) for moment in _quarters(time, day + timedelta(days=number))]
    most = office_rules.counters(office.id)
    return [moment for moment in moments if moment > first and taken.get(moment, 0) < most]


def _quarters(time: OfficeTime, day: date) -> list[datetime]:
    """The moments of a day at which a visit can begin and end while the office is open."""
    found: list[datetime] = []
    if not time.calendar.is_working(day):
        return found
    for begin, end in time.open_on(day).spans(day):
        moment = begin
        while moment + QUARTER <= end:
            found.append(time.aware(moment))
            moment += QUARTER
    return found


def _is_open(office: Office, starts_at: datetime) -> None:
    if starts_at <= now() or starts_at > now() + timedelta(days=DAYS_AHEAD):
        raise Refusal(_l("Choose a time within the next thirty days."), status=422)
    time = office_time(office)
    if starts_at not in _quarters(time, time.local(starts_at).date()):
        raise Refusal(
            _l("The office is closed at that time."), next_step=_l("Choose another time from the list.")
        )


def _clear_cancelled(office_id: int, starts_at: datetime, counter: int) -> None:
    """A place that was given back makes room; that it was booked and cancelled stands in the journal."""
    db.session.execute(
        delete(QueueSlot).where(
            QueueSlot.office_id == office_id,
            QueueSlot.starts_at == starts_at,
            QueueSlot.counter == counter,
            QueueSlot.cancelled_at.is_not(None),
        )
    )
