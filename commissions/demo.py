"""The demo's commission: formed by an order, with its members and a meeting to come."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from accounts.demo import NotForProduction
from accounts.models import Account, RoleGrant
from commissions.actions import forming, meetings
from commissions.models import Commission
from core.actor import Actor, acting
from core.clock import now
from core.database import db
from core.files import store_file
from core.paper_example import EXAMPLE_FACTS
from core.pdf import render_pdf
from core.settings import Settings

MEMBERS = (
    ("member-committee-1", "chair"),
    ("member-committee-2", "deputy"),
    ("member-committee-3", "member"),
)
ORDER_DAY = date(2026, 1, 12)


def fill_demo(settings: Settings) -> bool:
    """Form the Committee's attestation commission and commit; False where there is one already."""
    if settings.is_production:
        raise NotForProduction("demo data are not for production")
    if db.session.scalar(select(Commission.id).limit(1)) is not None:
        return False
    secretary = actor_of("official-committee")
    today = now()
    with acting(secretary):
        pdf = render_pdf("core/example", EXAMPLE_FACTS, specimen=True)
        formed = forming.form(
            forming.Formed(
                "attestation_commission",
                "Сот сарапшыларын аттестаттау комиссиясы",
                "12-НҚ",
                ORDER_DAY,
                store_file(io.BytesIO(pdf), "12-НҚ бұйрық.pdf"),
            )
        )
        for login, role in MEMBERS:
            _name(formed, actor_of(login), role)
        _name(formed, secretary, "secretary")
        starts = _at(today, 20, 10)
        meetings.schedule(
            formed.id,
            meetings.Planned(starts, starts + timedelta(hours=3), place="Астана, Мәңгілік ел 8, 214-кабинет"),
        )
        db.session.commit()
    return True


def _name(formed: Commission, actor: Actor, role: str) -> None:
    forming.add_member(formed.id, forming.Named(actor.account_id or 0, role, ORDER_DAY))


def _at(today: datetime, days: int, hour: int) -> datetime:
    local = today.astimezone(ZoneInfo("Asia/Almaty")) + timedelta(days=days)
    return local.replace(hour=hour, minute=0, second=0, microsecond=0)


def actor_of(login: str) -> Actor:
    """One of the demo's people in their first role."""
    found = db.session.execute(
        select(Account, RoleGrant)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(Account.login == login)
        .order_by(RoleGrant.id)
    ).first()
    if found is None:
        raise LookupError(f"the demo has nobody called {login}")
    account, grant = found
    return Actor(account.id, grant.role, grant.office_id, grant.id, account.name)
