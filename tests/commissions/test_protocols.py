"""From a closed meeting to the signed protocol: what is drawn, what freezes it, and what it does to the cases."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from accounts import signing_queries
from applications.models import Case
from commissions import protocol_queries
from commissions.actions import protocol_corrections, protocols
from commissions.models import Meeting, MeetingProtocol, ProtocolCorrectionSigned, ProtocolItemSigned
from commissions.proceedings import Ending
from commissions.proceedings_reading import proceedings_of
from commissions.protocol_facts import read_facts
from commissions.protocol_proof import prove
from core.actor import acting
from core.database import db
from core.files import read_file
from core.refusals import NotFound, Refusal
from exam.actions import correcting
from gateways.doors import doors
from gateways.signatures.enclosed import enclosed_files
from tests.accounts.signing_hands import sign_all, sign_next
from tests.commissions.hearing import Hearing, at, hearing
from tests.commissions.live_hands import hold_meeting, secretary_of
from tests.commissions.protocol_hands import drawn_protocol, sent_protocol, signed_protocol

__all__ = ["at", "hearing"]


def held(hearing: Hearing, decision: str = "positive") -> Meeting:
    return hold_meeting(hearing.meeting, {hearing.cases[0].id: decision})


def step_of(case: Case) -> str:
    db.session.refresh(case)
    return case.place


def test_a_protocol_says_what_the_meeting_left_behind_and_nothing_else(hearing: Hearing) -> None:
    meeting = held(hearing)
    drawn = drawn_protocol(meeting)
    facts = read_facts(drawn.facts)
    assert facts.proceedings == proceedings_of(meeting.id)
    assert [one.name for one in facts.signatories][-1] == secretary_of(meeting).name
    (item,) = protocol_queries.items_of(drawn.id)
    assert (item.case_id, item.decision) == (hearing.cases[0].id, "positive")


def test_nothing_is_drawn_before_the_meeting_is_closed_or_by_another_office(hearing: Hearing) -> None:
    with acting(secretary_of(hearing.meeting)), pytest.raises(Refusal):
        protocols.draw_protocol(hearing.meeting.id)
    meeting = held(hearing)
    stranger = hearing.closed.hall.official.__class__(1, "responsible_official", 999_999, 1, "Бөтен")
    with acting(stranger), pytest.raises(NotFound):
        protocols.draw_protocol(meeting.id)


def test_until_it_is_sent_it_is_drawn_anew_under_the_same_number(hearing: Hearing) -> None:
    meeting = held(hearing)
    first = drawn_protocol(meeting)
    number, digest = first.spelled_number, first.digest
    again = drawn_protocol(meeting)
    assert (again.id, again.spelled_number) == (first.id, number)
    assert again.digest != digest
    assert len(protocol_queries.items_of(again.id)) == 1


def test_sent_it_stays_called_back_unsigned_it_is_drawn_anew_and_signed_once_never(hearing: Hearing) -> None:
    meeting = held(hearing)
    drawn, sheet = sent_protocol(meeting)
    with pytest.raises(Refusal):
        drawn_protocol(meeting)
    with acting(secretary_of(meeting)):
        protocols.call_back(drawn.id, "қате табылды")
    drawn_protocol(meeting)
    with acting(secretary_of(meeting)):
        sheet = protocols.open_signing(drawn.id).id
    sign_next(signing_queries.places_of(sheet)[0])
    with acting(secretary_of(meeting)):
        protocols.call_back(drawn.id, "қате табылды")
    with pytest.raises(Refusal):
        drawn_protocol(meeting)
    with acting(secretary_of(meeting)):
        sheet = protocols.open_signing(drawn.id).id
    sign_all(sheet)
    assert protocol_queries.done_of(drawn.id) is not None


@pytest.mark.parametrize("decision", ["positive", "negative"])
def test_the_last_signature_moves_the_case_by_the_decision(hearing: Hearing, decision: str) -> None:
    meeting, case = held(hearing, decision), hearing.cases[0]
    before = step_of(case)
    drawn, sheet = sent_protocol(meeting)
    places = signing_queries.places_of(sheet)
    for place in places[:-1]:
        sign_next(place)
    assert step_of(case) == before
    assert protocol_queries.in_effect(drawn.id) == set()
    sign_next(places[-1])
    assert step_of(case) != before
    effect = db.session.scalars(select(ProtocolItemSigned)).one()
    assert (effect.case_id, effect.decision) == (case.id, decision)


def test_whoever_did_not_come_waits_for_another_interview(hearing: Hearing) -> None:
    case = hearing.cases[0]
    endings = {case.id: (Ending.ABSENT, "")}
    meeting = hold_meeting(hearing.meeting, {}, endings=endings)
    before = step_of(case)
    signed_protocol(meeting)
    assert step_of(case) == before
    assert case.ended_at is None


def take_back(hearing: Hearing) -> None:
    with acting(hearing.official):
        correcting.take_back(hearing.cases[0].id, "басқа адам тапсырды")
    db.session.commit()


def test_on_a_replaced_result_nothing_is_drawn_unless_somebody_says_that_it_takes_no_effect(
    hearing: Hearing,
) -> None:
    meeting = held(hearing)
    take_back(hearing)
    with pytest.raises(Refusal):
        drawn_protocol(meeting)
    interview = proceedings_of(meeting.id).heard[0].interview
    with acting(secretary_of(meeting)):
        drawn = protocols.draw_protocol(meeting.id, {interview: "нәтиже қайтарып алынды"})
        sheet = protocols.open_signing(drawn.id)
    assert list(protocol_queries.items_of(drawn.id)) == []
    before = step_of(hearing.cases[0])
    sign_all(sheet.id)
    assert step_of(hearing.cases[0]) == before


def test_a_decision_whose_result_is_replaced_before_the_last_signature_is_held_back(hearing: Hearing) -> None:
    meeting = held(hearing)
    drawn, sheet = sent_protocol(meeting)
    take_back(hearing)
    before = step_of(hearing.cases[0])
    sign_all(sheet)
    assert protocol_queries.in_effect(drawn.id) == set()
    assert step_of(hearing.cases[0]) == before


def test_a_signed_protocol_is_mended_only_by_a_sheet_that_everybody_signs_again(hearing: Hearing) -> None:
    meeting = held(hearing)
    drawn, sheet = sent_protocol(meeting)
    with acting(secretary_of(meeting)), pytest.raises(Refusal):
        protocol_corrections.correct(drawn.id, "№ 1", "№ 2", "қате")
    sign_all(sheet)
    facts = drawn.facts
    with acting(secretary_of(meeting)):
        with pytest.raises(Refusal):
            protocol_corrections.correct(drawn.id, "бір", "бір ", "қате")
        with pytest.raises(Refusal):
            protocol_corrections.correct(drawn.id, "бір", "екі", "қате", position=9)
        made = protocol_corrections.correct(drawn.id, "214-кабинет", "215-кабинет", "басып қателесу", 1)
    found = signing_queries.sheet_of(protocol_corrections.KIND, made.id)
    assert found is not None
    done = sign_all(found.id)
    assert db.session.get(ProtocolCorrectionSigned, made.id) is not None
    assert db.session.get_one(MeetingProtocol, drawn.id, populate_existing=True).facts == facts
    document = read_file(done.file)
    proof = prove(document, enclosed_files(document), doors().signatures.check_pdf)
    assert proof.faults == ()


def test_the_signed_file_proves_itself_and_one_changed_byte_does_not(hearing: Hearing) -> None:
    drawn = signed_protocol(held(hearing))
    done = protocol_queries.done_of(drawn.id)
    assert done is not None
    document = read_file(done.file)
    check = doors().signatures.check_pdf
    transcript = hearing.result().transcript
    assert transcript is not None
    proof = prove(document, enclosed_files(document), check, [transcript])
    assert proof.faults == ()
    assert len(proof.lines) == 2 + 2
    assert prove(document, enclosed_files(document), check, ["басқа"]).faults
    assert prove(read_file(drawn.file), enclosed_files(document), check).faults
    assert prove(document, {}, check).faults
    for place in (len(read_file(drawn.file)) // 2, len(document) - 2_000):
        spoiled = document[:place] + bytes([document[place] ^ 1]) + document[place + 1 :]
        assert prove(spoiled, enclosed_files(document), check).faults
