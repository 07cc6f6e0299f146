"""The pages of this room, on one blueprint: decisions, orders, result papers, the public register."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("orders", __name__)

# The journal's sentences are told by loading them.
from orders import told_of_orders  # noqa: E402, F401

# The modules hang their routes on the blueprint, which therefore stands above them.
from orders.views import deciding  # noqa: E402, F401
