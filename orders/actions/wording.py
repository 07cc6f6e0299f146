"""An office makes a new edition of the words of an order; orders that were begun keep theirs."""

from __future__ import annotations

from accounts.refused_facts import RefusedFact
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import _l
from core.refusals import NotFound
from orders import order_templates
from orders.models import OrderTemplate
from orders.order_bodies import Body, body_digest, body_text, faults_of


def make_edition(key: str, body: Body, reason: str) -> OrderTemplate:
    """The office's next edition; both languages whole, every hole known, with the reason."""
    actor = current_actor()
    if actor.office_id is None:
        raise NotFound
    before = order_templates.newest(actor.office_id, key)
    if not reason.strip():
        raise RefusedFact("reason", _l("Say why the words change."))
    if set(body.lists) != set(before.body.lists):
        raise RefusedFact("title_kk", _l("An edition has the same lists as the one before."))
    if any(not text.kk.strip() or not text.ru.strip() for text in body.texts()):
        raise RefusedFact("title_kk", _l("Each text stands in Kazakh and in Russian."))
    unknown = faults_of(body)
    if unknown:
        raise RefusedFact(
            "preamble_kk", _l("Nothing would fill these places: %(names)s.", names=", ".join(unknown))
        )
    if body_text(body) == body_text(before.body):
        raise RefusedFact("title_kk", _l("Nothing differs from the edition before."))
    made = OrderTemplate(
        office_id=actor.office_id,
        key=key,
        edition=before.edition + 1,
        body=body_text(body),
        digest=body_digest(body),
        reason=reason.strip(),
        made_by=actor.account_id,
        made_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    record(
        "orders:order_template:make",
        subject=("order_template", made.id),
        office_id=actor.office_id,
        old={"edition": before.edition},
        new={"key": key, "edition": made.edition, "digest": made.digest, "reason": made.reason},
    )
    return made
