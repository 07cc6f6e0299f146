"""Named reads of accounts; each starts from what the reader may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, Select, bindparam, or_, select
from sqlalchemy.orm import joinedload

from accounts.counting import counting
from accounts.identifiers import looks_like_iin
from accounts.models import Account, LogIn, Mandate, Office, OfficeSetting, RoleGrant
from core.clock import now
from core.database import db

# Days of grants and decisions are counted in the zone of the whole country.
COUNTRY_ZONE = "Asia/Almaty"
# Of the accounts that one typed name may mean, so many are tried; the query tells of one more.
CLAIMS_TRIED = 5
# No office stands under more others than this; a ring of offices would not end.
_DEEPEST = 20


def today(zone: str = COUNTRY_ZONE) -> date:
    """The present day where the office is."""
    return now().astimezone(ZoneInfo(zone)).date()


def active_grants(account_id: int, moment: datetime) -> Sequence[RoleGrant]:
    """The roles that a person holds now, oldest first."""
    day = moment.astimezone(ZoneInfo(COUNTRY_ZONE)).date()
    return db.session.scalars(_grants_on_a_day(), {"account": account_id, "today": day}).all()


@cache
def _grants_on_a_day() -> Select[RoleGrant]:
    """Every request asks for them, so that the statement is made once."""
    day = bindparam("today", type_=Date)
    return (
        select(RoleGrant)
        .options(joinedload(RoleGrant.office))
        .where(
            RoleGrant.account_id == bindparam("account"),
            RoleGrant.revoked_at.is_(None),
            RoleGrant.from_day <= day,
            or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= day),
        )
        .order_by(RoleGrant.from_day, RoleGrant.id)
    )


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


def claims_of(folded: str, also: str = "", first: int | None = None) -> list[Account]:
    """Whom a typed name may mean: staff by name, people by IIN or e-mail, organisations by BIN.

    The proven holder comes first (before them only the account `first`, whose browser asks); of unproven claims
    the newest few follow. Number and e-mail address together mean one account, whatever strangers claim.
    """
    query = select(Account).where(Account.closed_at.is_(None), _named(folded))
    if also:
        query = query.where(_named(also))
    order: list[ColumnElement[Any]] = [Account.id != first] if first is not None else []
    order += [Account.proven_at.is_(None), Account.created_at.desc(), Account.id.desc()]
    return list(db.session.scalars(query.order_by(*order).limit(CLAIMS_TRIED + 1)))


def _named(folded: str) -> ColumnElement[bool]:
    if folded.isdecimal() and len(folded) == 12:
        column = Account.iin if looks_like_iin(folded) else Account.bin
        return (column == folded) & (Account.kind != "staff")
    if "@" in folded:
        return (Account.email == folded) & (Account.kind != "staff")
    return Account.login == folded


def mandates_of(account_id: int) -> Sequence[Mandate]:
    """All mandates in which this account is one side, those that still count first."""
    return db.session.scalars(
        _mandates()
        .where(or_(Mandate.principal_id == account_id, Mandate.agent_id == account_id))
        .order_by(Mandate.ended_at.is_not(None), Mandate.created_at.desc(), Mandate.id.desc())
    ).all()


def own_mandate(account_id: int, mandate_id: int) -> Mandate | None:
    """A mandate that has not ended and in which this account is one side."""
    found: Mandate | None = db.session.scalar(
        _mandates().where(
            Mandate.id == mandate_id,
            or_(Mandate.principal_id == account_id, Mandate.agent_id == account_id),
            Mandate.ended_at.is_(None),
        )
    )
    return found


def waiting_mandates(digits: str) -> Sequence[Mandate]:
    """The mandates that wait for a desk, of the identified person or organisation of this number."""
    holder = person_by_identifier(digits)
    if holder is None:
        return []
    return db.session.scalars(
        _waiting()
        .where(or_(Mandate.principal_id == holder.id, Mandate.agent_id == holder.id))
        .order_by(Mandate.created_at, Mandate.id)
    ).all()


def mandate_waiting(mandate_id: int) -> Mandate | None:
    """A mandate that nobody has decided on yet."""
    found: Mandate | None = db.session.scalar(_waiting().where(Mandate.id == mandate_id))
    return found


def _mandates() -> Select[Any]:
    return select(Mandate).options(joinedload(Mandate.principal), joinedload(Mandate.agent))


def _waiting() -> Select[Any]:
    return _mandates().where(Mandate.confirmed_at.is_(None), Mandate.ended_at.is_(None))


def log_in_by_token(digest: str, *, ended_too: bool = False) -> LogIn | None:
    """The running log-in of a cookie's token, with its person; or an ended one, to say how it ended."""
    return db.session.scalar(_entered_by_token(ended_too), {"token": digest})


