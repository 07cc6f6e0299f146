"""Who voted how in a secret vote cannot be told by any table, order of rows, journal or log."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import inspect, select, text

from accounts.roles import Role
from commissions import queries
from commissions.actions import voting_verbs
from commissions.models import Member, SecretBallot, Slot, VoterMark, VoteRound
from commissions.voting import Vote
from core.actor import acting
from core.clock import frozen
from core.database import db
from core.models import JournalEntry
from tests.applications import making as applying
from tests.commissions import live_hands as hands
from tests.commissions.hearing import SERVICE, Hearing, at, hearing, named
from tests.exam.planners import decide

__all__ = ["at", "hearing"]

MEMBERS = 5
ROUNDS = 12


@pytest.fixture
def voting(hearing: Hearing) -> Slot:
    """Five members vote secretly on the first candidate; the vote is open."""
    office = hearing.commission.office
    decide(office, "commission_vote", "secret", service=SERVICE)
    with acting(hearing.administrator):
        for _more in range(MEMBERS - 2):
            named(hearing.commission, "member", applying.staff(Role.COMMISSION_MEMBER, office))
    hands.put_all_on(hearing.meeting, [hearing.cases[0].id])
    (slot,) = queries.agenda_of(hearing.meeting.id)
    with frozen(hearing.meeting.starts_at):
        hands.open_with_everybody(hearing.meeting)
        hands.up_to_the_vote(hearing.meeting, slot)
    db.session.commit()
    return slot


def cast_in_turn(hearing: Hearing, slot: Slot, members: Sequence[Member], against: int) -> None:
    """Each in an own transaction, as each at an own phone; only one votes against."""
    for member in members:
        with frozen(hearing.meeting.starts_at), acting(hands.actor_of(member)):
            voting_verbs.cast(slot.interview_id, Vote.AGAINST if member.id == against else Vote.FOR)
            db.session.commit()


def place_of(table: str) -> str:
    """What the database itself knows of where a row lies, in the order in which it would be read."""
    return f"SELECT * FROM {table}"


def test_marks_and_ballots_share_nothing_but_the_round_and_neither_has_a_time(voting: Slot) -> None:
    columns = {
        table.__tablename__: {
            column["name"] for column in inspect(db.engine).get_columns(table.__tablename__)
        }
        for table in (VoterMark, SecretBallot)
    }
    assert columns == {
        VoterMark.__tablename__: {"interview_id", "round", "member_id"},
        SecretBallot.__tablename__: {"id", "interview_id", "round", "vote"},
    }


def test_no_order_of_rows_tells_whose_ballot_is_whose(hearing: Hearing, voting: Slot) -> None:
    """The same member votes against, third of five, in every round: the ballot lies now here, now there."""
    members = hands.panel_of(voting.interview_id)
    assert len(members) == MEMBERS
    third = members[2]
    ballots, marks = set(), set()
    for _round in range(ROUNDS):
        # The last one keeps back, for a vote in which everybody has voted is counted.
        cast_in_turn(hearing, voting, members[:-1], third.id)
        last = voting_verbs.last_round(voting.interview_id)
        assert isinstance(last, VoteRound)
        this = (SecretBallot.interview_id == last.interview_id) & (SecretBallot.round == last.round)
        lying = db.session.execute(text(place_of(SecretBallot.__tablename__))).mappings().all()
        ballots.add([row["vote"] for row in lying if row["round"] == last.round].index("against"))
        by_name = db.session.scalars(select(SecretBallot.vote).where(this).order_by(SecretBallot.id)).all()
        marks.add(list(by_name).index("against"))
        with frozen(hearing.meeting.starts_at), acting(hearing.secretary):
            voting_verbs.void_vote(voting.interview_id, "сынақ")
            voting_verbs.open_vote(voting.interview_id)
            db.session.commit()
    assert len(ballots) > 1, "the ballot always lies in the same place"
    assert len(marks) > 1, "the names of ballots count up"


def test_every_ballot_was_written_by_the_last_vote_and_none_by_its_own(
    hearing: Hearing, voting: Slot
) -> None:
    if db.engine.dialect.name == "sqlite":
        # SQLite numbers no transactions; here it is enough that its rows have no row number either.
        for table in (VoterMark, SecretBallot):
            made = db.session.scalar(
                text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table.__tablename__}
            )
            assert "WITHOUT ROWID" in str(made)
        return
    members = hands.panel_of(voting.interview_id)
    cast_in_turn(hearing, voting, members, members[0].id)
    for name in (VoterMark.__tablename__, SecretBallot.__tablename__):
        writers = db.session.execute(text(f"SELECT DISTINCT xmin::text FROM {name}")).all()
        assert len(writers) == 1


def test_neither_journal_nor_log_says_how_anybody_voted(
    hearing: Hearing, voting: Slot, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    before = db.session.scalar(select(JournalEntry.id).order_by(JournalEntry.id.desc()).limit(1)) or 0
    members = hands.panel_of(voting.interview_id)
    cast_in_turn(hearing, voting, members, members[1].id)
    entries = db.session.scalars(select(JournalEntry).where(JournalEntry.id > before)).all()
    assert [entry.tag for entry in entries] == ["commissions:vote:cast"] * MEMBERS
    spoken = (
        " ".join(f"{entry.old} {entry.new}" for entry in entries) + caplog.text + "".join(capfd.readouterr())
    )
    for vote in Vote:
        assert f'"{vote.value}"' not in spoken
        assert f"'{vote.value}'" not in spoken


def test_nobody_sees_a_number_before_the_count(hearing: Hearing, voting: Slot) -> None:
    members = hands.panel_of(voting.interview_id)
    cast_in_turn(hearing, voting, members, members[3].id)
    last = voting_verbs.last_round(voting.interview_id)
    assert last is not None
    assert (last.in_favour, last.against, last.abstained) == (None, None, None)
    assert voting_verbs.votes_by_name(last) == {}
    with frozen(hearing.meeting.starts_at), acting(hearing.secretary):
        counted = voting_verbs.count(voting.interview_id)
    assert (counted.in_favour, counted.against, counted.abstained) == (MEMBERS - 1, 1, 0)
