"""The demo's people of a hall, found by their log-ins. Nothing of it comes near a production installation."""

from __future__ import annotations

from sqlalchemy import select, true

from accounts.models import Account, RoleGrant
from core.actor import Actor
from core.database import db

HOLDERS = ("head", "official", "secretary")


def actor(login: str, office_id: int | None = None) -> Actor:
    """One of the demo's people in their first role, or in the first at this office."""
    here = RoleGrant.office_id == office_id if office_id else true()
    row = db.session.execute(
        select(Account, RoleGrant)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(Account.login == login, here)
        .order_by(RoleGrant.id)
    ).first()
    if row is None:
        raise LookupError(f"the demo has nobody called {login}")
    account, grant = row
    return Actor(account.id, grant.role, grant.office_id, grant.id, account.name)
