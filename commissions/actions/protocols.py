"""The protocol: drawn from the facts of a closed meeting, sent for signature, called back.

Nothing is typed here. What was drawn is frozen with its digest; it is drawn anew only while nobody has signed.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import delete

from accounts import signing_queries
from accounts.actions import signing
from accounts.actions.signing import NewSheet, Place
from accounts.signing_models import SigningSheet
from applications import office_rules
from applications.actions import course
from commissions import keeping, protocol_queries
from commissions.actions import meetings
from commissions.models import Interview, Meeting, MeetingProtocol, MeetingSession, Member, ProtocolItem
from commissions.proceedings import Ending, Heard, Proceedings, Sat
from commissions.proceedings_reading import proceedings_of
from commissions.protocol_facts import FORM, ProtocolFacts, SetAside, Signatory, digest_of, spelled
from commissions.protocol_paper import protocol_pdf
from commissions.protocol_words import PRESIDED, SEATS
from commissions.voting import Seat
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.files import read_file, store_file
from core.holding import held
from core.journal import record
from core.languages import _l
from core.numbering import next_number
from core.refusals import NotFound, Refusal
from core.settings import Settings
from regulations.kinds import Need
from regulations.words import Words

KIND = "protocol"
_NONE: Mapping[int, str] = {}


def draw_protocol(meeting_id: int, set_aside: Mapping[int, str] = _NONE) -> MeetingProtocol:
    """Draw the protocol of a closed meeting, or draw it anew while it was not sent for signature.

    A decision whose result was replaced is named in `set_aside` (by interview) with the reason, or nothing is drawn.
    """
    meeting = meetings.locked(meeting_id)
    session = db.session.get(MeetingSession, meeting.id)
    if session is None or session.closed_at is None:
        raise Refusal(
            _l("The meeting is not closed yet."), next_step=_l("Close it first; then draw the protocol.")
        )
    told = proceedings_of(meeting.id)
    _demand_current(told, set_aside)
    found = protocol_queries.protocol_of(meeting.id)
    return _drawn_anew(found.id, meeting, told, set_aside) if found else _drawn(meeting, told, set_aside)


def _demand_current(told: Proceedings, set_aside: Mapping[int, str]) -> None:
    """Nothing is drawn on a result that another one has replaced, unless somebody says so in words."""
    for one in told.heard:
        if one.ending is Ending.DECIDED and one.interview not in set_aside and _is_replaced(one):
            raise Refusal(
                _l(
                    "The test result on which the decision on %(name)s rests was replaced since.",
                    name=one.candidate,
                ),
                next_step=_l("Say why this decision takes no effect; then draw the protocol again."),
            )


def _is_replaced(one: Heard) -> bool:
    return protocol_queries.rests_on_replaced(db.session.get_one(Interview, one.interview))


def _drawn(meeting: Meeting, told: Proceedings, set_aside: Mapping[int, str]) -> MeetingProtocol:
    moment = now()
    year = moment.astimezone(ZoneInfo(meeting.office.zone)).year
    made = MeetingProtocol(
        meeting_id=meeting.id,
        office_id=meeting.office_id,
        year=year,
        number=next_number(KIND, meeting.office_id, year),
    )
    _fill(made, meeting, told, set_aside)
    db.session.add(made)
    db.session.flush()
    _enter_items(made, told, set_aside)
    _note(made, "draw")
    return made


def _drawn_anew(
    protocol_id: int, meeting: Meeting, told: Proceedings, set_aside: Mapping[int, str]
) -> MeetingProtocol:
    found = held(MeetingProtocol, protocol_id)
    if signing_queries.sheet_of(KIND, found.id) is not None:
        raise Refusal(
            _l("The protocol was sent for signature."),
            next_step=_l("Call it back first, if nobody has signed it."),
        )
    if protocol_queries.anybody_signed(found.id):
        raise Refusal(_l("Somebody has signed the protocol: it is not drawn anew."))
    db.session.execute(delete(ProtocolItem).where(ProtocolItem.protocol_id == found.id))
    _fill(found, meeting, told, set_aside)
    db.session.flush()
    _enter_items(found, told, set_aside)
    _note(found, "redraw")
    return found


def _fill(made: MeetingProtocol, meeting: Meeting, told: Proceedings, set_aside: Mapping[int, str]) -> None:
    settings: Settings = current_app.extensions["synaq.settings"]
    actor = current_actor()
    facts = ProtocolFacts(
        form=FORM,
        number=made.spelled_number,
        drawn_at=now(),
        drawn_by=actor.name,
        specimen=settings.specimen,
        proceedings=told,
        signatories=tuple(
            Signatory(member.account.name, capacity) for member, capacity in signatories(meeting, told)
        ),
        set_aside=tuple(SetAside(interview, reason) for interview, reason in sorted(set_aside.items())),
    )
    made.facts, made.digest = spelled(facts), digest_of(facts)
    made.file_id = store_file(io.BytesIO(protocol_pdf(facts)), f"protocol-{made.spelled_number}.pdf").id
    made.drawn_by, made.drawn_at = actor.account_id or 0, facts.drawn_at


def _enter_items(made: MeetingProtocol, told: Proceedings, set_aside: Mapping[int, str]) -> None:
    db.session.add_all(
        ProtocolItem(
            protocol_id=made.id,
            position=one.position,
            interview_id=one.interview,
            case_id=one.case,
            decision=one.decision,
            digest=digest_of(one),
        )
        for one in told.heard
        if one.ending is Ending.DECIDED and one.interview not in set_aside
    )
    db.session.flush()


def signatories(meeting: Meeting, told: Proceedings) -> list[tuple[Member, Words]]:
    """Who signs, by the office's decision, and as whom: whoever presided first, last the secretary at the close."""
    session = db.session.get_one(MeetingSession, meeting.id)
    presided = session.presided_by or next(one.member for one in told.sat if one.seat is Seat.CHAIR)
    wanted = {presided: PRESIDED}
    if _all_sign(told):
        wanted |= {one.member: SEATS[one.seat] for one in told.sat if _sat_there(one, presided)}
    wanted |= {keeping.secretary_of(meeting).id: SEATS[Seat.SECRETARY]}
    return [(db.session.get_one(Member, member), capacity) for member, capacity in wanted.items()]


