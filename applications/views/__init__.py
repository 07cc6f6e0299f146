"""The pages of this room, on one blueprint: applying, the cabinet, the staff's work on a case, the front office."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("applications", __name__)

# The modules hang their routes on the blueprint, which therefore stands above them.
from applications.views import checking, staff  # noqa: E402, F401
