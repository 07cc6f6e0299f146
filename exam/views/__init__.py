"""The pages of this room, on one blueprint: planning, admission, the invigilator's board, results; and the player."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("exam", __name__)

# The journal's sentences are told by loading them.
from exam import told_of_sittings  # noqa: E402, F401

# The modules hang their routes on the blueprint, which therefore stands above them.
from exam.views import admission, board, placing, planning, player_code, rooms  # noqa: E402, F401