def _sat_there(one: Sat, presided: int) -> bool:
    return one.present and one.seat is not Seat.SECRETARY and one.member != presided


def _all_sign(told: Proceedings) -> bool:
    """Where services of one meeting differ, the wider circle signs; refused while an office has not decided."""
    found = set()
    for one in told.heard:
        case = db.session.get_one(Interview, one.interview).case
        edition = course.edition_of(case)
        office = case.committee_id or case.office_id
        office_rules.demand(office, edition, Need.PROTOCOL, case.procedure)
        found.add(office_rules.decided(office, edition, "protocol_signatories"))
    return "all_present_and_secretary" in found


def open_signing(protocol_id: int) -> SigningSheet:
    """Send the protocol to those who sign it, as it was drawn."""
    found = locked(protocol_id)
    places = signatories(found.meeting, proceedings_of(found.meeting_id))
    number = found.spelled_number
    sheet = signing.open_sheet(
        NewSheet(
            kind=KIND,
            subject_id=found.id,
            office_id=found.office_id,
            title=Words(
                f"Комиссия отырысының № {number} хаттамасы",
                f"Протокол заседания комиссии № {number}",
                f"Protocol {number} of a commission's meeting",
            ),
            document=read_file(found.file),
            name=f"protocol-{number}.pdf",
            places=tuple(Place(member.account_id, capacity) for member, capacity in places),
        )
    )
    _note(found, "send", sheet=sheet.id)
    return sheet


def call_back(protocol_id: int, reason: str) -> None:
    """Take the protocol back from signing, with a reason; who has signed it has signed it."""
    sheet, found = signing.hold_sheet(KIND, protocol_id), locked(protocol_id)
    if sheet is None:
        raise Refusal(_l("The protocol was not sent for signature."))
    signing.take_back(KIND, found.id, sheet, reason)
    _note(found, "call_back", reason=reason)


def locked(protocol_id: int) -> MeetingProtocol:
    """A protocol of the own office, held until the commit."""
    found = held(MeetingProtocol, protocol_id)
    if found.office_id != current_actor().office_id:
        raise NotFound
    return found


def _note(found: MeetingProtocol, verb: str, **new: object) -> None:
    record(
        f"commissions:protocol:{verb}",
        subject=("commission_meeting", found.meeting_id),
        office_id=found.office_id,
        new={"protocol": found.spelled_number, "digest": found.digest, **new},
    )
