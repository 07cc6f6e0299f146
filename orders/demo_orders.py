"""The demo's orders of the Committee, one at each state: drafted, returned and sent anew, before the head, signed.

Nothing of it comes near a production installation.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from accounts.demo import NotForProduction
from accounts.demo_hands import sign_all
from accounts.queries import today
from applications.models import Case
from commissions.demo import actor_of
from core.actor import Actor, acting
from core.database import db
from core.settings import Settings
from orders import order_queries
from orders.actions import order_mending, order_route, order_signing, ordering
from orders.actions.order_mending import Mended
from orders.actions.ordering import Details, Named
from orders.models import Order

LICENCE, ACCREDITATION = "organ-tissue-blood-licence", "organisation-accreditation"


def fill_demo(settings: Settings) -> bool:
    """Draft, approve and sign orders and commit; False where there is one already."""
    if settings.is_production:
        raise NotForProduction("demo data are not for production")
    if db.session.scalar(select(Order.id).limit(1)) is not None:
        return False
    official, head = actor_of("official-committee"), actor_of("head-committee")
    waiting = order_queries.waiting_cases(official.office_id or 0)
    licences = [case for case in waiting if case.service == LICENCE]
    if len(licences) < 5:
        return False
    signed = _opened(_approved([licences[0]], official, head), official, head)
    sign_all(signed, settings)
    _opened(_approved([licences[1]], official, head), official, head)
    _returned(licences[2:4], official, head)
    _drafts(official, [case for case in waiting if case.service == ACCREDITATION])
    db.session.commit()
    return True


def _approved(cases: Sequence[Case], official: Actor, head: Actor) -> Order:
    with acting(official):
        order = ordering.begin("award", LICENCE, [case.id for case in cases])
        order_route.send(order.id)
    with acting(head):
        order_route.approve(order.id)
    return order


def _opened(order: Order, official: Actor, head: Actor) -> int:
    with acting(official):
        return order_signing.open_signing(order.id, head.grant_id or 0).id


def _returned(cases: Sequence[Case], official: Actor, head: Actor) -> None:
    """Returned once with remarks and sent anew, so that two versions can be compared; the head has not said more."""
    with acting(official):
        order = ordering.begin("award", LICENCE, [case.id for case in cases])
        order_route.send(order.id)
    with acting(head):
        order_route.send_back(
            order.id, "Екінші өтініш бойынша келісімшарттың мерзімін нақтылаңыз; бөлек бұйрыққа."
        )
    with acting(official):
        ordering.take_out(order.id, order_queries.lines_of(order.id)[-1].id)
        order_route.send(order.id)


def _drafts(official: Actor, evaluated: Sequence[Case]) -> None:
    """Begun today: an evaluation with its group, a commission, a correction of what is signed, a paper's status."""
    expert, chair = actor_of("expert"), actor_of("member-committee-1")
    with acting(official):
        if evaluated:
            order = ordering.begin("evaluation", ACCREDITATION, [case.id for case in evaluated])
            ordering.set_details(
                order.id,
                Details(
                    (Named(expert.account_id or 0, "chair"),),
                    today() + timedelta(days=7),
                    today() + timedelta(days=21),
                ),
            )
        formed = ordering.begin("commission", None)
        ordering.set_details(
            formed.id,
            Details(
                (Named(chair.account_id or 0, "chair"), Named(official.account_id or 0, "secretary")),
                name="Аттестаттау комиссиясы",
                commission_kind="attestation_commission",
            ),
        )
        correction = ordering.begin("correction", LICENCE)
        (point,) = order_queries.signed_points(correction.office_id, LICENCE)
        order_mending.mend(
            correction.id,
            point.line_id,
            Mended("Жазу қатесі", "5-тармақ", "Ұйымның атауы жарғысындағыдай оқылсын."),
        )
        ordering.begin("status", LICENCE)
