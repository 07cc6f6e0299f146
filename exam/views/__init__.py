"""The pages of this room, on one blueprint: the candidate's player."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("exam", __name__)

# The modules hang their routes on the blueprint, which therefore stands above them.
from exam.views import player_code  # noqa: E402, F401
