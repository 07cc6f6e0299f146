"""A meeting held by its verbs: what each refuses, and that the proceedings tell what was recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import update

from accounts.refused_facts import Stale
from accounts.roles import Role
from commissions import panels, queries
from commissions.actions import (
    agenda,
    hearing_end,
    hearing_texts,
    live,
    meetings,
    recusing,
    sheets,
    voting_verbs,
)
from commissions.actions import hearing as hearings
from commissions.models import Interview, Slot, VoteRound
from commissions.proceedings import Ending
from commissions.proceedings_reading import proceedings_of, sheets_of
from commissions.voting import Ground, Outcome, Vote
from core.actor import acting
from core.clock import frozen, now
from core.database import db
from core.languages import speaking
from core.models import JournalEntry
from core.refusals import NotFound, Refusal
from tests.applications import making as applying
from tests.commissions import live_hands as hands
from tests.commissions.hearing import SERVICE, Hearing, at, hearing, meeting_of, named
from tests.exam.planners import decide
from tests.exam.test_what_the_database_holds import refused

__all__ = ["at", "hearing"]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Refusals are told apart by their English words."""
    with speaking("en"):
        yield


def called(hearing: Hearing) -> Slot:
    """The first case on the agenda of a meeting that has begun, everybody there."""
    hands.put_all_on(hearing.meeting, [hearing.cases[0].id])
    with frozen(hearing.meeting.starts_at):
        hands.open_with_everybody(hearing.meeting)
    (slot,) = queries.agenda_of(hearing.meeting.id)
    return slot


def test_a_meeting_held_by_its_verbs_leaves_the_proceedings_that_were_recorded(hearing: Hearing) -> None:
    case = hearing.cases[0]
    hands.hold_meeting(hearing.meeting, {case.id: "positive"})
    told = proceedings_of(hearing.meeting.id)
    (heard,) = told.heard
    assert (heard.ending, heard.decision, heard.case) == (Ending.DECIDED, "positive", case.id)
    assert heard.candidate == case.person.name
    assert heard.result == hearing.result().id
    assert heard.transcript_digest == hearing.result().transcript_digest
    assert heard.identity == "Жеке куәлік № 012345678"
    assert [(one.text, one.gist) for one in heard.questions] == [
        ("Мамандық бойынша сұрақ?", "Толық жауап берді")
    ]
    assert len(heard.sheets) == 2
    assert all(len(one.marks) == 3 for one in heard.sheets)
    assert heard.ballot is not None
    assert (heard.ballot.in_favour, heard.ballot.outcome) == (2, Outcome.POSITIVE)
    assert heard.ballot.ground is Ground.MAJORITY
    assert (heard.seats, heard.present) == (2, 2)
    assert told.closed_at is not None
    assert told.presided_by == hearing.members["chair"].account.name
    assert [one.present for one in told.sat] == [True, True, True]
    interview = db.session.get_one(Interview, heard.interview)
    assert interview.decision == "positive"
    assert interview.decided_at is not None
    refused(update(Interview).values(decision="negative"))
    refused(update(Interview).values(called_off_at=now(), called_off_reason="-"))


def test_a_candidate_who_did_not_come_may_be_given_another_time(hearing: Hearing) -> None:
    case = hearing.cases[0]
    reason = (Ending.ABSENT_WITH_GOOD_REASON, "Ауырып қалды, анықтама бар")
    hands.hold_meeting(hearing.meeting, {}, endings={case.id: reason})
    (heard,) = proceedings_of(hearing.meeting.id).heard
    assert (heard.ending, heard.ending_reason, heard.began_at) == (*reason, None)
    assert heard.decision == ""
    assert heard.ballot is None
    with acting(hearing.secretary):
        later = meeting_of(hearing.commission, days=70)
        agenda.put_on(later.id, case.id, later.starts_at, later.starts_at + timedelta(minutes=20))
        (old,) = queries.agenda_of(hearing.meeting.id)
        with pytest.raises(Refusal):
            agenda.take_off(old.id, "жоқ")


