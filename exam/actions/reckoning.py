"""Reckoning an ended attempt by the keys: its answers as they count, its score, and the transcript that proves it.

Asked for a first result and for every recount; the same entries and rulings give the same score.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import func, select

from core.actor import current_actor
from core.canonical import canonical
from core.clock import now
from core.database import db
from core.languages import _l
from core.refusals import NotFound, Refusal
from exam.entries import Entry, latest
from exam.grading import NoVerdict, PaperQuestion, Ruling, Score, grade
from exam.late_reading import DECIDE
from exam.models import (
    AnswerEntry,
    ApartEntry,
    ApartProposed,
    ApartVerdict,
    Attempt,
    ExamPaper,
    QuestionRuling,
    Result,
    Sitting,
    SittingPlace,
    TimeGrant,
)
from exam.shown import by_ids
from exam.transcript import Granted, Kept, Sat, score_facts, text_digest, transcript
from question_banks.answers import AnswerRefused, AnswerValue
from question_banks.released_papers import ReleasedPaper, read_paper

# Who scores many candidates of one paper reads it once.
ReadPaper = Callable[[int], ReleasedPaper]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A score with its transcript, and the secret by which the keys in it can be shown."""

    attempt: Attempt
    score: Score
    transcript: str
    salt: bytes

    @property
    def facts(self) -> str:
        """The score as one canonical text; equal texts are equal scores."""
        return canonical(score_facts(self.score))


@dataclass(frozen=True, slots=True)
class Known:
    """What is read of attempts before they are reckoned: as many questions for a whole hall as for one of it."""

    sittings: Mapping[int, Sitting]
    sealed: Mapping[int, int]
    kept: Mapping[int, list[Kept]]
    grants: Mapping[int, list[Granted]]
    rulings: Mapping[int, Mapping[int, Ruling]]


def known_of(attempts: Sequence[Attempt]) -> Known:
    """Everything that arrived for these attempts, the time they were given, and the rulings of their sittings."""
    ids, sitting_ids = [one.id for one in attempts], {one.sitting_id for one in attempts}
    papers = select(ExamPaper.id, ExamPaper.sealed_paper_id).join(Attempt, Attempt.paper_id == ExamPaper.id)
    return Known(
        {one.id: one for one in db.session.scalars(select(Sitting).where(Sitting.id.in_(sitting_ids)))},
        {int(paper): int(sealed) for paper, sealed in db.session.execute(papers.where(Attempt.id.in_(ids)))},
        _kept(ids),
        _grants(ids),
        _rulings(sitting_ids),
    )


def reckon(
    attempt: Attempt,
    more: Mapping[int, Ruling] | None = None,
    known: Known | None = None,
    read: ReadPaper = read_paper,
) -> Reckoned:
    """Score an ended attempt by the keys of its paper and the rulings of its sitting; `more` are those thought of."""
    known = known or known_of([attempt])
    sitting = known.sittings[attempt.sitting_id]
    place = db.session.get_one(SittingPlace, attempt.place_id)
    paper = read(known.sealed[attempt.paper_id])
    kept = known.kept[attempt.id]
    counting = latest(one.entry for one in kept if one.apart is None or one.admitted)
    answers = {
        number: value for number, entry in counting.items() if (value := _answer(paper, entry)) is not None
    }
    questions = [PaperQuestion(one.number, one.section, one.edition_id, one.question) for one in paper.places]
    try:
        score = grade(paper.blueprint, questions, answers, {**known.rulings[sitting.id], **(more or {})})
    except NoVerdict as nothing:
        raise Refusal(
            _l(
                "By these rulings nothing of the paper of place %(place)s is left to score.", place=place.slot
            ),
            next_step=_l("Annul the sitting instead, or credit the question to everybody."),
        ) from nothing
    salt = secrets.token_bytes(32)
    sat = _sat(attempt, sitting, place, paper)
    written = transcript(sat, questions, kept, known.grants[attempt.id], score, salt)
    return Reckoned(attempt, score, written, salt)


