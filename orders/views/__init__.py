"""The pages of this room, on one blueprint: decisions, orders, result papers, the public register."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("orders", __name__)
