"""The tables of a live meeting attacked past the code: what the verbs refuse, the database refuses too."""

from __future__ import annotations

import re
import secrets
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from commissions import queries
from commissions.actions import hearing as hearings
from commissions.actions import hearing_texts, live, voting_verbs
from commissions.models import Slot
from commissions.voting import Vote
from core.actor import acting
from core.clock import frozen
from core.database import db
from tests.commissions import live_hands as hands
from tests.commissions.hearing import SERVICE, Hearing, at, hearing
from tests.exam.planners import decide

__all__ = ["at", "hearing"]
_HOLE = re.compile(r"(?<![0-9:]):([a-z]+)")
NOW = "'2030-01-01 05:00:00'"
_MARK = (
    "INSERT INTO rubric_mark (interview_id, member_id, position, criterion, level, points, out_of)"
    " VALUES (:i, :chair, 9, 'x', 'x', 1, 2)"
)


class Attack:
    """Statements with the numbers of this meeting in them; each must be refused, and nothing may be changed by it."""

    def __init__(self, hearing: Hearing, slot: Slot) -> None:
        self.values: dict[str, Any] = {
            "m": hearing.meeting.id,
            "c": hearing.commission.id,
            "i": slot.interview_id,
            "case": slot.case_id,
            "chair": hearing.members["chair"].id,
            "member": hearing.members["member"].id,
            "secretary": hearing.members["secretary"].id,
            "who": hearing.secretary.account_id,
            "name": secrets.token_hex(16),
        }

    def __call__(self, *statements: str) -> None:
        for statement in statements:
            told = self._refused(statement, self.used(statement))
            # A slip of this test's own would be another error than the one that is meant.
            assert "not null" not in told.casefold().replace("-", " "), (statement, told)

    def used(self, statement: str) -> dict[str, Any]:
        return {name: self.values[name] for name in _HOLE.findall(statement)}

    def _refused(self, statement: str, used: dict[str, Any]) -> str:
        with pytest.raises(DBAPIError) as caught, db.session.begin_nested():
            db.session.execute(text(statement).bindparams(**used))
        db.session.expire_all()
        told = str(caught.value.orig)
        # On PostgreSQL the application may not even try to change what is written once.
        assert isinstance(caught.value, IntegrityError) or told.startswith("permission denied for table"), (
            told
        )
        return told


@pytest.fixture
def slot(hearing: Hearing) -> Slot:
    """The first case on the agenda of a meeting that has begun, everybody there."""
    hands.put_all_on(hearing.meeting, [hearing.cases[0].id])
    with frozen(hearing.meeting.starts_at):
        hands.open_with_everybody(hearing.meeting)
    (found,) = queries.agenda_of(hearing.meeting.id)
    return found


def test_what_a_meeting_began_with_and_who_came_stays(hearing: Hearing, slot: Slot) -> None:
    attack = Attack(hearing, slot)
    with frozen(hearing.meeting.starts_at), acting(hearing.secretary):
        live.pause(hearing.meeting.id, "үзіліс")
    attack(
        "UPDATE meeting_session SET draw_seed = upper(draw_seed)",
        f"UPDATE meeting_session SET opened_at = {NOW}",
        f"UPDATE meeting_session SET closed_at = {NOW}",  # by nobody
        f"UPDATE meeting_session SET closed_at = {NOW}, closed_by = :who",  # before its hearings have ended
        "DELETE FROM meeting_session",
        "INSERT INTO meeting_break (meeting_id, reason, began_at, began_by)"
        f" VALUES (:m, 'екінші', {NOW}, :who)",  # one break at a time
        "UPDATE meeting_break SET reason = 'басқа'",
        "UPDATE meeting_break SET ended_at = '2000-01-01 05:00:00', ended_by = :who",
        "DELETE FROM meeting_break",
        "UPDATE attendance SET present = FALSE",  # without its next version
        "UPDATE attendance SET version = version + 2",
        "UPDATE attendance SET version = version + 1, member_id = :chair WHERE member_id = :member",
        "UPDATE attendance SET version = version + 1, left_at = came_at WHERE member_id = :member",
        "DELETE FROM attendance",
        "INSERT INTO interview_hearing (interview_id, case_id, meeting_id, commission_id, began_at, began_by, rubric,"
        " ending_reason, identity, remarks, motives, needed_for_quorum, seats, present)"
        f" VALUES (:i, :case, :m, :c, {NOW}, :who, '[]', '', '', '', '', 0, 0, 0)",  # in a break
        "UPDATE commission_meeting SET called_off_at = starts_at, called_off_by = :who, called_off_reason = 'x'",
    )


