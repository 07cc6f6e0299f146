"""The verb of the working calendar: enter what a decree says of a day. The newest decree on a day counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.models import CalendarDay
from accounts.queries import today
from accounts.refused_facts import RefusedFact
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import _l


@dataclass(frozen=True, slots=True)
class Decree:
    """The act that moves a day, and the reason that readers see."""

    number: str
    dated: date
    reason: str


def decree_day(day: date, works: bool | None, decree: Decree) -> CalendarDay:
    """Make a day a working day or a day off; None gives it back to the law's own calendar."""
    if not decree.number.strip():
        raise RefusedFact("decision_number", _l("Write the number of the decree."))
    if decree.dated > today():
        raise RefusedFact("decision_date", _l("The decree is dated in the future."))
    if not decree.reason.strip():
        raise RefusedFact("reason", _l("Say why; people see it where a term skips the day."))
    before = decreed(day)
    row = CalendarDay(
        day=day,
        works=works,
        reason=decree.reason.strip(),
        decision_number=decree.number.strip(),
        decision_date=decree.dated,
        set_by=current_actor().account_id,
        set_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    record(
        "accounts:calendar_day:decree",
        subject=("calendar_day", day.isoformat()),
        old=None if before is None else {"works": before.works, "decision": before.decision_number},
        new={
            "day": day,
            "works": works,
            "reason": row.reason,
            "decision": row.decision_number,
            "decision_date": decree.dated,
        },
    )
    return row


def transfer_day(rest: date, worked: date | None, decree: Decree) -> tuple[CalendarDay, CalendarDay]:
    """A day of rest is moved: people rest on one day and work on the other."""
    if worked is None:
        raise RefusedFact("worked", _l("Type the day on which people work instead."))
    if rest == worked:
        raise RefusedFact("worked", _l("A day cannot be exchanged for itself."))
    return decree_day(rest, False, decree), decree_day(worked, True, decree)


def decreed(day: date) -> CalendarDay | None:
    """The decree that counts for a day."""
    return db.session.query(CalendarDay).filter_by(day=day).order_by(CalendarDay.id.desc()).first()
