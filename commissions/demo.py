"""The demo's commissions: formed by orders, with their members and a meeting to come."""

from __future__ import annotations

import io
from dataclasses import dataclass
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

ORDER_DAY = date(2026, 1, 12)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A commission of the demo: its kind and name, its order, its people by their log-ins, where it meets."""

    kind: str
    name: str
    order: str
    secretary: str
    members: tuple[tuple[str, str], ...]
    place: str
    # In so many days it meets.
    days: int = 20
    # Another secretary, to whom a meeting may be handed.
    second: str = ""


COMMISSIONS = (
    Wanted(
        "attestation_commission",
        "Сот сарапшыларын аттестаттау комиссиясы",
        "12-НҚ",
        "official-committee",
        (
            ("member-committee-1", "chair"),
            ("member-committee-2", "deputy"),
            ("member-committee-3", "member"),
        ),
        "Астана, Мәңгілік ел 8, 214-кабинет",
    ),
    Wanted(
        "specialised_commission",
        "Мамандандырылған комиссия",
        "7-НҚ",
        "secretary",
        (("member", "chair"), ("member-2", "deputy"), ("member-3", "member")),
        "Көкшетау, Әуелбеков 139, 12-кабинет",
        second="official",
    ),
    Wanted(
        "accreditation_commission",
        "Аккредиттеу комиссиясы",
        "15-НҚ",
        "official-committee",
        (
            ("member-committee-3", "chair"),
            ("member-committee-2", "deputy"),
            ("member-committee-1", "member"),
        ),
        "Астана, Мәңгілік ел 8, 318-кабинет",
        21,
    ),
    Wanted(
        "attestation_commission",
        "Ауылдық елді мекендердегі фармацевтика қызметкерлерін аттестаттау комиссиясы",
        "41-НҚ",
        "official-akmola",
        (("member-akmola", "chair"), ("member-akmola-2", "deputy"), ("member-akmola-3", "member")),
        "Көкшетау, Абай көшесі, 89, 5-кабинет",
    ),
)


def fill_demo(settings: Settings) -> bool:
    """Form the commissions and commit; False where there is one already."""
    if settings.is_production:
        raise NotForProduction("demo data are not for production")
    if db.session.scalar(select(Commission.id).limit(1)) is not None:
        return False
    for wanted in COMMISSIONS:
        _formed(wanted)
    db.session.commit()
    return True


def _formed(wanted: Wanted) -> None:
    """One commission with its order, its members and a meeting to come."""
    secretary = actor_of(wanted.secretary)
    pdf = render_pdf("core/example", EXAMPLE_FACTS, specimen=True)
    with acting(secretary):
        order = store_file(io.BytesIO(pdf), f"{wanted.order} бұйрық.pdf")
        formed = forming.form(forming.Formed(wanted.kind, wanted.name, wanted.order, ORDER_DAY, order))
        for login, role in wanted.members:
            _name(formed, actor_of(login), role)
        _name(formed, secretary, "secretary")
        if wanted.second:
            _name(formed, actor_of(wanted.second), "secretary")
        starts = _at(now(), wanted.days, 10)
        meetings.schedule(
            formed.id, meetings.Planned(starts, starts + timedelta(hours=3), place=wanted.place)
        )


def first_of(kind: str) -> Commission | None:
    """The demo's first commission of a kind: for attestation that of the Committee."""
    return db.session.scalar(
        select(Commission).where(Commission.kind == kind).order_by(Commission.id).limit(1)
    )


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
