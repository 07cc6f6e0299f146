"""Named reads of sheets: what waits for somebody's signature, and what somebody may look at."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased, selectinload

from accounts.signing_models import SigningDeed, SigningDone, SigningOffer, SigningPlace, SigningSheet
from core.database import db
from core.models import StoredFile


def waiting_for(account_id: int) -> Sequence[SigningSheet]:
    """The sheets on which it is this person's turn, the longest waiting first."""
    return db.session.scalars(_waiting(account_id).order_by(SigningSheet.opened_at, SigningSheet.id)).all()


def _waiting(account_id: int) -> Select[SigningSheet]:
    done = (
        select(func.count())
        .select_from(SigningDeed)
        .where(SigningDeed.sheet_id == SigningSheet.id)
        .scalar_subquery()
    )
    return (
        select(SigningSheet)
        .join(SigningPlace, SigningPlace.sheet_id == SigningSheet.id)
        .where(
            SigningPlace.account_id == account_id,
            SigningSheet.withdrawn_at.is_(None),
            SigningPlace.position == done + 1,
            ~_refused(),
        )
    )


def _refused() -> ColumnElement[bool]:
    deed = aliased(SigningDeed)
    return exists().where(deed.sheet_id == SigningSheet.id, deed.what == "refused")


def sheet_for(account_id: int, sheet_id: int) -> SigningSheet | None:
    """A sheet that names this person, whatever has become of it."""
    return db.session.scalar(
        select(SigningSheet)
        .join(SigningPlace, SigningPlace.sheet_id == SigningSheet.id)
        .options(
            selectinload(SigningSheet.places).joinedload(SigningPlace.account),
            selectinload(SigningSheet.deeds),
        )
        .where(SigningSheet.id == sheet_id, SigningPlace.account_id == account_id)
        .execution_options(populate_existing=True)
    )


def signed_by(account_id: int, at_most: int = 50) -> Sequence[SigningSheet]:
    """The sheets on which this person has signed or refused, the newest first."""
    return db.session.scalars(
        select(SigningSheet)
        .join(SigningDeed, SigningDeed.sheet_id == SigningSheet.id)
        .where(SigningDeed.account_id == account_id)
        .order_by(SigningDeed.at.desc(), SigningDeed.id.desc())
        .limit(at_most)
    ).all()


def deeds_of(sheet_id: int) -> Sequence[SigningDeed]:
    """What was done on a sheet so far, in order."""
    return db.session.scalars(
        select(SigningDeed).where(SigningDeed.sheet_id == sheet_id).order_by(SigningDeed.position)
    ).all()


def places_of(sheet_id: int) -> Sequence[SigningPlace]:
    """Whom a sheet names, in order."""
    return db.session.scalars(
        select(SigningPlace).where(SigningPlace.sheet_id == sheet_id).order_by(SigningPlace.position)
    ).all()


def done_of(sheet_id: int) -> SigningDone | None:
    """That all have signed, if they have."""
    return db.session.get(SigningDone, sheet_id)


def sheet_of(kind: str, subject_id: int) -> SigningSheet | None:
    """The sheet of a thing that is not withdrawn."""
    return db.session.scalar(
        select(SigningSheet).where(
            SigningSheet.kind == kind,
            SigningSheet.subject_id == subject_id,
            SigningSheet.withdrawn_at.is_(None),
        )
    )


def newest_offer(sheet_id: int, position: int) -> SigningOffer | None:
    """The paper that was handed out last to be signed in this place; an earlier one is signed no more."""
    return db.session.scalar(
        select(SigningOffer)
        .where(SigningOffer.sheet_id == sheet_id, SigningOffer.position == position)
        .order_by(SigningOffer.id.desc())
        .limit(1)
    )


def newest_file(sheet: SigningSheet) -> StoredFile:
    """The paper as it is now: as the last signature left it, or as it was drawn up."""
    signed = [deed.file for deed in deeds_of(sheet.id) if deed.file is not None]
    return signed[-1] if signed else sheet.unsigned_file