def test_without_a_quorum_nobody_is_called_in(hearing: Hearing) -> None:
    hands.put_all_on(hearing.meeting, [hearing.cases[0].id])
    away = {hearing.members["chair"].id: "Іссапарда"}
    (slot,) = queries.agenda_of(hearing.meeting.id)
    with frozen(hearing.meeting.starts_at):
        hands.open_with_everybody(hearing.meeting, away)
        with acting(hearing.secretary):
            with pytest.raises(Refusal, match="cannot decide"):
                hearings.begin_hearing(slot.interview_id)
            with pytest.raises(Refusal, match="Not every hearing"):
                live.close_meeting(hearing.meeting.id)
            hearing_end.end_without_decision(slot.interview_id, Ending.NO_QUORUM, "Төраға жоқ")
            live.close_meeting(hearing.meeting.id)
            with pytest.raises(Refusal, match="closed"):
                live.pause(hearing.meeting.id, "үзіліс")
    told = proceedings_of(hearing.meeting.id)
    assert told.heard[0].ending is Ending.NO_QUORUM
    assert {one.name: one.absent_because for one in told.sat if not one.present} == {
        hearing.members["chair"].account.name: "Іссапарда"
    }


def test_whoever_steps_aside_does_not_decide_and_stands_in_the_proceedings_with_the_fact(
    hearing: Hearing,
) -> None:
    hands.put_all_on(hearing.meeting, [hearing.cases[0].id])
    (slot,) = queries.agenda_of(hearing.meeting.id)
    aside = hearing.members["member"]
    with acting(hearing.administrator):
        other = named(
            hearing.commission, "member", applying.staff(Role.COMMISSION_MEMBER, hearing.commission.office)
        )
    with acting(hearing.secretary):
        recusing.recuse(slot.interview_id, aside.id, "taught", "Резидентурада жетекшісі болған")
    with frozen(hearing.meeting.starts_at):
        hands.open_with_everybody(hearing.meeting)
        hands.decide_on(hearing.meeting, slot, "positive")
    (heard,) = proceedings_of(hearing.meeting.id).heard
    assert [one.member for one in heard.sheets] == [
        hearing.members["chair"].account.name, other.account.name
    ]  # fmt: skip
    (told,) = heard.stepped_aside
    assert (told.name, told.ground, told.fact) == (
        aside.account.name, "taught", "Резидентурада жетекшісі болған"
    )  # fmt: skip


def test_no_sheet_is_read_before_all_are_in_and_none_is_taken_twice(hearing: Hearing) -> None:
    slot = called(hearing)
    chair, member = (hands.actor_of(hearing.members[role]) for role in ("chair", "member"))
    with frozen(hearing.meeting.starts_at):
        with acting(hearing.secretary):
            hearings.begin_hearing(slot.interview_id)
            hearing_texts.write_text(slot.interview_id, "identity", "Жеке куәлік")
        levels = {"own-1": 2, "own-2": 1, "own-3": 0}
        with acting(chair):
            with pytest.raises(Refusal, match="level for each"):
                sheets.seal_sheet(slot.interview_id, {"own-1": 2})
            sheets.seal_sheet(slot.interview_id, levels, "Жақсы")
            with pytest.raises(Refusal, match="sealed already"):
                sheets.seal_sheet(slot.interview_id, levels)
        assert sheets_of(slot.interview_id) == ()
        with acting(hearing.secretary):
            with pytest.raises(NotFound):
                sheets.seal_sheet(slot.interview_id, levels)
            with pytest.raises(Refusal, match="Not every member of the panel has sealed"):
                voting_verbs.open_vote(slot.interview_id)
        with acting(member):
            sheets.seal_sheet(slot.interview_id, levels)
    first, second = sheets_of(slot.interview_id)
    assert next((one.level, one.points, one.out_of) for one in first.marks) == ("толық / полностью", 2, 2)
    assert {first.remark, second.remark} == {"Жақсы", ""}


