"""Oral tickets: sealed until drawn, another one for each candidate, the same again from the seed of the meeting."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accounts.refused_facts import RefusedFact
from accounts.roles import Role
from commissions import queries
from commissions.actions import hearing as hearings
from commissions.actions import hearing_end, hearing_texts, hearing_ticket, live
from commissions.models import MeetingSession, Slot, TicketDraw
from commissions.proceedings import Ending
from commissions.proceedings_reading import proceedings_of
from commissions.tickets import fallen, seed_digest
from core.actor import acting
from core.clock import frozen, now
from core.database import db
from core.refusals import Refusal
from question_banks.actions import releasing
from question_banks.actions.blueprints import approve
from question_banks.actions.sealing import seal_set
from question_banks.blueprint import Blueprint, Cell, Section
from question_banks.models import Bank, SealedSet, Topic
from tests.applications import making as applying
from tests.commissions import live_hands as hands
from tests.commissions.hearing import Hearing, at, hearing
from tests.question_banks import makers
from tests.question_banks.house_of_sets import (
    PASSPHRASES,
    ROLES,
    SPOKEN,
    House,
    enter_question,
    give_passphrases,
    open_plan,
    sent_edition,
    wanted,
)

__all__ = ["at", "hearing"]

TICKETS = Blueprint(
    sections=(
        Section(
            id="s1",
            titles={"kk": "Ауызша", "ru": "Устно"},
            cells=(Cell(topic=("forensic", "oral"), count=2),),
        ),
    ),
    languages=SPOKEN,
    purpose="ticket",
)


def house_at(hearing: Hearing) -> House:
    """A bank of oral questions at the office of the commission, with the people who keep and open it."""
    office = hearing.commission.office
    people = {who: applying.staff(Role(role), office).account_id or 0 for who, role in ROLES.items()}
    bank = Bank(
        code="forensic", office_id=office.id, opened_by=people["keeper"], opened_at=now(),
        name_kk="Сот медицинасы", name_ru="Судебная медицина", name_en="Forensic medicine",
    )  # fmt: skip
    db.session.add(bank)
    db.session.flush()
    topic = Topic(
        bank_id=bank.id, code="oral", path="oral", name_kk="Ауызша", name_ru="Устно", name_en="Oral"
    )
    db.session.add(topic)
    db.session.flush()
    house = House(hearing.app, office.id, bank.id, people)
    for number in range(4):
        enter_question(house, makers.oral(), f"oral-{number}", topic_id=topic.id, difficulty="easy")
    db.session.commit()
    return house


def sealed_tickets(hearing: Hearing) -> tuple[House, SealedSet]:
    house = house_at(hearing)
    give_passphrases(house)
    plan = open_plan(house, "ticket-forensic", "ticket")
    edition = sent_edition(house, plan, TICKETS)
    with house.by("reviewer"):
        approve(edition)
    with house.by("keeper"):
        return house, seal_set(plan, replace(wanted(house), papers=2, reserves=0))


def released_tickets(hearing: Hearing) -> SealedSet:
    house, sealed = sealed_tickets(hearing)
    for who in ("head", "official"):
        with house.by(who):
            releasing.release(sealed.id, PASSPHRASES[who])
    db.session.refresh(sealed)
    assert sealed.state == "released"
    return sealed


def begun(hearing: Hearing) -> Slot:
    hands.put_all_on(hearing.meeting, [hearing.cases[0].id])
    (slot,) = queries.agenda_of(hearing.meeting.id)
    with frozen(hearing.meeting.starts_at):
        hands.open_with_everybody(hearing.meeting)
    return slot


def test_a_ticket_falls_by_the_seed_and_its_questions_stand_in_the_protocol(hearing: Hearing) -> None:
    tickets, slot = released_tickets(hearing), begun(hearing)
    with frozen(hearing.meeting.starts_at), acting(hearing.secretary):
        live.take_tickets(hearing.meeting.id, tickets.id)
        hearings.begin_hearing(slot.interview_id)
        drawn = hearing_ticket.draw_ticket(slot.interview_id)
        with pytest.raises(Refusal):
            hearing_ticket.draw_ticket(slot.interview_id)
        for row, gist in (("ticket-1", "Мерзімін айтты"), ("ticket-2", "Жауап бермеді")):
            hearing_texts.note_question(slot.interview_id, row, "басқа сұрақ", gist, seen=1)
        hearing_texts.write_text(slot.interview_id, "identity", "Жеке куәлік")
    session = db.session.get_one(MeetingSession, hearing.meeting.id)
    assert drawn.number == fallen(session.draw_seed, slot.interview_id, drawn.among)
    assert len(seed_digest(session.draw_seed)) == 64
    hands.seal_all(slot.interview_id)
    with frozen(hearing.meeting.starts_at), acting(hearing.secretary):
        hearing_end.end_without_decision(slot.interview_id, Ending.NO_QUORUM, "Мүше шығып кетті")
    (heard,) = proceedings_of(hearing.meeting.id).heard
    assert heard.ticket == f"№ {drawn.number} ({tickets.number})"
    asked = [(one.of_ticket, one.gist) for one in heard.questions]
    assert asked == [(True, "Мерзімін айтты"), (True, "Жауап бермеді")]
    assert all("басқа сұрақ" not in one.text for one in heard.questions), (
        "a ticket's words stay as they were drawn"
    )
    assert {mark.criterion[:2] for sheet in heard.sheets for mark in sheet.marks} == {"1.", "2."}


def test_sealed_tickets_are_not_taken_and_those_of_a_test_are_none(hearing: Hearing) -> None:
    _house, sealed = sealed_tickets(hearing)
    begun(hearing)
    with frozen(hearing.meeting.starts_at), acting(hearing.secretary):
        with pytest.raises(RefusedFact):
            live.take_tickets(hearing.meeting.id, sealed.id)
        (slot,) = queries.agenda_of(hearing.meeting.id)
        hearings.begin_hearing(slot.interview_id)
        with pytest.raises(Refusal):
            hearing_ticket.draw_ticket(slot.interview_id)


def test_no_ticket_is_drawn_after_a_sheet_is_sealed(hearing: Hearing) -> None:
    tickets, slot = released_tickets(hearing), begun(hearing)
    with frozen(hearing.meeting.starts_at):
        with acting(hearing.secretary):
            live.take_tickets(hearing.meeting.id, tickets.id)
            hearings.begin_hearing(slot.interview_id)
        hands.seal_all(slot.interview_id)
        with acting(hearing.secretary), pytest.raises(Refusal):
            hearing_ticket.draw_ticket(slot.interview_id)
    assert db.session.get(TicketDraw, slot.interview_id) is None


def test_everybody_gets_another_ticket_and_the_same_seed_gives_the_same_again() -> None:
    def all_drawn(seed: str) -> list[int]:
        left, drawn = set(range(1, 31)), []
        for interview in range(100, 130):
            number = fallen(seed, interview, left)
            left.remove(number)
            drawn.append(number)
        return drawn

    assert sorted(all_drawn("a seed")) == list(range(1, 31))
    assert all_drawn("a seed") == all_drawn("a seed")
    assert all_drawn("a seed") != all_drawn("another seed")
