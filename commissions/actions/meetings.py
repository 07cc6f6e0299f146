"""Scheduling a meeting, and calling it off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts.refused_facts import RefusedFact
from commissions import notices, queries
from commissions.actions import forming
from commissions.models import Commission, Meeting, MeetingSession, Member
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import _l
from core.numbering import next_number
from core.refusals import NotFound, Refusal


@dataclass(frozen=True, slots=True)
class Planned:
    """When and where a commission meets: in a room, over a link, or both."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""


def schedule(commission_id: int, wanted: Planned) -> Meeting:
    """A meeting to come; the members are told at once."""
    at = forming.locked(commission_id)
    if wanted.starts_at <= now():
        raise RefusedFact("starts", _l("This time has passed already."))
    if wanted.ends_at <= wanted.starts_at:
        raise RefusedFact("ends", _l("The meeting ends after it begins."))
    if not wanted.place and not wanted.link:
        raise RefusedFact("place", _l("Say where: a room, or a link."))
    day = wanted.starts_at.astimezone(ZoneInfo(at.office.zone)).date()
    members, year = queries.sitting_on(at.id, day), day.year
    secretary = _led(members)
    made = Meeting(
        commission_id=at.id,
        office_id=at.office_id,
        number=f"{year}-{next_number('commission_meeting', at.office_id, year):04d}",
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        place=_as_written_before(at, wanted.place),
        link=wanted.link,
        secretary_id=secretary.id,
        scheduled_by=current_actor().account_id,
        scheduled_at=now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError as error:
        raise RefusedFact(
            "starts", _l("At this time the commission or the room has another meeting.")
        ) from error
    _note(made, "schedule", {"number": made.number, "starts_at": made.starts_at, "place": made.place})
    notices.tell_members(made, members)
    return made


def _led(members: list[Member]) -> Member:
    """The secretary of that day: of several whoever schedules, else the one named first.

    Without a chair or deputy, and without a secretary, nobody meets.
    """
    if not any(one.role in ("chair", "deputy") for one in members):
        raise Refusal(
            _l("On that day the commission has neither a chair nor a deputy."),
            next_step=_l("Name one first."),
        )
    secretaries = [one for one in members if one.role == "secretary"]
    if not secretaries:
        raise Refusal(
            _l("On that day the commission has no secretary, and nobody would keep the protocol."),
            next_step=_l("Name one first."),
        )
    me = current_actor().account_id
    return next((one for one in secretaries if one.account_id == me), secretaries[0])


def _as_written_before(at: Commission, place: str) -> str:
    """One room has one spelling, so that two meetings in it are seen to clash."""
    written = db.session.scalars(select(Meeting.place).where(Meeting.office_id == at.office_id).distinct())
    return next((one for one in written if one.casefold() == place.casefold()), place)


def locked(meeting_id: int) -> Meeting:
    """A meeting of the own office, held until the commit."""
    found = held(Meeting, meeting_id)
    if found.office_id != current_actor().office_id:
        raise NotFound
    return found


def own(meeting_id: int) -> Meeting:
    """A meeting of the own office, read."""
    found = db.session.get(Meeting, meeting_id)
    if found is None or found.office_id != current_actor().office_id:
        raise NotFound
    return found


def call_off(meeting_id: int, reason: str) -> None:
    """The meeting is not held: its candidates and members are told, and its cases wait for another one."""
    found = locked(meeting_id)
    if found.called_off_at is not None:
        raise Refusal(_l("This meeting was called off already."))
    slots = queries.agenda_of(found.id)
    if db.session.get(MeetingSession, found.id) is not None:
        raise Refusal(_l("The meeting has begun: it is no longer called off."))
    for slot in slots:
        slot.released_at, slot.released_reason = now(), reason
        notices.tell_candidate_called_off(slot, reason)
    found.called_off_at, found.called_off_by = now(), current_actor().account_id
    found.called_off_reason = reason
    db.session.flush()
    _note(found, "call_off", {"number": found.number, "reason": reason})
    day = found.starts_at.astimezone(ZoneInfo(found.office.zone)).date()
    notices.tell_members(found, queries.sitting_on(found.commission_id, day))


def _note(found: Meeting, verb: str, new: dict[str, object]) -> None:
    record(
        f"commissions:meeting:{verb}",
        subject=("commission_meeting", found.id),
        office_id=found.office_id,
        new=new,
    )
