"""The holder of a paper is invited and heard on the result that was lowered, before anything is ordered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from accounts.refused_facts import RefusedFact
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import Text, _l
from core.refusals import NotFound, Refusal
from exam.models import Result
from orders.lowered import hearing_on, invitation_on, lowered_result
from orders.models import HearingInvitation, HolderHearing, ResultPaper
from orders.office_settings import hearing_notice
from orders.result_notices import tell_invited


@dataclass(frozen=True, slots=True)
class Invited:
    """Where, on which day and at which hour the holder is asked to come."""

    place: str
    day: date
    hour: time


@dataclass(frozen=True, slots=True)
class Heard:
    """How, when, and what was said; why there was no invitation, where there was none."""

    how: str
    said: str
    day: date
    uninvited_because: str = ""


def invite(paper_id: int, invited: Invited) -> HearingInvitation:
    """Invite the holder, or invite anew: the later invitation names the earlier one, and the holder is told."""
    paper = held(ResultPaper, paper_id)
    result = _lowered_of_own(paper)
    if not invited.place.strip():
        raise RefusedFact("place", _l("Say where the holder is heard."))
    least, zone = hearing_notice(paper.office_id), ZoneInfo(paper.office.zone)
    today = now().astimezone(zone).date()
    if (invited.day - today).days < least or datetime.combine(invited.day, invited.hour, zone) <= now():
        raise RefusedFact("day", _too_early(least))
    earlier = invitation_on(paper, result)
    made = HearingInvitation(
        paper_id=paper.id,
        result_id=result.id,
        place=invited.place.strip(),
        day=invited.day,
        hour=f"{invited.hour:%H:%M}",
        least_days=least,
        replaces_id=earlier.id if earlier else None,
        invited_by=current_actor().account_id,
        invited_on=today,
        invited_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    record(
        "orders:result_paper:invite_holder",
        subject=("result_paper", paper.id),
        office_id=paper.office_id,
        new={
            "invitation": made.id,
            "result": result.id,
            "day": made.day.isoformat(),
            "hour": made.hour,
            "place": made.place,
        },
    )
    tell_invited(paper, made)
    return made


def _too_early(least: int) -> Text:
    if not least:
        return _l("Choose a day and an hour to come.")
    return _l(
        "The office has decided to invite at least %(days)s days before; it is its own rule, of no text.",
        days=least,
    )


def _lowered_of_own(paper: ResultPaper) -> Result:
    """The lowered result of a paper of the own office on which its holder was not heard yet."""
    if paper.office_id != current_actor().office_id:
        raise NotFound
    result = lowered_result(paper)
    if result is None:
        raise Refusal(_l("The result on which this paper rests was not lowered: there is nothing to hear."))
    if hearing_on(paper, result) is not None:
        raise Refusal(_l("The holder has been heard on this already."))
    return result


def hear(paper_id: int, heard: Heard) -> HolderHearing:
    """Write down how the holder was heard; once for each lowered result."""
    paper = held(ResultPaper, paper_id)
    result = _lowered_of_own(paper)
    if not heard.said.strip():
        raise RefusedFact("said", _l("Write what the holder said, or how they were asked to come."))
    if heard.day > now().astimezone(ZoneInfo(paper.office.zone)).date():
        raise RefusedFact("day", _l("This day has not come yet."))
    invitation = invitation_on(paper, result)
    _demand_invited(invitation, heard)
    made = HolderHearing(
        paper_id=paper.id,
        result_id=result.id,
        how=heard.how,
        said=heard.said.strip(),
        heard_on=heard.day,
        invitation_id=invitation.id if invitation else None,
        uninvited_because=None if invitation else heard.uninvited_because.strip(),
        recorded_by=current_actor().account_id,
        recorded_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    record(
        "orders:result_paper:hear_holder",
        subject=("result_paper", paper.id),
        office_id=paper.office_id,
        new={"how": made.how, "result": result.id, "invitation": made.invitation_id},
        personal={"said": made.said},
    )
    return made


def _demand_invited(invitation: HearingInvitation | None, heard: Heard) -> None:
    """Whoever was not invited did not fail to come; and that nobody was invited has its reason."""
    absent = heard.how == "did_not_come"
    if invitation is None and absent:
        raise RefusedFact("how", _l("Nobody stays away who was not invited: invite the holder first."))
    if invitation is None and not heard.uninvited_because.strip():
        raise RefusedFact("uninvited_because", _l("Say why the holder was heard without an invitation."))
    if invitation is not None and absent and heard.day < invitation.day:
        raise RefusedFact("day", _l("The holder was invited for a later day."))


def demand_heard(paper: ResultPaper) -> None:
    """Nothing ends because of a lowered result before its holder was heard."""
    result = lowered_result(paper)
    if result is not None and hearing_on(paper, result) is None:
        raise Refusal(
            _l("The result of paper %(number)s was lowered: hear its holder first.", number=paper.number),
            next_step=_l("Open the paper, invite the holder and write down how they were heard."),
        )