@cache
def _entered_by_token(ended_too: bool) -> Select[LogIn]:
    """Made once, as for the grants."""
    query = (
        select(LogIn)
        .options(joinedload(LogIn.account), joinedload(LogIn.grant).joinedload(RoleGrant.office))
        .where(LogIn.token_digest == bindparam("token"))
    )
    return query if ended_too else query.where(LogIn.ended_at.is_(None))


def own_log_ins(account_id: int) -> Sequence[LogIn]:
    """A person's own running log-ins, the last used first."""
    return db.session.scalars(
        select(LogIn)
        .where(LogIn.account_id == account_id, LogIn.ended_at.is_(None))
        .order_by(LogIn.seen_at.desc())
    ).all()


def own_log_in(account_id: int, log_in_id: int) -> LogIn | None:
    """One of a person's own running log-ins."""
    return db.session.scalar(
        select(LogIn).where(LogIn.id == log_in_id, LogIn.account_id == account_id, LogIn.ended_at.is_(None))
    )


def offices_below(office_id: int) -> set[int]:
    """An office and all offices under it."""
    tree = select(Office.id).where(Office.id == office_id).cte("tree", recursive=True)
    tree = tree.union(select(Office.id).join(tree, Office.parent_id == tree.c.id))
    return set(db.session.scalars(select(tree.c.id)))


def offices_above(office_id: int) -> list[int]:
    """An office and the offices it stands under, nearest first."""
    found: list[int] = []
    above: int | None = office_id
    # The session knows the offices of the request already: mostly nothing is asked here at all.
    while above is not None and above not in found and len(found) <= _DEEPEST:
        office = db.session.get(Office, above)
        if office is None:
            break
        found.append(above)
        above = office.parent_id
    return found


def setting_row(office_id: int, key: str, service: str = "", day: date | None = None) -> OfficeSetting | None:
    """The decision that counts: the nearest office upwards, the service before all services, the newest first.

    A withdrawn one leaves the word to the next.
    """
    return setting_rows(office_id, [key], service, day)[key]


def setting_rows(
    office_id: int, keys: Collection[str], service: str = "", day: date | None = None
) -> dict[str, OfficeSetting | None]:
    """For each of these keys the decision that counts, asked for together."""
    day = day or today()
    chain = offices_above(office_id)
    found = db.session.scalars(
        select(OfficeSetting).where(
            OfficeSetting.key.in_(keys),
            OfficeSetting.from_day <= day,
            OfficeSetting.service.in_(("", service)),
            or_(OfficeSetting.office_id.in_(chain), OfficeSetting.office_id.is_(None)),
        )
    )
    rows: dict[str, list[OfficeSetting]] = {key: [] for key in keys}
    for row in found:
        rows[row.key].append(row)

    def nearness(row: OfficeSetting) -> tuple[int, bool, date, int]:
        distance = chain.index(row.office_id) if row.office_id is not None else len(chain)
        return (-distance, row.service == service, row.from_day, row.id)

    return {key: counting(held, nearness) for key, held in rows.items()}


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


def all_claims(digits: str) -> Sequence[Account]:
    """Every open account that claims an IIN or BIN, for the desk at which its holder stands; the newest first."""
    return db.session.scalars(
        select(Account)
        .where(
            or_(Account.iin == digits, Account.bin == digits),
            Account.kind != "staff",
            Account.closed_at.is_(None),
        )
        .order_by(Account.proven_at.is_(None), Account.created_at.desc())
        .limit(100)
    ).all()


def account_to_prove(account_id: int) -> Account | None:
    """An open account of somebody who is no staff."""
    return db.session.scalar(
        select(Account).where(Account.id == account_id, Account.kind != "staff", Account.closed_at.is_(None))
    )


def executors_at(office_id: int, roles: Collection[str]) -> Sequence[Account]:
    """The people who hold one of these roles at an office now, in the order of their names."""
    day = today()
    return db.session.scalars(
        select(Account)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            RoleGrant.office_id == office_id,
            RoleGrant.role.in_(roles),
            RoleGrant.revoked_at.is_(None),
            RoleGrant.from_day <= day,
            or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= day),
            Account.closed_at.is_(None),
        )
        .distinct()
        .order_by(Account.sort_key)
    ).all()