def test_two_tabs_never_overwrite_each_other(hearing: Hearing) -> None:
    slot = called(hearing)
    with frozen(hearing.meeting.starts_at), acting(hearing.secretary):
        hearings.begin_hearing(slot.interview_id)
        one = slot.interview_id
        assert hearing_texts.write_text(one, "remarks", "бірінші", 0).version == 1
        assert hearing_texts.write_text(one, "remarks", "бірінші", 0).version == 1, (
            "sending twice is one save"
        )
        with pytest.raises(hearing_texts.Overtaken) as told:
            hearing_texts.write_text(one, "remarks", "екінші", 0)
        assert (told.value.version, told.value.text) == (1, "бірінші")
        assert hearing_texts.write_text(one, "remarks", "екінші", 1).version == 2
        hearing_texts.note_question(one, "a", "Сұрақ", "жауап")
        with pytest.raises(hearing_texts.Overtaken):
            hearing_texts.note_question(one, "a", "Сұрақ", "басқа жауап")
        hearing_texts.note_question(one, "a", "Сұрақ", "басқа жауап", seen=1)
        row = panels.attendance_of(hearing.meeting.id)[0]
        with pytest.raises(Stale):
            live.mark_present(hearing.meeting.id, row.member_id, live.Noted(True), row.version - 1)


def test_whoever_leaves_while_a_candidate_is_heard_does_not_decide_even_when_back(hearing: Hearing) -> None:
    slot = called(hearing)
    member = hearing.members["member"]
    with frozen(hearing.meeting.starts_at), acting(hearing.secretary):
        hearings.begin_hearing(slot.interview_id)
        live.mark_present(hearing.meeting.id, member.id, live.Noted(False, "Шақырылды"))
        live.mark_present(hearing.meeting.id, member.id)
        hearing_texts.write_text(slot.interview_id, "identity", "Жеке куәлік")
    with frozen(hearing.meeting.starts_at), acting(hands.actor_of(member)), pytest.raises(NotFound):
        sheets.seal_sheet(slot.interview_id, {"own-1": 2, "own-2": 1, "own-3": 0})


def test_of_equal_open_votes_the_vote_of_whoever_presides_decides(hearing: Hearing) -> None:
    slot, chair = called(hearing), hearing.members["chair"]
    with frozen(hearing.meeting.starts_at):
        hands.decide_on(
            hearing.meeting, slot, "negative", lambda one: Vote.AGAINST if one.id == chair.id else Vote.FOR
        )
    (heard,) = proceedings_of(hearing.meeting.id).heard
    assert heard.ballot is not None
    assert (heard.decision, heard.ballot.ground) == ("negative", Ground.CASTING)
    assert heard.ballot.by_name[0] == (chair.account.name, Vote.AGAINST)


def test_of_equal_secret_votes_whoever_presides_gives_the_casting_vote_openly(hearing: Hearing) -> None:
    decide(hearing.commission.office, "commission_vote", "secret", service=SERVICE)
    hands.put_all_on(hearing.meeting, [hearing.cases[0].id])
    (slot,) = queries.agenda_of(hearing.meeting.id)
    chair = hearing.members["chair"]
    with frozen(hearing.meeting.starts_at):
        hands.open_with_everybody(hearing.meeting)
        hands.up_to_the_vote(hearing.meeting, slot)
        for member in hands.panel_of(slot.interview_id):
            with acting(hands.actor_of(member)):
                with pytest.raises(Refusal, match="no casting vote"):
                    voting_verbs.casting_vote(slot.interview_id, Vote.FOR)
                voting_verbs.cast(slot.interview_id, Vote.FOR if member.id == chair.id else Vote.AGAINST)
                with pytest.raises(Refusal, match="voted already"):
                    voting_verbs.cast(slot.interview_id, Vote.FOR)
        with acting(hearing.secretary):
            with pytest.raises(Refusal, match="nobody comes or goes"):
                live.mark_present(hearing.meeting.id, chair.id, live.Noted(False))
            counted = voting_verbs.count(slot.interview_id)
            assert (counted.in_favour, counted.against) == (1, 1)
            assert counted.outcome == Outcome.CASTING_VOTE
            with pytest.raises(Refusal, match="no decision yet"):
                voting_verbs.decide(slot.interview_id, "Тең дауыс")
        with acting(hands.actor_of(hearing.members["member"])), pytest.raises(NotFound):
            voting_verbs.casting_vote(slot.interview_id, Vote.FOR)
        with acting(hands.actor_of(chair)):
            voting_verbs.casting_vote(slot.interview_id, Vote.FOR)
        with acting(hearing.secretary):
            voting_verbs.decide(slot.interview_id, "Төрағаның дауысы шешуші болды")
            live.close_meeting(hearing.meeting.id)
    (heard,) = proceedings_of(hearing.meeting.id).heard
    assert heard.decision == "positive"
    assert heard.ballot is not None
    assert heard.ballot.casting == (chair.account.name, Vote.FOR)


