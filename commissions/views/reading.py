"""Reading: the commissions of the office, one with its members and the cases before it, a meeting with its agenda."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.door import allowed, signed_in
from accounts.roles import Role
from accounts.views.histories import history_of
from applications.case_reading import due_of, in_words
from commissions import keeping, panels, queries
from commissions.models import Meeting, MeetingSession
from commissions.views import blueprint
from commissions.words import BARS, KINDS, ROLES
from core.access import permission
from core.database import db
from core.frame import add_to_menu
from core.incoming import asked_page
from core.languages import _, _l, long_date, long_moment, short_moment
from regulations.catalogue import catalogue

add_to_menu(
    "commissions.commissions",
    _l("Commissions"),
    "commissions.read",
    26,
    (Role.RESPONSIBLE_OFFICIAL, Role.COMMISSION_SECRETARY),
)


@blueprint.get("/commissions")
@permission("commissions.read")
def commissions() -> ResponseReturnValue:
    """The commissions that somebody may see."""
    found = queries.commissions(signed_in().actor(), asked_page())
    return render_template(
        "commissions/commissions.html", commissions=found, kinds=KINDS, long_date=long_date
    )


@blueprint.get("/commissions/<int:commission_id>")
@permission("commissions.read")
def commission(commission_id: int) -> ResponseReturnValue:
    """One commission: its order, its members, its meetings, and who waits before it, with why not."""
    found = queries.find_commission(commission_id, signed_in().actor())
    waiting = queries.waiting_cases(found) if allowed("cases.read") else []
    return render_template(
        "commissions/commission.html",
        commission=found,
        kind=KINDS[found.kind],
        members=queries.members_of(found.id),
        roles=ROLES,
        own=found.office_id == signed_in().actor().office_id,
        meetings=queries.meetings_of(found.id, asked_page()),
        waiting=[
            {
                "number": case.number,
                "url": url_for("desks.case", public_id=case.public_id),
                "person": case.person.name,
                "service": in_words(catalogue().edition(case.edition_id).title),
                "due": due_of(case, case.due_at),
                "bar": BARS[bar] if bar else None,
                "public_id": case.public_id,
            }
            for case, bar in waiting
        ],
        most_waiting=queries.MOST_WAITING,
        history=history_of("commission", found.id),
        long_date=long_date,
    )


@blueprint.get("/commissions/meetings/<int:meeting_id>")
@permission("commissions.read")
def meeting(meeting_id: int) -> ResponseReturnValue:
    """One meeting: when, where, who keeps the protocol, whom it hears."""
    found = queries.find_meeting(meeting_id, signed_in().actor())
    own = found.office_id == signed_in().actor().office_id
    me, held = signed_in().actor().account_id, found.called_off_at is None
    secretary, session = keeping.secretary_of(found), db.session.get(MeetingSession, found.id)
    return render_template(
        "commissions/meeting.html",
        meeting=found,
        begun=session is not None,
        secretary=secretary,
        stints=_stints(found),
        keeps=held and allowed("meetings.keep") and secretary.account_id == me,
        may_hand_over=held and own and allowed("meetings.hand_over") and not (session and session.closed_at),
        sits=held
        and allowed("meetings.sit")
        and any(one.account_id == me and one.role != "secretary" for one in panels.on_the_day(found)),
        may_prepare=allowed("commissions.prepare") and own,
        begins=long_moment(found.starts_at, found.office.zone),
        ends=long_moment(found.ends_at, found.office.zone),
        agenda=[
            (slot, short_moment(slot.starts_at, found.office.zone)) for slot in queries.agenda_of(found.id)
        ],
        history=history_of("commission_meeting", found.id),
    )


def _stints(found: Meeting) -> list[dict[str, str]]:
    """Who kept the meeting one after the other, in words."""
    zone = found.office.zone
    return [
        {
            "name": one.keeper.account.name,
            "since": short_moment(one.since, zone) if one.since else _("since it was scheduled"),
            "until": short_moment(one.until, zone) if one.until else "–",
            "why": _("%(name)s: %(reason)s", name=one.handed_by, reason=one.reason) if one.reason else "–",
        }
        for one in keeping.stints_of(found)
    ]
