"""Named reads of accounts; each starts from what the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from accounts.models import Account, LogIn, Mandate, Office, OfficeSetting, RoleGrant
from core.clock import now
from core.database import db

# Days of grants and decisions are counted in the zone of the whole country.
COUNTRY_ZONE = "Asia/Almaty"


def today(zone: str = COUNTRY_ZONE) -> date:
    """The present day where the office is."""
    return now().astimezone(ZoneInfo(zone)).date()


def active_grants(account_id: int, moment: datetime) -> Sequence[RoleGrant]:
    """The roles that a person holds now, oldest first."""
    day = moment.astimezone(ZoneInfo(COUNTRY_ZONE)).date()
    return db.session.scalars(
        select(RoleGrant)
        .options(joinedload(RoleGrant.office))
        .where(
            RoleGrant.account_id == account_id,
            RoleGrant.revoked_at.is_(None),
            RoleGrant.from_day <= day,
            or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= day),
        )
        .order_by(RoleGrant.from_day, RoleGrant.id)
    ).all()


def active_mandates(agent_id: int, moment: datetime) -> Sequence[Mandate]:
    """For whom a person may act now, by a confirmed document."""
    day = moment.astimezone(ZoneInfo(COUNTRY_ZONE)).date()
    return db.session.scalars(
        select(Mandate)
        .options(joinedload(Mandate.principal))
        .where(
            Mandate.agent_id == agent_id,
            Mandate.confirmed_at.is_not(None),
            Mandate.ended_at.is_(None),
            Mandate.from_day <= day,
            or_(Mandate.until_day.is_(None), Mandate.until_day >= day),
        )
        .order_by(Mandate.id)
    ).all()


def default_mandate(agent_id: int, moment: datetime) -> Mandate | None:
    """The first mandate of a person, if there is one."""
    return next(iter(active_mandates(agent_id, moment)), None)


def log_in_by_token(digest: str) -> LogIn | None:
    """The running log-in of a cookie's token, with its person."""
    return db.session.scalar(
        select(LogIn)
        .options(joinedload(LogIn.account), joinedload(LogIn.grant).joinedload(RoleGrant.office))
        .where(LogIn.token_digest == digest, LogIn.ended_at.is_(None))
    )


def own_log_ins(account_id: int) -> Sequence[LogIn]:
    """A person's own running log-ins, the last used first."""
    return db.session.scalars(
        select(LogIn)
        .where(LogIn.account_id == account_id, LogIn.ended_at.is_(None))
        .order_by(LogIn.seen_at.desc())
    ).all()


def offices_below(office_id: int) -> set[int]:
    """An office and all offices under it."""
    tree = select(Office.id).where(Office.id == office_id).cte("tree", recursive=True)
    tree = tree.union(select(Office.id).join(tree, Office.parent_id == tree.c.id))
    return set(db.session.scalars(select(tree.c.id)))


def offices_above(office_id: int) -> list[int]:
    """An office and the offices it stands under, nearest first."""
    chain: list[int] = []
    present: int | None = office_id
    while present is not None and present not in chain:
        chain.append(present)
        present = db.session.scalar(select(Office.parent_id).where(Office.id == present))
    return chain


def setting_row(office_id: int, key: str, service: str = "", day: date | None = None) -> OfficeSetting | None:
    """The decision that counts: the nearest office upwards, the service before all services, the newest first."""
    day = day or today()
    chain = offices_above(office_id)
    rows = db.session.scalars(
        select(OfficeSetting).where(
            OfficeSetting.key == key,
            OfficeSetting.from_day <= day,
            OfficeSetting.service.in_(("", service)),
            or_(OfficeSetting.office_id.in_(chain), OfficeSetting.office_id.is_(None)),
        )
    ).all()

    def nearness(row: OfficeSetting) -> tuple[int, bool, date, int]:
        distance = chain.index(row.office_id) if row.office_id is not None else len(chain)
        return (-distance, row.service == service, row.from_day, row.id)

    return max(rows, key=nearness, default=None)


def setting_value(office_id: int, key: str, service: str = "", day: date | None = None) -> Any:
    """The value of an office setting on a day; None while nobody has decided."""
    row = setting_row(office_id, key, service, day)
    return None if row is None else row.value


def person_by_identifier(digits: str) -> Account | None:
    """The proven holder of an IIN or BIN."""
    return db.session.scalar(
        select(Account).where(
            or_(Account.iin == digits, Account.bin == digits),
            Account.proven_at.is_not(None),
            Account.kind != "staff",
        )
    )