def test_a_void_vote_is_told_in_the_protocol_and_another_one_follows_until_all_have_voted(
    hearing: Hearing,
) -> None:
    slot = called(hearing)
    with frozen(hearing.meeting.starts_at):
        hands.up_to_the_vote(hearing.meeting, slot)
        with acting(hands.actor_of(hearing.members["chair"])):
            voting_verbs.cast(slot.interview_id, Vote.FOR)
        with acting(hearing.secretary):
            with pytest.raises(Refusal, match="has voted"):
                voting_verbs.count(slot.interview_id)
            voting_verbs.void_vote(slot.interview_id, "Мүше шығып кетті")
            voting_verbs.open_vote(slot.interview_id)
        for member in hands.panel_of(slot.interview_id):
            with acting(hands.actor_of(member)):
                voting_verbs.cast(slot.interview_id, Vote.AGAINST)
        with acting(hearing.secretary):
            with pytest.raises(Refusal, match="Everybody has voted"):
                voting_verbs.void_vote(slot.interview_id, "Қорытындысы ұнамады")
            refused(
                update(VoteRound)
                .where(VoteRound.round == 2)
                .values(voided_at=now(), voided_by=hearing.secretary.account_id, void_reason="x")
            )
            voting_verbs.count(slot.interview_id)
            with pytest.raises(Refusal, match="Say why"):
                voting_verbs.decide(slot.interview_id, " ")
            voting_verbs.decide(slot.interview_id, "Білімі жеткіліксіз")
        with acting(hands.actor_of(hearing.members["member"])):
            voting_verbs.dissent(slot.interview_id, "Мен келіспеймін")
            with pytest.raises(Refusal):
                voting_verbs.dissent(slot.interview_id, "Қайта")
        with acting(hearing.secretary):
            live.close_meeting(hearing.meeting.id)
    (heard,) = proceedings_of(hearing.meeting.id).heard
    assert heard.decision == "negative"
    assert heard.ballot is not None
    assert (heard.ballot.against, heard.ballot.rounds) == (2, 1)
    assert [one.reason for one in heard.void_votes] == ["Мүше шығып кетті"]
    assert heard.dissents[0].text == "Мен келіспеймін"


def test_a_break_stops_everything_and_a_begun_meeting_is_not_called_off(hearing: Hearing) -> None:
    slot = called(hearing)
    with frozen(hearing.meeting.starts_at), acting(hearing.secretary):
        live.pause(hearing.meeting.id, "Түскі үзіліс")
        with pytest.raises(Refusal, match="paused"):
            hearings.begin_hearing(slot.interview_id)
        live.resume(hearing.meeting.id)
        hearings.begin_hearing(slot.interview_id)
        with pytest.raises(Refusal):
            meetings.call_off(hearing.meeting.id, "қажет емес")
        assert proceedings_of(hearing.meeting.id).breaks[0].reason == "Түскі үзіліс"


def test_the_journal_tells_that_somebody_voted_and_never_how(hearing: Hearing) -> None:
    hands.hold_meeting(hearing.meeting, {hearing.cases[0].id: "negative"})
    told = db.session.query(JournalEntry).filter(JournalEntry.tag == "commissions:vote:cast").all()
    assert len(told) == 2
    for entry in told:
        assert set(json.loads(entry.new or "{}")) == {"member", "round"}
