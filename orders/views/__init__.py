"""The pages of this room, on one blueprint: decisions, orders, result papers, the public register."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("orders", __name__)

# The journal's sentences are told, and what follows a signature is registered, by loading them.
from orders import paper_coding, told_of_orders, told_of_papers  # noqa: E402, F401
from orders.actions import issuing, order_signed, refusing  # noqa: E402, F401

# The modules hang their routes on the blueprint, which therefore stands above them.
from orders.views import (  # noqa: E402
    deciding,  # noqa: F401
    hearings,  # noqa: F401
    order_extracts,  # noqa: F401
    order_lines,  # noqa: F401
    order_on_paper,  # noqa: F401
    order_route,  # noqa: F401
    order_words,  # noqa: F401
    orders,  # noqa: F401
    own_result,  # noqa: F401
    paper_deeds,  # noqa: F401
    papers,  # noqa: F401
    refusals,  # noqa: F401
    register,  # noqa: F401
    register_offline,  # noqa: F401
)
