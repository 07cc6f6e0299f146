"""The pages of this room, on one blueprint: decisions, orders, result papers, the public register."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("orders", __name__)

from orders import (  # noqa: E402 - the modules hang their routes on the blueprint, which stands above them
    paper_coding,
    told_of_appeals,
    told_of_orders,
    told_of_papers,
)
from orders.actions import appeal_signing, issuing, order_signed, refusing  # noqa: E402 - as above
from orders.views import (  # noqa: E402 - as above
    appeal_carrying,
    appeals,
    deciding,
    hearings,
    order_extracts,
    order_lines,
    order_on_paper,
    order_route,
    order_words,
    orders,
    own_appeals,
    own_result,
    paper_deeds,
    papers,
    refusals,
    register,
    register_offline,
)

# Each does its part by being loaded: the journal's sentences are told, what follows a signature is registered, and
# routes are hung. Named here, so that none is taken for unused.
LOADED = (
    *(paper_coding, told_of_appeals, told_of_orders, told_of_papers),
    *(appeal_signing, issuing, order_signed, refusing),
    *(deciding, hearings, order_extracts, order_lines, order_on_paper, order_route, order_words, orders),
    *(appeal_carrying, appeals, own_appeals),
    *(own_result, paper_deeds, papers, refusals, register, register_offline),
)