@pytest.fixture
def begun(hearing: Hearing, slot: Slot) -> Attack:
    """The candidate is heard: one text, one question, one sheet of two."""
    one = slot.interview_id
    with frozen(hearing.meeting.starts_at):
        with acting(hearing.secretary):
            hearings.begin_hearing(one)
            hearing_texts.write_text(one, "identity", "Жеке куәлік")
            hearing_texts.note_question(one, "q-1", "Сұрақ?", "Жауап")
        with acting(hands.actor_of(hearing.members["chair"])):
            hands.seal_own(one)
    return Attack(hearing, slot)


def test_while_a_candidate_is_heard_nothing_is_taken_back_or_written_past_its_turn(begun: Attack) -> None:
    begun(
        "UPDATE live_text SET text = 'x'",
        "UPDATE live_text SET text = 'x', version = version + 2",
        "INSERT INTO live_text (interview_id, field, text, version, saved_by, saved_at)"
        f" VALUES (:i, 'remarks', 'x', 2, :who, {NOW})",
        "INSERT INTO live_text (interview_id, field, text, version, saved_by, saved_at)"
        f" VALUES (:i, 'marks', 'x', 1, :who, {NOW})",
        "DELETE FROM live_text",
        "UPDATE asked_question SET gist = 'x'",
        "UPDATE asked_question SET gist = 'x', version = version + 1, position = 7",
        "UPDATE asked_question SET gist = 'x', version = version + 1, of_ticket = TRUE",
        "DELETE FROM asked_question",
        "UPDATE hearing_seat SET present = FALSE WHERE member_id = :chair",
        "UPDATE hearing_seat SET role = 'chair'",
        "DELETE FROM hearing_seat",
        "INSERT INTO rubric_sheet (interview_id, member_id, remark, sealed_at)"
        f" VALUES (:i, :secretary, '', {NOW})",  # does not sit
        f"INSERT INTO rubric_sheet (interview_id, member_id, remark, sealed_at) VALUES (:i, :chair, '', {NOW})",
        "UPDATE rubric_sheet SET remark = 'x'",
        "DELETE FROM rubric_sheet",
        "UPDATE rubric_mark SET points = 0",
        "DELETE FROM rubric_mark",
        _MARK.replace("1, 2)", "3, 2)"),  # more than the criterion gives
        f"UPDATE interview_hearing SET sheets_opened_at = {NOW}",  # one sheet of two is in
        "INSERT INTO vote_round (interview_id, round, secret, presided_by, seats, needed_for_quorum, present,"
        f" opened_at, opened_by) VALUES (:i, 1, TRUE, :chair, 2, 2, 2, {NOW}, :who)",
        f"UPDATE interview_hearing SET ended_at = {NOW}, ended_by = :who, ending = 'absent'",  # has come
        f"UPDATE interview_hearing SET ended_at = {NOW}, ended_by = :who, ending = 'no_quorum'",  # without a reason
        f"UPDATE interview_hearing SET ended_at = {NOW}, ended_by = :who, ending = 'decided'",  # without motives
        f"UPDATE interview_hearing SET began_at = {NOW}",
        f"UPDATE interview_hearing SET with_sheets = FALSE, sheets_opened_at = {NOW}",
        "UPDATE interview_hearing SET case_id = case_id + 1",
        "DELETE FROM interview_hearing",
        "UPDATE agenda_slot SET released_at = put_at, released_reason = 'x'",
        f"UPDATE commission_interview SET decided_at = {NOW}, decision = 'positive'",
        "INSERT INTO dissent (interview_id, member_id, text, written_at)"
        f" VALUES (:i, :chair, 'x', {NOW})",  # there is no decision
        "INSERT INTO casting_vote (interview_id, round, member_id, vote, outcome, ground, given_at)"
        f" VALUES (:i, 1, :chair, 'for', 'positive', 'casting', {NOW})",
    )


