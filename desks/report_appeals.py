"""The report of appeals: against what they were, and how they ended."""

from __future__ import annotations

from sqlalchemy import select

from applications.models import Case
from core.actor import Actor
from core.database import db
from core.languages import _l
from desks.report_parts import Period, Shown, gathered, in_order, service_named
from orders.appeal_queries import appeals_seen
from orders.appeal_words import AGAINST, OPEN
from orders.models import Appeal


def by_outcome(actor: Actor, period: Period) -> Shown:
    """Appeals that came in these days, by service and by what they were against; of granted ones, those carried out."""
    rows = db.session.execute(
        select(Case.service, Appeal.against, Appeal.state, Appeal.carried_out_at)
        .join(Case, Case.id == Appeal.case_id)
        .where(appeals_seen(actor), period.holds(Appeal.filed_at))
    ).all()
    found = gathered(
        ((service_named(service), str(AGAINST[against])), "open" if state in OPEN else state)
        for service, against, state, _carried in rows
    )
    for service, against, _state, carried in rows:
        if carried is not None:
            found[(service_named(service), str(AGAINST[against]))]["carried"] += 1
    return Shown(
        (_l("Service"), _l("Appealed against")),
        (
            _l("Appeals"),
            _l("Granted"),
            _l("Carried out"),
            _l("Left without satisfaction"),
            _l("Returned unheard"),
            _l("Taken back by the applicant"),
            _l("Not decided yet"),
        ),
        in_order(found, ("all", "granted", "carried", "rejected", "returned", "withdrawn", "open")),
        part=1,
    )
