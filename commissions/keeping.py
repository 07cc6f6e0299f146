"""Who keeps a meeting: exactly one secretary at a time, from one hand-over to the next.

Asked anew each time, never from what a page has read before: from the moment of a hand-over the former secretary
writes nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from commissions import panels
from commissions.models import Meeting, MeetingHandover, Member
from core.database import db
from core.languages import _l, short_moment
from core.refusals import NotFound, Refusal


class HandedOn(Refusal):
    """Whoever kept this meeting before is told who keeps it now. Nothing was written; the text is on their page."""

    stale = True

    def __init__(self, meeting: Meeting, handed: MeetingHandover) -> None:
        name = handed.taker.account.name
        super().__init__(
            _l(
                "Since %(moment)s this meeting is kept by %(name)s: it was handed over, and you no longer write in it.",
                moment=short_moment(handed.handed_at, meeting.office.zone),
                name=name,
            ),
            next_step=_l("What you typed stays on your page: tell %(name)s what is missing.", name=name),
        )


@dataclass(frozen=True, slots=True)
class Stint:
    """One secretary at one meeting: from the opening or a hand-over until the next one, by whose act and why."""

    keeper: Member
    since: datetime | None
    until: datetime | None
    handed_by: str
    reason: str


def handovers_of(meeting_id: int) -> Sequence[MeetingHandover]:
    """Every hand-over of a meeting, in their order."""
    return db.session.scalars(
        select(MeetingHandover)
        .options(
            joinedload(MeetingHandover.giver).joinedload(Member.account),
            joinedload(MeetingHandover.taker).joinedload(Member.account),
            joinedload(MeetingHandover.hander),
        )
        .where(MeetingHandover.meeting_id == meeting_id)
        .order_by(MeetingHandover.position)
    ).all()


def secretary_of(meeting: Meeting) -> Member:
    """Who keeps the meeting now."""
    handed = handovers_of(meeting.id)
    return handed[-1].taker if handed else meeting.first_secretary


def handed_on_by(meeting: Meeting, account_id: int | None) -> MeetingHandover | None:
    """The hand-over by which somebody who kept this meeting keeps it no longer; None for everybody else."""
    handed = handovers_of(meeting.id)
    if not handed or handed[-1].taker.account_id == account_id:
        return None
    return handed[-1] if any(one.giver.account_id == account_id for one in handed) else None


def demand_keeper(meeting: Meeting, account_id: int | None) -> None:
    """Refuse whoever does not keep the meeting. To somebody who never kept it, it is not there."""
    if secretary_of(meeting).account_id == account_id:
        return
    handed = handed_on_by(meeting, account_id)
    if handed is None:
        raise NotFound
    raise HandedOn(meeting, handed)


def could_keep(meeting: Meeting) -> list[Member]:
    """The other secretaries of the commission on the day, to whom the meeting may be handed."""
    now = secretary_of(meeting)
    return [one for one in panels.on_the_day(meeting) if one.role == "secretary" and one.id != now.id]


def stints_of(meeting: Meeting) -> list[Stint]:
    """Who kept the meeting from when until when; the first one since it was scheduled, the last one to its end."""
    handed = handovers_of(meeting.id)
    starts: list[MeetingHandover | None] = [None, *handed]
    ends: list[MeetingHandover | None] = [*handed, None]
    return [
        Stint(
            keeper=began.taker if began else meeting.first_secretary,
            since=began.handed_at if began else None,
            until=ended.handed_at if ended else None,
            handed_by=began.hander.name if began else "",
            reason=began.reason if began else "",
        )
        for began, ended in zip(starts, ends, strict=True)
    ]
