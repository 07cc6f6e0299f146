"""The pages of this room, on one blueprint: commissions with their members, meetings with their agendas."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("commissions", __name__)

# The office's settings are declared, and the journal's sentences told, by loading them.
from commissions import office_settings, told_of_evaluations, told_of_meetings  # noqa: E402, F401

# The modules hang their routes on the blueprint, which therefore stands above them.
from commissions.views import reading  # noqa: E402, F401
