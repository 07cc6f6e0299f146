"""Conflicts of interest found in the records, declared by a member, and answered by a recusal; by verb and by SQL."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, text, update

from accounts.models import Account
from accounts.refused_facts import RefusedFact
from accounts.roles import Role
from applications.models import CasePerson
from commissions import queries, recusals
from commissions.actions import agenda, recusing, ties
from commissions.conflicts import Kind
from commissions.models import Declaration, Member, MemberTie, PaperTie, Recusal, Slot
from core.actor import acting
from core.clock import frozen, now
from core.database import db
from core.models import JournalEntry
from core.refusals import NotFound, Refusal
from tests.applications import making as applying
from tests.commissions import live_hands as hands
from tests.commissions.hearing import Hearing, at, formed, hearing, meeting_of, named
from tests.exam.test_what_the_database_holds import refused, refused_row, written

__all__ = ["at", "hearing"]


def scheduled(hearing: Hearing) -> Slot:
    """The first case on the agenda, and an alternate in the commission."""
    alternate = applying.staff(Role.COMMISSION_MEMBER, hearing.commission.office)
    with acting(hearing.administrator):
        hearing.members["alternate"] = named(hearing.commission, "alternate", alternate)
    with acting(hearing.secretary):
        return agenda.put_on(hearing.meeting.id, hearing.cases[0].id, **hearing.times())


def kinds_of(slot: Slot, member: Member) -> list[Kind]:
    found = next(one for one in recusals.found_for(slot) if one.member.id == member.id)
    return [one.kind for one in found.conflicts]


def test_nothing_in_common_is_no_conflict(hearing: Hearing) -> None:
    slot = scheduled(hearing)
    assert [one.conflicts for one in recusals.found_for(slot)] == [()] * 4


def test_a_common_employer_is_found_by_the_number_and_by_the_office_of_an_official(hearing: Hearing) -> None:
    slot, member = scheduled(hearing), hearing.members["member"]
    with acting(hearing.secretary):
        told = ties.note_of_member(member.id, ties.Tie("employer", "№1 аурухана", "990140000123"))
        ties.note_of_papers(slot.case_id, ties.Tie("employer", "Городская больница 1", "990140000123"))
        assert kinds_of(slot, member) == [Kind.SAME_EMPLOYER]
        ties.strike_of_member(told.id, "Жұмыстан шықты")
        assert kinds_of(slot, member) == []
        # The secretary is an official of the office; the members only sit in its commission.
        ties.note_of_papers(slot.case_id, ties.Tie("employer", hearing.commission.office.name_ru.upper()))
    assert kinds_of(slot, hearing.members["secretary"]) == [Kind.SAME_EMPLOYER]
    assert kinds_of(slot, member) == []


def test_one_surname_at_one_address_is_found(hearing: Hearing) -> None:
    slot, member = scheduled(hearing), hearing.members["member"]
    db.session.execute(
        update(CasePerson).where(CasePerson.case_id == slot.case_id).values(address="Абай 87, 12-пәтер")
    )
    surname = hearing.cases[0].person.name.split()[0]
    db.session.execute(update(Account).where(Account.id == member.account_id).values(surname=surname))
    db.session.expire_all()
    assert kinds_of(slot, member) == []
    with acting(hearing.secretary):
        ties.note_of_member(member.id, ties.Tie("address", "АБАЙ 87, 12 пәтер"))
    assert kinds_of(slot, member) == [Kind.SAME_HOUSEHOLD]


def test_who_taught_or_signed_for_the_candidate_and_who_applied_for_them_is_found(hearing: Hearing) -> None:
    slot, chair, member = scheduled(hearing), hearing.members["chair"], hearing.members["member"]
    with acting(hearing.secretary):
        taught = ties.note_of_papers(slot.case_id, ties.Tie("taught", chair.account.name))
        ties.note_of_papers(slot.case_id, ties.Tie("signed", chair.account.name))
        assert kinds_of(slot, chair) == [Kind.TAUGHT, Kind.SIGNED]
        ties.strike_of_papers(taught.id, "Басқа адам")
        assert kinds_of(slot, chair) == [Kind.SIGNED]
        with pytest.raises(Refusal):
            ties.strike_of_papers(taught.id, "тағы")
        with pytest.raises(RefusedFact):
            ties.note_of_papers(slot.case_id, ties.Tie("signed", "Кім", document_id=999_999))
    hearing.cases[0].agent_id = member.account_id
    db.session.flush()
    db.session.expire_all()
    assert kinds_of(slot, member) == [Kind.SIGNED]


def test_a_member_declares_and_only_a_member_of_the_day(hearing: Hearing) -> None:
    slot, chair = scheduled(hearing), hearing.members["chair"]
    me = hearing.closed.hall.official
    with acting(hearing.secretary), pytest.raises(RefusedFact):
        recusing.declare(slot.interview_id, "  ")
    with acting(me), pytest.raises(NotFound):
        recusing.declare(slot.interview_id, "Досым")
    chairing = hearing.actor_of(chair)
    with acting(chairing):
        recusing.declare(slot.interview_id, "Туыс")
        recusing.declare(slot.interview_id, "Шәкіртім")
    found = next(one for one in recusals.found_for(slot) if one.member.id == chair.id)
    assert [(one.kind, one.fact) for one in found.conflicts] == [(Kind.DECLARED, "Туыс; Шәкіртім")]
    assert found.is_open
    with acting(hearing.secretary):
        recusing.recuse(slot.interview_id, chair.id, "declared", "Туыс")
    assert not next(one for one in recusals.found_for(slot) if one.member.id == chair.id).is_open


def test_a_recusal_names_its_alternate_once_and_is_taken_back_with_the_reason(hearing: Hearing) -> None:
    slot, members = scheduled(hearing), hearing.members
    member, chair, alternate = members["member"], members["chair"], members["alternate"]
    with acting(hearing.secretary):
        for wrong in (chair.id, member.id, 999_999):
            with pytest.raises(RefusedFact):
                recusing.recuse(slot.interview_id, member.id, "taught", "Диплом", wrong)
        for ground, fact in (("friend", "Досым"), ("other", " ")):
            with pytest.raises(RefusedFact):
                recusing.recuse(slot.interview_id, member.id, ground, fact)
        first = recusing.recuse(slot.interview_id, member.id, "taught", "Диплом", alternate.id)
        for again in (member.id, alternate.id):
            with pytest.raises(Refusal):
                recusing.recuse(slot.interview_id, again, "other", "Тағы")
        with pytest.raises(RefusedFact):
            recusing.recuse(slot.interview_id, chair.id, "other", "Тағы", alternate.id)
        assert [one.alternate_id for one in recusals.recused_from(slot.interview_id)] == [alternate.id]
        recusing.take_back(first.id, "Диплом басқаныкі")
        with pytest.raises(Refusal):
            recusing.take_back(first.id, "тағы")
        assert recusals.recused_from(slot.interview_id) == []
        recusing.recuse(slot.interview_id, alternate.id, "other", "Көрші")
        with pytest.raises(RefusedFact):
            recusing.recuse(slot.interview_id, member.id, "other", "Дос", alternate.id)
        recusing.recuse(slot.interview_id, member.id, "other", "Дос")
        db.session.commit()
    assert len(recusals.recusals_of(slot.interview_id)) == 3
    assert {"commissions:recusal:recuse", "commissions:recusal:take_back"} <= set(
        db.session.scalars(select(JournalEntry.tag))
    )


def test_no_recusal_without_a_time_after_the_decision_or_by_another_office(hearing: Hearing) -> None:
    slot, member = scheduled(hearing), hearing.members["member"]
    stranger = applying.staff(Role.COMMISSION_SECRETARY, applying.office("territorial"))
    with acting(stranger), pytest.raises(NotFound):
        recusing.recuse(slot.interview_id, member.id, "other", "Дос")
    with acting(stranger), pytest.raises(NotFound):
        ties.note_of_papers(slot.case_id, ties.Tie("taught", "Кім"))
    with acting(stranger), pytest.raises(NotFound):
        ties.note_of_member(member.id, ties.Tie("address", "Үй"))
    with acting(hearing.secretary):
        standing = recusing.recuse(slot.interview_id, member.id, "other", "Дос")
    decided(hearing)
    with acting(hearing.secretary):
        with pytest.raises(Refusal):
            recusing.recuse(slot.interview_id, hearing.members["chair"].id, "other", "Дос")
        with pytest.raises(Refusal):
            recusing.take_back(standing.id, "кеш")
    refused(
        update(Recusal).values(withdrawn_at=now(), withdrawn_by=member.account_id, withdrawn_reason="кеш")
    )


def decided(hearing: Hearing) -> None:
    """The commission decides, with one member more, so that it may while another has stepped aside."""
    with acting(hearing.administrator):
        named(hearing.commission, "member", applying.staff(Role.COMMISSION_MEMBER, hearing.commission.office))
    (slot,) = queries.agenda_of(hearing.meeting.id)
    with frozen(hearing.meeting.starts_at):
        hands.open_with_everybody(hearing.meeting)
        hands.decide_on(hearing.meeting, slot, "positive")
    db.session.expire_all()


def recusal_row(hearing: Hearing, slot: Slot, **changes: Any) -> Recusal:
    facts: dict[str, Any] = {
        "interview_id": slot.interview_id,
        "commission_id": hearing.commission.id,
        "member_id": hearing.members["member"].id,
        "ground": "other",
        "fact": "Дос",
        "recused_by": hearing.secretary.account_id,
        "recused_at": now(),
    }
    return Recusal(**(facts | changes))


def test_the_database_refuses_a_recusal_that_is_not_of_the_commission_or_not_whole(hearing: Hearing) -> None:
    slot, members = scheduled(hearing), hearing.members
    with acting(hearing.administrator):
        other = formed("13-НҚ")
        foreign = named(other, "alternate", hearing.actor_of(members["alternate"]))
        alien = named(other, "member", hearing.actor_of(members["member"]))
    wrong: tuple[dict[str, Any], ...] = (
        {"ground": "friend"},
        {"fact": ""},
        {"alternate_id": members["member"].id},
        {"alternate_id": members["chair"].id},
        {"alternate_id": foreign.id},
        {"member_id": alien.id},
        {"commission_id": other.id, "member_id": alien.id},
        {"withdrawn_at": now()},
        {"withdrawn_at": now(), "withdrawn_by": hearing.secretary.account_id, "withdrawn_reason": "-"},
    )
    for changes in wrong:
        refused_row(recusal_row(hearing, slot, **changes))
    standing = recusal_row(hearing, slot, alternate_id=members["alternate"].id)
    written(standing)
    refused_row(recusal_row(hearing, slot))
    refused_row(
        recusal_row(hearing, slot, member_id=members["chair"].id, alternate_id=members["alternate"].id)
    )
    refused_row(recusal_row(hearing, slot, member_id=members["alternate"].id))
    refused(update(Recusal).values(fact="басқа"))
    refused(update(Recusal).values(alternate_id=None))
    refused(text("DELETE FROM recusal"))
    withdrawn = {"withdrawn_at": now(), "withdrawn_by": hearing.secretary.account_id}
    refused(update(Recusal).values(**withdrawn))
    db.session.execute(update(Recusal).values(**withdrawn, withdrawn_reason="қате"))
    refused(update(Recusal).values(withdrawn_at=None, withdrawn_by=None, withdrawn_reason=None))
    written(recusal_row(hearing, slot, member_id=members["alternate"].id))
    refused_row(recusal_row(hearing, slot, alternate_id=members["alternate"].id))
    decided(hearing)
    refused_row(recusal_row(hearing, slot))


def test_the_database_keeps_ties_and_declarations_as_they_were_said(hearing: Hearing) -> None:
    slot, member = scheduled(hearing), hearing.members["member"]
    noted = {"noted_by": hearing.secretary.account_id, "noted_at": now()}
    refused_row(MemberTie(member_id=member.id, kind="friend", name="x", **noted))
    refused_row(MemberTie(member_id=member.id, kind="address", name="x", number="1" * 12, **noted))
    refused_row(MemberTie(member_id=member.id, kind="employer", name="", **noted))
    refused_row(PaperTie(case_id=slot.case_id, kind="taught", name="x", number="1", **noted))
    written(MemberTie(member_id=member.id, kind="employer", name="x", **noted))
    written(PaperTie(case_id=slot.case_id, kind="taught", name="x", **noted))
    said = {"interview_id": slot.interview_id, "member_id": member.id, "declared_at": now()}
    refused_row(Declaration(commission_id=hearing.commission.id, text="", **said))
    written(Declaration(commission_id=hearing.commission.id, text="Туыс", **said))
    for table in ("member_tie", "paper_tie", "conflict_declaration"):
        refused(text(f"DELETE FROM {table}"))
    refused(update(MemberTie).values(name="y"))
    refused(update(PaperTie).values(number="2" * 12))
    refused(update(Declaration).values(text="y"))
    decided(hearing)
    refused_row(Declaration(commission_id=hearing.commission.id, text="Кеш", **said))


def test_a_case_that_lost_its_time_waits_with_its_recusals(hearing: Hearing) -> None:
    slot = scheduled(hearing)
    with acting(hearing.secretary):
        agenda.take_off(slot.id, "Кандидат ауырып қалды")
        with pytest.raises(Refusal):
            recusing.recuse(slot.interview_id, hearing.members["member"].id, "other", "Дос")
        other = meeting_of(hearing.commission, days=61)
        again = agenda.put_on(
            other.id, slot.case_id, other.starts_at, other.starts_at + (slot.ends_at - slot.starts_at)
        )
        assert again.interview_id == slot.interview_id
        recusing.recuse(again.interview_id, hearing.members["member"].id, "other", "Дос")
