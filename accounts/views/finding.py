"""How the pages of administration find things: what this reader may not see is simply not there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from accounts.door import signed_in
from accounts.models import Account, Office
from accounts.office_tree import all_offices
from accounts.queries import COUNTRY_ZONE, offices_below
from accounts.roles import Role
from core.database import Model, db
from core.refusals import NotFound

LARGEST_ID = 2**63 - 1
Thing = TypeVar("Thing", bound=Model)


def found(model: type[Thing], identity: int) -> Thing:
    """The row of this number, or nothing here."""
    row = db.session.get(model, identity) if 0 < identity <= LARGEST_ID else None
    if row is None:
        raise NotFound
    return row


def staff_found(identity: int) -> Account:
    """A member of staff; applicants are not administration's business."""
    account = found(Account, identity)
    if account.kind != "staff":
        raise NotFound
    return account


def keeps_the_system() -> bool:
    """Whether the reader keeps the whole system rather than one office."""
    return signed_in().role is Role.ADMINISTRATOR


def visible_offices() -> Sequence[Office]:
    """The offices this reader may look into: all for who keeps the system, else the own one and those below."""
    offices = all_offices()
    if keeps_the_system():
        return offices
    grant = signed_in().grant
    below = offices_below(grant.office_id) if grant else set()
    return [office for office in offices if office.id in below]


def office_seen(identity: int) -> Office:
    """An office that this reader may look into."""
    office = found(Office, identity)
    if keeps_the_system():
        return office
    grant = signed_in().grant
    if grant is None or office.id not in offices_below(grant.office_id):
        raise NotFound
    return office


def own_zone() -> str:
    """The time zone in which this reader lives."""
    grant = signed_in().grant
    return grant.office.zone if grant else COUNTRY_ZONE
