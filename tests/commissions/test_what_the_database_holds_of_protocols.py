"""Protocols attacked past the code, by SQL, before and after the signatures, on either database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select, text, update

from accounts.signing_queries import places_of
from commissions import protocol_queries
from commissions.actions import protocols
from commissions.models import (
    Interview,
    MeetingProtocol,
    ProtocolCorrection,
    ProtocolItem,
    ProtocolItemSigned,
    ProtocolSigned,
)
from core.actor import acting
from core.clock import now
from core.database import db
from exam.actions import correcting
from tests.accounts.signing_hands import sign_all, sign_next
from tests.commissions.hearing import Hearing, at, hearing
from tests.commissions.live_hands import hold_meeting, secretary_of
from tests.commissions.protocol_hands import drawn_protocol, sent_protocol
from tests.exam.test_what_the_database_holds import refused, refused_row

__all__ = ["at", "hearing"]


def protocol_row(hearing: Hearing, **changes: Any) -> MeetingProtocol:
    facts: dict[str, Any] = {
        "meeting_id": hearing.meeting.id,
        "office_id": hearing.meeting.office_id,
        "year": 2026,
        "number": 1,
        "facts": "{}",
        "digest": "0" * 64,
        "file_id": hearing.commission.order_file_id,
        "drawn_by": hearing.secretary.account_id,
        "drawn_at": now(),
    }
    return MeetingProtocol(**(facts | changes))


def item_row(drawn: MeetingProtocol, interview: Interview, **changes: Any) -> ProtocolItem:
    facts: dict[str, Any] = {
        "protocol_id": drawn.id,
        "position": 1,
        "interview_id": interview.id,
        "case_id": interview.case_id,
        "decision": "positive",
        "digest": "0" * 64,
    }
    return ProtocolItem(**(facts | changes))


def held(hearing: Hearing) -> Interview:
    hold_meeting(hearing.meeting, {hearing.cases[0].id: "positive"})
    return db.session.scalars(select(Interview)).one()


def test_a_protocol_is_of_a_closed_meeting_of_its_office_and_its_number_leaves_no_gap(
    hearing: Hearing,
) -> None:
    refused_row(protocol_row(hearing))
    held(hearing)
    refused_row(protocol_row(hearing, number=2))
    refused_row(protocol_row(hearing, number=0))
    refused_row(protocol_row(hearing, digest="short"))
    refused_row(protocol_row(hearing, office_id=hearing.meeting.office_id + 999))
    drawn_protocol(hearing.meeting)
    refused_row(protocol_row(hearing, number=2))


def test_an_item_is_the_decision_of_its_interview_in_its_meeting(hearing: Hearing) -> None:
    interview = held(hearing)
    drawn = drawn_protocol(hearing.meeting)
    refused_row(item_row(drawn, interview, position=2))
    refused(update(ProtocolItem).values(decision="negative"))
    db.session.execute(delete(ProtocolItem))
    db.session.expire_all()
    refused_row(item_row(drawn, interview, decision="negative"))
    refused_row(item_row(drawn, interview, case_id=hearing.cases[1].id))
    refused_row(item_row(drawn, interview, interview_id=interview.id + 999))
    with acting(hearing.official):
        correcting.take_back(hearing.cases[0].id, "басқа адам тапсырды")
    refused_row(item_row(drawn, interview))


def test_what_was_sent_to_be_signed_stays_and_signed_once_it_stays_for_good(hearing: Hearing) -> None:
    held(hearing)
    drawn, sheet = sent_protocol(hearing.meeting)
    changes = (
        update(MeetingProtocol).values(facts="{}"),
        update(MeetingProtocol).values(digest="1" * 64),
        delete(ProtocolItem),
    )
    for one in changes:
        refused(one)
    sign_next(places_of(sheet)[0])
    with acting(secretary_of(hearing.meeting)):
        protocols.call_back(drawn.id, "қате")
    for one in changes:
        refused(one)
    refused(update(MeetingProtocol).values(number=2))
    refused(delete(MeetingProtocol))


def test_nothing_is_signed_without_its_signatures_or_with_those_of_another_paper(hearing: Hearing) -> None:
    held(hearing)
    drawn, sheet = sent_protocol(hearing.meeting)
    (item,) = protocol_queries.items_of(drawn.id)
    effect = {"item_id": item.id, "protocol_id": drawn.id, "case_id": item.case_id, "decision": "positive"}
    refused_row(ProtocolSigned(protocol_id=drawn.id, sheet_id=sheet))
    refused_row(ProtocolItemSigned(**effect))
    correction = {
        "protocol_id": drawn.id, "number": 1, "stands": "бір", "reads": "екі", "reason": "қате", "digest": "0" * 64,
        "file_id": drawn.file_id, "drawn_by": hearing.secretary.account_id, "drawn_at": now(),
    }  # fmt: skip
    refused_row(ProtocolCorrection(**correction))
    sign_all(sheet)
    refused_row(ProtocolCorrection(**correction | {"reads": "бір"}))
    refused_row(ProtocolCorrection(**correction | {"reason": ""}))
    for table in ("protocol_signed", "protocol_item_signed"):
        refused(text(f"DELETE FROM {table}"))
    refused(update(ProtocolItemSigned).values(decision="negative"))
    refused(update(ProtocolSigned).values(sheet_id=sheet + 1))


def test_no_decision_takes_effect_after_its_result_was_replaced(hearing: Hearing) -> None:
    held(hearing)
    drawn, sheet = sent_protocol(hearing.meeting)
    (item,) = protocol_queries.items_of(drawn.id)
    with acting(hearing.official):
        correcting.take_back(hearing.cases[0].id, "басқа адам тапсырды")
    sign_all(sheet)
    refused_row(
        ProtocolItemSigned(item_id=item.id, protocol_id=drawn.id, case_id=item.case_id, decision="positive")
    )
