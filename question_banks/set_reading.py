"""Reading of sealed sets: which somebody may see, who holds their keys, what they hold, what was used."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import joinedload

from accounts.models import Account, Office, RoleGrant
from accounts.permission_words import BY_NAME
from accounts.queries import offices_below, today
from core.actor import Actor
from core.clock import now
from core.database import db
from core.refusals import NotFound
from question_banks.models import (
    BlueprintEdition,
    HolderKey,
    QuestionEdition,
    SealedPaper,
    SealedSet,
    SetKeyOffer,
    SetKeyShare,
    SetQuestion,
    StoredQuestion,
)
from question_banks.pool import pool_id

NOT_IN_USE = ("suspended", "retired")


def sets_seen(actor: Actor) -> ColumnElement[bool]:
    """The sets of the own office and of those below it, and those whose key one holds a part of."""
    if actor.office_id is None:
        return false()
    held = select(SetKeyShare.set_id).where(SetKeyShare.holder_id == actor.account_id)
    return or_(SealedSet.office_id.in_(offices_below(actor.office_id)), SealedSet.id.in_(held))


def sets(actor: Actor) -> Sequence[SealedSet]:
    """The sets that somebody may see, the newest first."""
    return db.session.scalars(
        select(SealedSet)
        .options(
            joinedload(SealedSet.office), joinedload(SealedSet.edition).joinedload(BlueprintEdition.blueprint)
        )
        .where(sets_seen(actor))
        .order_by(SealedSet.sealed_at.desc(), SealedSet.id.desc())
    ).all()


def find_set(set_id: int, actor: Actor) -> SealedSet:
    """One set with its blueprint."""
    found = db.session.scalar(
        select(SealedSet)
        .options(
            joinedload(SealedSet.office), joinedload(SealedSet.edition).joinedload(BlueprintEdition.blueprint)
        )
        .where(SealedSet.id == set_id, sets_seen(actor))
    )
    if found is None:
        raise NotFound
    return found


def shares_of(set_id: int) -> Sequence[SetKeyShare]:
    """The three parts of a set's key with their holders."""
    return db.session.scalars(
        select(SetKeyShare)
        .options(joinedload(SetKeyShare.holder), joinedload(SetKeyShare.key))
        .where(SetKeyShare.set_id == set_id)
        .order_by(SetKeyShare.place)
    ).all()


def offers_of(set_id: int) -> Sequence[SetKeyOffer]:
    """The parts that are offered now and still good."""
    return db.session.scalars(
        select(SetKeyOffer)
        .where(SetKeyOffer.set_id == set_id, SetKeyOffer.good_until > now())
        .order_by(SetKeyOffer.offered_at, SetKeyOffer.from_place)
    ).all()


def papers_of(set_id: int) -> Sequence[SealedPaper]:
    """The papers of a set, reserves last."""
    return db.session.scalars(
        select(SealedPaper).where(SealedPaper.set_id == set_id).order_by(SealedPaper.number)
    ).all()


def replacement_of(set_id: int) -> SealedSet | None:
    """The set that was drawn in place of this one."""
    found: SealedSet | None = db.session.scalar(select(SealedSet).where(SealedSet.replaces_id == set_id))
    return found


def key_of(account_id: int | None) -> HolderKey | None:
    """The key pair to which parts for this official are sealed now."""
    found: HolderKey | None = db.session.scalar(
        select(HolderKey).where(HolderKey.account_id == account_id, HolderKey.replaced_at.is_(None))
    )
    return found


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who may hold a part, in which role and where, and the key pair if they have made one."""

    account: Account
    role: str
    office: Office
    key: HolderKey | None


def possible_holders(office_id: int) -> list[Holder]:
    """Who may hold a part of a key: whoever has a role with `sets.hold` at the office or below it.

    Where the hall is, there the set is opened. The office itself comes first, then the others by name.
    """
    day = today()
    rows = db.session.execute(
        select(Account, RoleGrant.role, Office, HolderKey)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .join(Office, Office.id == RoleGrant.office_id)
        .outerjoin(HolderKey, (HolderKey.account_id == Account.id) & HolderKey.replaced_at.is_(None))
        .where(
            RoleGrant.office_id.in_(offices_below(office_id)),
            RoleGrant.role.in_(BY_NAME["sets.hold"].roles),
            RoleGrant.revoked_at.is_(None),
            RoleGrant.from_day <= day,
            or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= day),
            Account.closed_at.is_(None),
        )
        .order_by(RoleGrant.office_id != office_id, Office.code, Account.sort_key, Account.id, RoleGrant.id)
    )
    found: dict[int, Holder] = {}
    for account, role, office, key in rows:
        found.setdefault(account.id, Holder(account, role, office, key))
    return list(found.values())


def set_aside_in(set_ids: Collection[int]) -> Mapping[int, Sequence[StoredQuestion]]:
    """For each set the questions that it holds and that have since been suspended or retired."""
    rows = db.session.execute(
        select(SetQuestion.set_id, StoredQuestion)
        .join(StoredQuestion, StoredQuestion.id == SetQuestion.question_id)
        .where(SetQuestion.set_id.in_(set_ids), StoredQuestion.state.in_(NOT_IN_USE))
        .order_by(SetQuestion.set_id, StoredQuestion.id)
    )
    found: dict[int, list[StoredQuestion]] = {}
    for set_id, question in rows:
        found.setdefault(set_id, []).append(question)
    return found


def sets_to_draw_anew(actor: Actor) -> Sequence[SealedSet]:
    """The unopened sets that hold a question which has been suspended or retired since."""
    aside = (
        select(SetQuestion.set_id)
        .join(StoredQuestion, StoredQuestion.id == SetQuestion.question_id)
        .where(StoredQuestion.state.in_(NOT_IN_USE))
    )
    return db.session.scalars(
        select(SealedSet)
        .options(joinedload(SealedSet.edition).joinedload(BlueprintEdition.blueprint))
        .where(SealedSet.state == "sealed", SealedSet.id.in_(aside), sets_seen(actor))
        .order_by(SealedSet.sealed_at, SealedSet.id)
    ).all()


def uses_since(since: datetime, question_ids: Collection[int] | None = None) -> dict[str, int]:
    """In how many sealed papers each question stood since then, as the drawing counts; sets given up do not count."""
    query = (
        select(SetQuestion.question_id, func.sum(SetQuestion.papers))
        .join(SealedSet, SealedSet.id == SetQuestion.set_id)
        .where(SealedSet.sealed_at >= since, SealedSet.state != "given_up")
        .group_by(SetQuestion.question_id)
    )
    if question_ids is not None:
        query = query.where(SetQuestion.question_id.in_(question_ids))
    return {pool_id(question_id): int(uses) for question_id, uses in db.session.execute(query)}


def cases_in_use(case_ids: Collection[int]) -> dict[int, int]:
    """The edition in use of each case."""
    rows = db.session.execute(
        select(QuestionEdition.question_id, QuestionEdition.id).where(
            QuestionEdition.question_id.in_(case_ids), QuestionEdition.is_current.is_(True)
        )
    )
    return {row.question_id: row.id for row in rows}
