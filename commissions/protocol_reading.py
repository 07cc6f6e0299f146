"""What the pages of a protocol show: where it stands, who has signed, which decisions take effect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for

from accounts import signing_queries
from accounts.signing_models import SigningSheet
from commissions import protocol_queries
from commissions.actions import protocol_corrections, protocols
from commissions.models import Interview, Meeting, MeetingProtocol, MeetingSession, ProtocolItem
from commissions.proceedings import Ending, Heard
from commissions.proceedings_reading import proceedings_of
from commissions.protocol_facts import read_facts
from commissions.protocol_paper import extract_pdf
from core.database import db
from core.languages import Text, _l, long_moment


@dataclass(frozen=True, slots=True)
class Own:
    """What a candidate reads of the protocol."""

    number: str
    decision: str
    motives: str
    signed: str


def shown(meeting: Meeting) -> dict[str, Any]:
    """The protocol of a meeting with everything around it."""
    found = protocol_queries.protocol_of(meeting.id)
    closed = _is_closed(meeting.id)
    base: dict[str, Any] = {"protocol": found, "closed": closed, "lines": [], "places": [], "corrections": []}
    if found is None:
        return base | {"lines": _lines(proceedings_of(meeting.id).heard, set()) if closed else []}
    sheet = signing_queries.sheet_of(protocols.KIND, found.id)
    done = protocol_queries.done_of(found.id)
    held_back = _held_back(found) if done else set()
    return base | {
        "lines": _lines(read_facts(found.facts).proceedings.heard, held_back),
        "sheet": sheet,
        "done": done,
        "signed_at": long_moment(done.done_at, meeting.office.zone) if done else "",
        "places": _places(sheet, meeting.office.zone) if sheet else [],
        "may_redraw": sheet is None and not protocol_queries.anybody_signed(found.id),
        "corrections": _corrections(found),
    }


def _is_closed(meeting_id: int) -> bool:
    session = db.session.get(MeetingSession, meeting_id)
    return session is not None and session.closed_at is not None


def replaced_of(meeting_id: int) -> list[Heard]:
    """The decisions of a closed meeting whose test result another one has replaced."""
    if not _is_closed(meeting_id):
        return []
    return [
        one
        for one in proceedings_of(meeting_id).heard
        if one.ending is Ending.DECIDED
        and protocol_queries.rests_on_replaced(db.session.get_one(Interview, one.interview))
    ]


def _lines(heard: tuple[Heard, ...], held_back: set[int]) -> list[dict[str, Any]]:
    return [
        {
            "position": one.position,
            "candidate": one.candidate,
            "case": one.case_number,
            "came_to": DECISIONS[one.decision] if one.decision else ENDINGS[one.ending],
            "held_back": one.interview in held_back,
        }
        for one in heard
    ]


def _held_back(found: MeetingProtocol) -> set[int]:
    effect = protocol_queries.in_effect(found.id)
    return {one.interview_id for one in protocol_queries.items_of(found.id) if one.id not in effect}


def _places(sheet: SigningSheet, zone: str) -> list[dict[str, Any]]:
    deeds = {one.position: one for one in signing_queries.deeds_of(sheet.id)}
    return [
        {
            "name": place.account.name,
            "capacity": place.capacity,
            "deed": deeds.get(place.position),
            "at": long_moment(deeds[place.position].at, zone) if place.position in deeds else "",
        }
        for place in signing_queries.places_of(sheet.id)
    ]


def _corrections(found: MeetingProtocol) -> list[dict[str, Any]]:
    told = []
    for one in protocol_queries.corrections_of(found.id):
        sheet = signing_queries.sheet_of(protocol_corrections.KIND, one.id)
        signed = sheet is not None and signing_queries.done_of(sheet.id) is not None
        address = url_for("commissions.correction_file", protocol_id=found.id, number=one.number)
        told.append({"row": one, "signed": signed, "url": address})
    return told


def positions_of(found: MeetingProtocol) -> list[tuple[str, str]]:
    """The items of a protocol, for a choice."""
    heard = read_facts(found.facts).proceedings.heard
    return [(str(one.position), f"{one.position}. {one.candidate}") for one in heard]


def own_of(case_id: int) -> Own | None:
    """What the newest signed protocol says of a case."""
    item = protocol_queries.signed_item_of(case_id)
    if item is None:
        return None
    heard = _heard_of(item)
    return Own(item.protocol.spelled_number, item.decision, heard.motives, _signed_on(item.protocol))


def _heard_of(item: ProtocolItem) -> Heard:
    facts = read_facts(item.protocol.facts)
    return next(one for one in facts.proceedings.heard if one.interview == item.interview_id)


def _signed_on(found: MeetingProtocol) -> str:
    done = protocol_queries.done_of(found.id)
    return long_moment(done.done_at, found.meeting.office.zone) if done else ""


def extract_of(found: MeetingProtocol, item: ProtocolItem, language: str) -> bytes:
    """The extract for one candidate, made of the frozen facts."""
    done = protocol_queries.done_of(found.id)
    day = f"{done.done_at.astimezone(ZoneInfo(found.meeting.office.zone)):%d.%m.%Y}" if done else ""
    return extract_pdf(read_facts(found.facts), item.interview_id, day, language)


DECISIONS: dict[str, Text] = {
    "positive": _l("Decided positively"),
    "negative": _l("Decided negatively"),
}
ENDINGS: dict[Ending, Text] = {
    Ending.ABSENT: _l("Did not come"),
    Ending.ABSENT_WITH_GOOD_REASON: _l("Did not come, for a good reason"),
    Ending.NO_QUORUM: _l("No quorum"),
    Ending.NOT_REACHED: _l("Not reached"),
}
