"""The demo's interviews: one protocol is signed, one is out for signature; one case is on an agenda, one still waits.

Those who passed the test a fortnight ago come before the attestation commission of the Committee by the verbs of its
people. What `demo_meeting` shows goes on now; here is what came before it and what comes after.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from accounts.demo import NotForProduction
from accounts.demo_hands import sign_all
from applications.models import Case
from commissions import queries
from commissions.actions import (
    agenda,
    meetings,
    recusing,
    ties,
)
from commissions.demo import actor_of, first_of
from commissions.demo_hearings import Held, hold, protocol_sheet
from commissions.demo_meeting import SECRETARY, tested, to_the_commission
from commissions.models import Commission, MeetingProtocol
from core.actor import acting
from core.clock import frozen, now
from core.database import db
from core.settings import Settings

MEMBERS = ("member-committee-1", "member-committee-2", "member-committee-3")


def fill_demo(settings: Settings) -> bool:
    """Hold what came before, offer what comes, and commit; False where there is a protocol, or too few have passed."""
    if settings.is_production:
        raise NotForProduction("demo data are not for production")
    made = first_of("attestation_commission")
    cases, today = tested(5), now()
    if made is None or len(cases) < 5 or db.session.scalar(select(MeetingProtocol.id).limit(1)) is not None:
        return False
    for number, case in enumerate(cases):
        with frozen(today - timedelta(days=14, minutes=-number)):
            to_the_commission(case)
    fit, unfit, late, waits, coming = cases
    first = hold(_told(made, today, 8), [(fit.id, "positive"), (unfit.id, "negative")])
    hold(_told(made, today, 3), [(late.id, "positive")])
    db.session.commit()
    sign_all(protocol_sheet(first), settings)
    _offered(made, coming)
    db.session.commit()
    return waits.ended_at is None


def _told(made: Commission, today: datetime, ago: int) -> Held:
    """The meeting of so many days ago."""
    place, called = "Астана, Мәңгілік ел 8, 214-кабинет", today - timedelta(days=13)
    return Held(made, place, SECRETARY, MEMBERS, called, morning(today, ago))


def _offered(made: Commission, case: Case) -> None:
    """On the agenda of a meeting before its last lawful day, with what the papers name and a member who steps aside."""
    last = case.total_due_at
    assert last is not None, "the text has a term"
    starts = morning(last, 1)
    # Some days ago, so that the candidate was told in time whatever days off lie between.
    with frozen(now() - timedelta(days=6)), acting(actor_of(SECRETARY)):
        meeting = meetings.schedule(
            made.id,
            meetings.Planned(starts, starts + timedelta(hours=2), place="Астана, Мәңгілік ел 8, 214-кабинет"),
        )
        slot = agenda.put_on(
            meeting.id, case.id, meeting.starts_at, meeting.starts_at + timedelta(minutes=20)
        )
        ties.note_of_papers(case.id, ties.Tie("taught", "Қалиева Гүлмира Оразбекқызы"))
        member = next(
            one for one in queries.members_of(made.id) if one.account_id == actor_of(MEMBERS[-1]).account_id
        )
        recusing.recuse(
            slot.interview_id, member.id, "taught", "Кандидаттың резидентурадағы жетекшісі болған"
        )


def morning(today: datetime, ago: int) -> datetime:
    """Ten o'clock so many days ago."""
    local = today.astimezone(ZoneInfo("Asia/Almaty")) - timedelta(days=ago)
    return local.replace(hour=10, minute=0, second=0, microsecond=0)