@pytest.mark.parametrize("secret", [True, False], ids=["secret", "open"])
def test_a_vote_is_that_of_the_panel_and_the_count_is_what_was_cast(
    hearing: Hearing, slot: Slot, secret: bool
) -> None:
    if secret:
        decide(hearing.commission.office, "commission_vote", "secret", service=SERVICE)
    with frozen(hearing.meeting.starts_at):
        hands.up_to_the_vote(hearing.meeting, slot)
        with acting(hands.actor_of(hearing.members["chair"])):
            voting_verbs.cast(slot.interview_id, Vote.FOR)
    attack = Attack(hearing, slot)
    attack(
        _MARK,  # the sheets are open
        f"INSERT INTO rubric_sheet (interview_id, member_id, remark, sealed_at) VALUES (:i, :member, '', {NOW})",
        "INSERT INTO open_vote (interview_id, round, member_id, vote) VALUES (:i, 1, :secretary, 'for')",
        "INSERT INTO open_vote (interview_id, round, member_id, vote) VALUES (:i, 1, :chair, 'against')",
        "INSERT INTO open_vote (interview_id, round, member_id, vote) VALUES (:i, 2, :member, 'for')",
        "INSERT INTO voter_mark (interview_id, round, member_id) VALUES (:i, 1, :secretary)",
        "INSERT INTO voter_mark (interview_id, round, member_id) VALUES (:i, 1, :chair)",
        "INSERT INTO ballot (id, interview_id, round, vote) VALUES (:name, :i, 1, 'against')",  # of nobody
        "INSERT INTO vote_round (interview_id, round, secret, presided_by, seats, needed_for_quorum, present,"
        f" opened_at, opened_by) VALUES (:i, 2, TRUE, :chair, 2, 2, 2, {NOW}, :who)",  # two votes at once
        "UPDATE vote_round SET secret = NOT secret",
        "UPDATE vote_round SET present = 1",
        "UPDATE vote_round SET in_favour = 1",  # a count of one column
        f"UPDATE vote_round SET counted_at = {NOW}, counted_by = :who, in_favour = 2, against = 0, abstained = 0,"
        " needed = 2, outcome = 'positive', ground = 'majority'",  # one vote was cast
        f"UPDATE vote_round SET voided_at = {NOW}, voided_by = :who",  # for no reason
        "DELETE FROM vote_round",
    )
    attack(
        *(
            ("UPDATE ballot SET vote = 'against'", "UPDATE voter_mark SET member_id = :member")
            if secret
            else ("UPDATE open_vote SET vote = 'against'", "DELETE FROM open_vote")
        )
    )


def test_what_was_counted_and_decided_stays_and_a_closed_meeting_takes_nothing(
    hearing: Hearing, slot: Slot
) -> None:
    decide(hearing.commission.office, "commission_vote", "secret", service=SERVICE)
    with frozen(hearing.meeting.starts_at):
        hands.decide_on(hearing.meeting, slot, "positive")
        with acting(hands.actor_of(hearing.members["chair"])):
            voting_verbs.dissent(slot.interview_id, "Ерекше пікір")
    attack = Attack(hearing, slot)
    attack(
        "UPDATE ballot SET vote = 'against'",
        "DELETE FROM ballot",
        "DELETE FROM voter_mark",
        "INSERT INTO ballot (id, interview_id, round, vote) VALUES (:name, :i, 1, 'for')",
        "INSERT INTO voter_mark (interview_id, round, member_id) VALUES (:i, 1, :secretary)",
        "UPDATE vote_round SET outcome = 'negative'",
        "UPDATE vote_round SET in_favour = 1, against = 1",
        f"UPDATE vote_round SET voided_at = {NOW}, voided_by = :who, void_reason = 'x'",
        "INSERT INTO vote_round (interview_id, round, secret, presided_by, seats, needed_for_quorum, present,"
        f" opened_at, opened_by) VALUES (:i, 2, TRUE, :chair, 2, 2, 2, {NOW}, :who)",  # it has decided
        "INSERT INTO casting_vote (interview_id, round, member_id, vote, outcome, ground, given_at)"
        f" VALUES (:i, 1, :chair, 'for', 'positive', 'casting', {NOW})",  # the votes were not equal
        "UPDATE interview_hearing SET motives = 'басқа'",
        "UPDATE interview_hearing SET ending = 'no_quorum', ending_reason = 'x'",
        "UPDATE interview_hearing SET ended_at = NULL, ended_by = NULL, ending = NULL",
        "UPDATE live_text SET text = 'x', version = version + 1",
        "UPDATE asked_question SET gist = 'x', version = version + 1",
        "INSERT INTO asked_question (interview_id, commission_id, position, mark, text, gist, of_ticket, version,"
        f" saved_by, saved_at) VALUES (:i, :c, 9, 'q-9', 'x', '', FALSE, 1, :who, {NOW})",
        "UPDATE hearing_seat SET sits = FALSE",
        "UPDATE commission_interview SET decision = 'negative'",
        f"UPDATE commission_interview SET called_off_at = {NOW}, called_off_reason = 'x'",
        "UPDATE dissent SET text = 'x'",
        "DELETE FROM dissent",
        "INSERT INTO dissent (interview_id, member_id, text, written_at)"
        f" VALUES (:i, :secretary, 'x', {NOW})",  # did not sit
    )
    with frozen(hearing.meeting.starts_at), acting(hearing.secretary):
        live.close_meeting(hearing.meeting.id)
    attack(
        "UPDATE meeting_session SET closed_at = NULL, closed_by = NULL",
        f"INSERT INTO meeting_break (meeting_id, reason, began_at, began_by) VALUES (:m, 'кеш', {NOW}, :who)",
        "UPDATE attendance SET absent_because = 'x', version = version + 1",
        f"INSERT INTO dissent (interview_id, member_id, text, written_at) VALUES (:i, :member, 'x', {NOW})",
    )
