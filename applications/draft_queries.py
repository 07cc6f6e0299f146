"""Named reads of applications that are still being filled in; each starts from whose they are."""

from __future__ import annotations

from sqlalchemy import Select, select

from accounts.models import Account, Mandate
from applications.draft_reading import covers
from applications.models import Draft
from core.database import db
from core.refusals import NotFound


def own_draft(public_id: str, account: Account, mandate: Mandate | None) -> Draft:
    """A draft that this person may go on with; a representative only those begun by themselves, within the mandate."""
    draft = db.session.scalar(_drafts(account, mandate).where(Draft.public_id == public_id))
    if draft is None or (mandate is not None and not covers(mandate, draft.service)):
        raise NotFound
    return draft


def open_drafts(account: Account, mandate: Mandate | None) -> list[Draft]:
    """The applications that wait to be gone on with, the last saved first."""
    found = db.session.scalars(
        _drafts(account, mandate)
        .where(Draft.submitted_at.is_(None))
        .order_by(Draft.saved_at.desc(), Draft.id.desc())
    )
    return [draft for draft in found if mandate is None or covers(mandate, draft.service)]


def _drafts(account: Account, mandate: Mandate | None) -> Select[Draft]:
    query = select(Draft).where(Draft.discarded_at.is_(None))
    if mandate is None:
        return query.where(Draft.principal_id == account.id)
    return query.where(Draft.principal_id == mandate.principal_id, Draft.author_id == account.id)
