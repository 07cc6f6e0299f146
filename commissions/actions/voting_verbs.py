"""The vote on one candidate: opened, cast, counted; the casting vote; the decision with its motives; own opinions.

A secret vote is written so that nothing joins a ballot to a member: see docs/decisions/0014-secret-ballots.md.
"""

from __future__ import annotations

import secrets
from random import SystemRandom

from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import DBAPIError

from accounts.refused_facts import RefusedFact
from applications.actions import course
from commissions import panels
from commissions.actions import live, sheets
from commissions.actions.hearing import heard_now, panel_now, refuse_faults
from commissions.actions.hearing_end import freeze
from commissions.actions.hearing_texts import digest_of, typed
from commissions.models import (
    CastingVote,
    Dissent,
    Hearing,
    HearingSeat,
    Interview,
    Meeting,
    OpenVote,
    SecretBallot,
    VoterMark,
    VoteRound,
)
from commissions.presence import candidate_comes
from commissions.proceedings import Ending
from commissions.voting import Decision, Outcome, Panel, Rules, Tally, Vote, decide_openly
from commissions.voting import decide as decide_by
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal

_chance = SystemRandom()


def last_round(interview_id: int) -> VoteRound | None:
    """The vote that was opened last."""
    found: VoteRound | None = db.session.scalar(
        select(VoteRound)
        .where(VoteRound.interview_id == interview_id)
        .order_by(VoteRound.round.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return found


def open_vote(interview_id: int) -> VoteRound:
    """Deliberation is over: the panel votes, secretly or by name as the office has decided."""
    hearing, meeting = heard_now(interview_id)
    at, rules = panel_now(hearing, meeting), _rules(hearing, meeting)
    refuse_faults(at)
    if candidate_comes(course.edition_of(hearing.case)) and not typed(interview_id).get("identity"):
        raise Refusal(_l("Nobody has noted yet by which document the candidate was identified."))
    if not sheets.open_when_complete(hearing, at.present):
        raise Refusal(_l("Not every member of the panel has sealed a sheet."))
    last = last_round(interview_id)
    if last is not None and last.voided_at is None and last.outcome != Outcome.VOTE_AGAIN:
        raise Refusal(_l("The commission is voting or has voted already."))
    made = VoteRound(
        interview_id=interview_id,
        round=(last.round if last else 0) + 1,
        secret=rules.secret,
        presided_by=at.presides,
        seats=at.of,
        needed_for_quorum=at.needed,
        present=len(at.present),
        opened_at=now(),
        opened_by=current_actor().account_id,
    )
    db.session.add(made)
    db.session.flush()
    _note(hearing, meeting, "vote:open", {"round": made.round, "secret": made.secret})
    return made


def _rules(hearing: Hearing, meeting: Meeting) -> Rules:
    return panels.rules_for(db.session.get_one(Interview, hearing.interview_id), meeting.office_id)


def _going(interview_id: int, *, by_a_member: bool = False) -> tuple[Hearing, Meeting, VoteRound]:
    hearing, meeting = heard_now(interview_id, by_a_member=by_a_member)
    found = last_round(interview_id)
    if found is None or found.counted_at is not None or found.voided_at is not None:
        raise Refusal(_l("No vote is going on."))
    return hearing, meeting, found


def cast(interview_id: int, vote: Vote) -> None:
    """The vote of whoever acts, once. The journal says that it was cast, never how."""
    hearing, meeting, going = _going(interview_id, by_a_member=True)
    member = live.member_here(meeting)
    if db.session.get(HearingSeat, (interview_id, member.id)) is None:
        raise NotFound
    if member.id not in _sitting(interview_id):
        raise NotFound
    if member.id in voted(going):
        raise Refusal(_l("You have voted already."))
    if going.secret:
        _put_in(going, member.id, vote)
    else:
        db.session.add(
            OpenVote(interview_id=interview_id, round=going.round, member_id=member.id, vote=vote.value)
        )
        db.session.flush()
    _note(hearing, meeting, "vote:cast", {"member": member.id, "round": going.round})


def _sitting(interview_id: int) -> frozenset[int]:
    return frozenset(seat.member_id for seat in panels.seats_of(interview_id) if seat.sits)


def voted(at: VoteRound) -> frozenset[int]:
    """Who has voted in a round."""
    table = VoterMark if at.secret else OpenVote
    return frozenset(
        db.session.scalars(
            select(table.member_id).where(table.interview_id == at.interview_id, table.round == at.round)
        )
    )


def _put_in(going: VoteRound, member_id: int, vote: Vote) -> None:
    """Write both heaps anew, each in a random order, so that no place, name or transaction joins the two.

    The objects of the session are passed over: it would keep the votes in memory and put them in order of arrival.
    """
    this = {"interview_id": going.interview_id, "round": going.round}
    marks = [{**this, "member_id": one} for one in {*voted(going), member_id}]
    cast_before = db.session.scalars(select(SecretBallot.vote).filter_by(**this)).all()
    ballots = [{**this, "id": secrets.token_hex(16), "vote": one} for one in [*cast_before, vote.value]]
    _chance.shuffle(marks)
    _chance.shuffle(ballots)
    try:
        _empty(going)
        db.session.execute(insert(VoterMark), marks)
        db.session.execute(insert(SecretBallot), ballots)
    except DBAPIError:
        # The error of the database would carry the ballots into the log.
        raise Refusal(_l("The vote could not be written. Nothing was counted: vote again.")) from None


def _empty(going: VoteRound) -> None:
    for table in (SecretBallot, VoterMark):
        db.session.execute(
            delete(table)
            .where(table.interview_id == going.interview_id, table.round == going.round)
            .execution_options(synchronize_session=False)
        )


def count(interview_id: int) -> VoteRound:
    """Everybody has voted: the count, and what it comes to by the office's rules."""
    hearing, meeting, going = _going(interview_id)
    if len(voted(going)) < going.present:
        raise Refusal(_l("Not every member of the panel has voted."))
    at, rules = _panel_of(going), _rules(hearing, meeting)
    by_name = votes_by_name(going)
    counted = _tally(going)
    came_to = decide_openly(rules, at, by_name) if not going.secret else decide_by(rules, at, counted)
    going.in_favour, going.against, going.abstained = counted.in_favour, counted.against, counted.abstained
    going.needed, going.ground, going.outcome = came_to.needed, came_to.ground.value, came_to.outcome.value
    going.counted_at, going.counted_by = now(), current_actor().account_id
    db.session.flush()
    _note(
        hearing,
        meeting,
        "vote:count",
        {
            "round": going.round,
            "for": counted.in_favour,
            "against": counted.against,
            "abstained": counted.abstained,
            "outcome": came_to.outcome.value,
        },
    )
    return going


def _panel_of(at: VoteRound) -> Panel:
    """The panel as the vote found it."""
    return Panel(at.seats, _sitting(at.interview_id), at.needed_for_quorum, at.presided_by, ())


def votes_by_name(at: VoteRound) -> dict[int, Vote]:
    """Who voted how, of an open vote; nothing of a secret one."""
    rows = db.session.scalars(
        select(OpenVote)
        .where(OpenVote.interview_id == at.interview_id, OpenVote.round == at.round)
        .order_by(OpenVote.member_id)
    )
    return {row.member_id: Vote(row.vote) for row in rows}


def _tally(at: VoteRound) -> Tally:
    table = SecretBallot if at.secret else OpenVote
    rows = db.session.execute(
        select(table.vote, func.count())
        .where(table.interview_id == at.interview_id, table.round == at.round)
        .group_by(table.vote)
    )
    found = {vote: int(cast) for vote, cast in rows}
    return Tally(*(found.get(vote.value, 0) for vote in (Vote.FOR, Vote.AGAINST, Vote.ABSTAIN)))


def void_vote(interview_id: int, reason: str) -> None:
    """The vote cannot be finished: somebody has left. What was cast does not count; secret ballots are destroyed.

    Once everybody has voted nobody can be displeased with the outcome and have another one: the votes are counted.
    """
    hearing, meeting, going = _going(interview_id)
    if len(voted(going)) >= going.present:
        raise Refusal(
            _l("Everybody has voted: the vote is not declared void any more."),
            next_step=_l("Count the votes."),
        )
    if going.secret:
        _empty(going)
    going.voided_at, going.voided_by, going.void_reason = now(), current_actor().account_id, reason
    db.session.flush()
    _note(hearing, meeting, "vote:void", {"round": going.round, "reason": reason})


def casting_vote(interview_id: int, vote: Vote) -> CastingVote:
    """Votes were equal: whoever presided decides, openly, for or against."""
    hearing, meeting = heard_now(interview_id, by_a_member=True)
    member, last = live.member_here(meeting), last_round(interview_id)
    if last is None or last.outcome != Outcome.CASTING_VOTE:
        raise Refusal(_l("There is no casting vote to give."))
    if member.id != last.presided_by:
        raise NotFound
    if db.session.get(CastingVote, (interview_id, last.round)) is not None:
        raise Refusal(_l("The casting vote was given already."))
    if vote is Vote.ABSTAIN:
        raise RefusedFact("vote", _l("A casting vote is for or against."))
    came_to: Decision = decide_by(_rules(hearing, meeting), _panel_of(last), _tally(last), vote)
    given = CastingVote(
        interview_id=interview_id,
        round=last.round,
        member_id=member.id,
        vote=vote.value,
        outcome=came_to.outcome.value,
        ground=came_to.ground.value,
        given_at=now(),
    )
    db.session.add(given)
    db.session.flush()
    _note(hearing, meeting, "vote:break_tie", {"member": member.id, "vote": vote.value})
    return given


def came_to(interview_id: int) -> Outcome | None:
    """What the last vote came to, the casting vote included; None while nothing was counted."""
    last = last_round(interview_id)
    if last is None or last.outcome is None:
        return None
    broken = db.session.get(CastingVote, (interview_id, last.round))
    return Outcome(broken.outcome if broken else last.outcome)


def decide(interview_id: int, motives: str) -> Hearing:
    """The decision is what was counted; the motives are its words. The hearing ends with it."""
    known = db.session.get(Interview, interview_id)
    if known is None:
        raise NotFound
    course.locked(known.case_id)
    hearing, meeting = heard_now(interview_id)
    decision, last = came_to(interview_id), last_round(interview_id)
    if last is None or decision not in (Outcome.POSITIVE, Outcome.NEGATIVE):
        raise Refusal(_l("The vote has come to no decision yet."))
    if not motives.strip():
        raise RefusedFact("motives", _l("Say why the commission decided so."))
    hearing.motives, hearing.presided_by = motives.strip(), last.presided_by
    hearing.seats, hearing.present, hearing.needed_for_quorum = (
        last.seats,
        last.present,
        last.needed_for_quorum,
    )
    freeze(hearing, Ending.DECIDED)
    db.session.flush()
    interview = db.session.get_one(Interview, interview_id)
    interview.decided_at, interview.decision = now(), decision.value
    db.session.flush()
    _note(hearing, meeting, "hearing:decide", {"decision": decision.value, "digest": digest_of(hearing)})
    return hearing


def dissent(interview_id: int, text: str) -> Dissent:
    """The own opinion of a member of the panel on a decision, until the meeting closes."""
    hearing = db.session.get(Hearing, interview_id)
    if hearing is None:
        raise NotFound
    meeting, _session = live.going(hearing.meeting_id, by_a_member=True)
    member = live.member_here(meeting)
    if member.id not in _sitting(interview_id):
        raise NotFound
    if hearing.ending != Ending.DECIDED:
        raise Refusal(_l("There is no decision yet."))
    if not text.strip():
        raise RefusedFact("text", _l("Write your opinion."))
    if db.session.get(Dissent, (interview_id, member.id)) is not None:
        raise Refusal(_l("Your opinion is attached already."))
    made = Dissent(interview_id=interview_id, member_id=member.id, text=text.strip(), written_at=now())
    db.session.add(made)
    db.session.flush()
    _note(hearing, meeting, "hearing:dissent", {"member": member.id})
    return made


def _note(hearing: Hearing, meeting: Meeting, what: str, new: dict[str, object]) -> None:
    record(f"commissions:{what}", subject=("case", hearing.case_id), office_id=meeting.office_id, new=new)
