"""A rehearsal: the same player with questions of a public bank, open to anyone, resulting in nothing.

A place is free again when its attempt has ended, or after some hours, so that a small sitting serves everybody. When
all are taken, the address that holds the most gives the oldest of them back: nobody can keep the others out, and
whoever gave a place back goes on undisturbed, for a rehearsal has no seats.
"""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import timedelta

from sqlalchemy import func, select

from core.clock import now
from core.database import db
from core.holding import held_where
from core.languages import _l
from core.refusals import Refusal
from exam.actions.devices import begin_device
from exam.device_tokens import DeviceToken
from exam.models import Attempt, AttemptDevice, ExamPaper, Sitting, SittingPlace
from exam.queries import sets_of
from question_banks.content import Language
from question_banks.models import SealedPaper
from question_banks.released_papers import read_paper

PLACE_LASTS = timedelta(hours=3)


def take_part(language: Language, *, browser: str, address: str) -> DeviceToken:
    """A place in the rehearsal that is open now, with a paper, on this computer."""
    sitting = _open_rehearsal()
    place = SittingPlace(
        public_id=secrets.token_hex(16),
        sitting_id=sitting.id,
        kind=sitting.kind,
        capacity=sitting.capacity,
        starts_at=sitting.starts_at,
        ends_at=sitting.ends_at,
        slot=_free_slot(sitting, address[:45]),
        language=language,
        booked_at=now(),
    )
    db.session.add(place)
    db.session.flush()
    attempt = _attempt_on_a_paper(sitting, place)
    return begin_device(attempt, 1, None, browser, address)


def _open_rehearsal() -> Sitting:
    moment = now()
    found = db.session.scalar(
        select(Sitting.id)
        .where(
            Sitting.kind == "rehearsal",
            Sitting.begun_at.is_not(None),
            Sitting.closed_at.is_(None),
            Sitting.annulled_at.is_(None),
            Sitting.starts_at <= moment,
            Sitting.ends_at > moment,
        )
        .order_by(Sitting.id.desc())
        .limit(1)
    )
    sitting = held_where(Sitting, Sitting.id == found, Sitting.closed_at.is_(None)) if found else None
    if sitting is None:
        raise Refusal(
            _l("No rehearsal is open now."),
            next_step=_l("Come back later; your office tells when the next one opens."),
        )
    return sitting


def _free_slot(sitting: Sitting, address: str) -> int:
    """The first slot that nobody holds; what others have left behind is given back first."""
    held = select(SittingPlace).where(
        SittingPlace.sitting_id == sitting.id, SittingPlace.released_at.is_(None)
    )
    left = held.join(Attempt, Attempt.place_id == SittingPlace.id).where(
        Attempt.ended_at.is_not(None) | (SittingPlace.booked_at < now() - PLACE_LASTS)
    )
    for place in db.session.scalars(left):
        place.released_at, place.released_reason = now(), "rehearsed"
    db.session.flush()
    taken = {place.slot for place in db.session.scalars(held)}
    free = next((slot for slot in range(1, sitting.capacity + 1) if slot not in taken), None)
    return _given_back(sitting, address) if free is None else free


def _given_back(sitting: Sitting, asks: str) -> int:
    """The slot held longest by the address that has the most, with the one that is asked for now."""
    rows = db.session.execute(
        select(SittingPlace, AttemptDevice.address)
        .join(Attempt, Attempt.place_id == SittingPlace.id)
        .join(AttemptDevice, (AttemptDevice.attempt_id == Attempt.id) & AttemptDevice.ended_at.is_(None))
        .where(SittingPlace.sitting_id == sitting.id, SittingPlace.released_at.is_(None))
        .order_by(SittingPlace.booked_at, SittingPlace.id)
    ).all()
    held = Counter([asks, *(address for _place, address in rows)])
    most = max(held[address] for _place, address in rows)
    place = next(place for place, address in rows if held[address] == most)
    place.released_at, place.released_reason = now(), "gave way"
    db.session.flush()
    return place.slot


def _attempt_on_a_paper(sitting: Sitting, place: SittingPlace) -> Attempt:
    set_ids = [one.set_id for one in sets_of(sitting.id)]
    turns = (
        select(SealedPaper.id, SealedPaper.set_id, func.count(ExamPaper.id))
        .outerjoin(ExamPaper, ExamPaper.sealed_paper_id == SealedPaper.id)
        .where(SealedPaper.set_id.in_(set_ids), SealedPaper.content.is_not(None))
        .group_by(SealedPaper.id, SealedPaper.set_id)
        .order_by(func.count(ExamPaper.id), SealedPaper.id)
        .limit(1)
    )
    found = db.session.execute(turns).first()
    if found is None:
        raise Refusal(_l("No rehearsal is open now."))
    sealed_id, set_id, turn = found
    paper = ExamPaper(
        place_id=place.id,
        sitting_id=sitting.id,
        set_id=set_id,
        sealed_paper_id=sealed_id,
        turn=turn,
        questions=len(read_paper(sealed_id).places),
        fixed_at=now(),
    )
    db.session.add(paper)
    db.session.flush()
    attempt = Attempt(
        public_id=secrets.token_hex(16),
        sitting_id=sitting.id,
        place_id=place.id,
        paper_id=paper.id,
        questions=paper.questions,
        language=place.language,
    )
    db.session.add(attempt)
    db.session.flush()
    return attempt
