"""What comes rarely, once in the demo: an order that waits for its scan, and a holder who is invited to be heard.

Nothing of it comes near a production installation.
"""

from __future__ import annotations

from datetime import time, timedelta

from sqlalchemy import select

from accounts.demo import NotForProduction
from accounts.queries import today
from commissions.demo import actor_of
from core.actor import acting
from core.database import db
from core.settings import Settings
from exam.actions import correcting
from orders.actions import hearing_holders, order_mending, order_route, order_signing, ordering
from orders.actions.hearing_holders import Invited
from orders.actions.order_mending import Mended
from orders.models import HearingInvitation, ResultPaper, ResultPaperIssued

LICENCE, CERTIFICATE = "medical-licence", "specialist-certificate"


def fill_demo(settings: Settings) -> bool:
    """Send the one to its scan, invite the other, and commit; False where that is done or nothing is issued."""
    if settings.is_production:
        raise NotForProduction("demo data are not for production")
    licence, certificate = _issued(LICENCE), _issued(CERTIFICATE)
    if licence is None or certificate is None or db.session.scalar(select(HearingInvitation.id).limit(1)):
        return False
    _suspended_by_hand(licence)
    _lowered(certificate)
    db.session.commit()
    return True


def _issued(kind: str) -> ResultPaper | None:
    return db.session.scalar(
        select(ResultPaper)
        .join(ResultPaperIssued, ResultPaperIssued.paper_id == ResultPaper.id)
        .where(ResultPaper.kind == kind)
        .order_by(ResultPaper.id)
        .limit(1)
    )


def _suspended_by_hand(paper: ResultPaper) -> None:
    """The health department of the demo signs its orders by hand: this one is printed, and waits for its scan."""
    official, head = actor_of("official-akmola"), actor_of("head-akmola")
    with acting(official):
        order = ordering.begin("status", paper.kind)
        why = Mended(
            "Лицензиаттың өтініші", "«Рұқсаттар және хабарламалар туралы» Заң, 35-бап", "Өтініш 2026-118."
        )
        order_mending.change_status(order.id, paper.id, "suspend", why)
        order_route.send(order.id)
    with acting(head):
        order_route.approve(order.id)
    with acting(official):
        order_signing.open_signing(order.id, head.grant_id or 0)


def _lowered(paper: ResultPaper) -> None:
    """A result was taken back after its certificate was issued: its holder is to be heard in ten days."""
    with acting(actor_of("official")):
        correcting.take_back(paper.case_id, "Бақылау жазбасы бойынша тестті басқа адам тапсырған.")
        place = "Көкшетау, Абай көшесі, 87, 204-кабинет"
        hearing_holders.invite(paper.id, Invited(place, today() + timedelta(days=10), time(15, 0)))