def result_of(reckoned: Reckoned, **replacing: Any) -> Result:
    """The row of a result; `replacing` names the one that it corrects, and why."""
    attempt, actor = reckoned.attempt, current_actor()
    if attempt.case_id is None:
        raise NotFound
    return Result(
        case_id=attempt.case_id,
        attempt_id=attempt.id,
        verdict=reckoned.score.verdict,
        score=reckoned.facts,
        transcript=reckoned.transcript,
        transcript_digest=text_digest(reckoned.transcript),
        key_salt=reckoned.salt,
        entered_by=actor.account_id,
        entered_as=actor.role,
        entered_at=now(),
        **replacing,
    )


def _kept(ids: Collection[int]) -> dict[int, list[Kept]]:
    """Everything that arrived: what counts by itself, and what was kept apart with whether it was admitted."""
    admitted = set(
        db.session.scalars(
            select(ApartProposed.entry_id)
            .join(ApartVerdict, ApartVerdict.proposal_id == ApartProposed.proposal_id)
            .where(ApartProposed.attempt_id.in_(ids), ApartVerdict.admits)
            .group_by(ApartProposed.entry_id)
            .having(func.count() == DECIDE)
        )
    )
    found: dict[int, list[Kept]] = {one: [] for one in ids}
    for row in db.session.scalars(select(AnswerEntry).where(AnswerEntry.attempt_id.in_(ids))):
        found[row.attempt_id].append(
            Kept(Entry(row.epoch, row.sequence, row.question, row.value), row.arrived_at)
        )
    for late in db.session.scalars(select(ApartEntry).where(ApartEntry.attempt_id.in_(ids))):
        found[late.attempt_id].append(
            Kept(
                Entry(late.epoch, late.sequence, late.question, late.value),
                late.arrived_at,
                late.why,  # type: ignore[arg-type]  # one of the words of the CHECK
                late.id in admitted,
            )
        )
    return found


def _answer(paper: ReleasedPaper, entry: Entry) -> AnswerValue:
    """The answer by the ids of the edition, from the places by which it was shown; unreadable text stays itself."""
    place = next(one for one in paper.places if one.number == entry.question)
    try:
        value: AnswerValue = orjson.loads(entry.value)
        return by_ids(place.question.body, place.arrangement, value)  # type: ignore[return-value]  # of JSON
    except (orjson.JSONDecodeError, AnswerRefused):
        return entry.value


def _rulings(sitting_ids: Collection[int]) -> dict[int, dict[int, Ruling]]:
    found: dict[int, dict[int, Ruling]] = {one: {} for one in sitting_ids}
    for row in db.session.scalars(select(QuestionRuling).where(QuestionRuling.sitting_id.in_(sitting_ids))):
        found[row.sitting_id][row.edition_id] = row.ruling  # type: ignore[assignment]  # words of the CHECK
    return found


def _sat(attempt: Attempt, sitting: Sitting, place: SittingPlace, paper: ReleasedPaper) -> Sat:
    assert attempt.started_at is not None and attempt.ended_at is not None  # noqa: PT018 - an ended one has both
    return Sat(
        attempt=attempt.public_id,
        case=place.case.number if place.case else "",
        sitting=sitting.number,
        paper_digest=paper.digest,
        blueprint_digest=paper.blueprint_digest,
        started_at=attempt.started_at,
        ended_at=attempt.ended_at,
        ended_how=attempt.ended_how or "",
    )


def _grants(ids: Collection[int]) -> dict[int, list[Granted]]:
    found: dict[int, list[Granted]] = {one: [] for one in ids}
    rows = select(TimeGrant).where(TimeGrant.attempt_id.in_(ids)).order_by(TimeGrant.number)
    for one in db.session.scalars(rows):
        found[one.attempt_id].append(Granted(one.kind, one.seconds, one.granted_at))  # type: ignore[arg-type]  # CHECKed
    return found
