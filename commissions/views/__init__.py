"""The pages of this room, on one blueprint: commissions with their members, meetings with their agendas."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("commissions", __name__)

# The office's settings are declared, and the journal's sentences told, by loading them.
from commissions import (  # noqa: E402
    office_settings,  # noqa: F401
    told_of_evaluations,  # noqa: F401
    told_of_hearings,  # noqa: F401
    told_of_meetings,  # noqa: F401
    told_of_protocols,  # noqa: F401
    told_of_reading,  # noqa: F401
    told_of_recusals,  # noqa: F401
)

# What follows when a protocol or its correction is signed is registered by loading it.
from commissions.actions import protocol_corrections, protocol_signed  # noqa: E402, F401

# The modules hang their routes on the blueprint, which therefore stands above them.
from commissions.views import (  # noqa: E402
    evaluations,  # noqa: F401
    experts,  # noqa: F401
    forming,  # noqa: F401
    interviews,  # noqa: F401
    live,  # noqa: F401
    live_hearing,  # noqa: F401
    live_saving,  # noqa: F401
    own_interviews,  # noqa: F401
    preparing,  # noqa: F401
    protocols,  # noqa: F401
    reading,  # noqa: F401
    reading_files,  # noqa: F401
    seat,  # noqa: F401
    standards,  # noqa: F401
)
