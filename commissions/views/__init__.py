"""The pages of this room, on one blueprint: commissions with their members, meetings with their agendas."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("commissions", __name__)

from commissions import (  # noqa: E402 - the modules hang their routes on the blueprint, which stands above them
    office_settings,
    told_of_evaluations,
    told_of_hearings,
    told_of_meetings,
    told_of_protocols,
    told_of_reading,
    told_of_recusals,
)
from commissions.actions import protocol_corrections, protocol_signed  # noqa: E402 - as above
from commissions.views import (  # noqa: E402 - as above
    evaluations,
    experts,
    forming,
    handing,
    interviews,
    live,
    live_hearing,
    live_saving,
    own_interviews,
    preparing,
    protocols,
    reading,
    reading_files,
    seat,
    standards,
)

# Each does its part by being loaded: settings are declared, the journal's sentences told, what follows when a protocol
# or its correction is signed is registered, and routes are hung. Named here, so that none is taken for unused.
LOADED = (
    *(office_settings, told_of_evaluations, told_of_hearings, told_of_meetings),
    *(told_of_protocols, told_of_reading, told_of_recusals),
    *(protocol_corrections, protocol_signed),
    *(evaluations, experts, forming, handing, interviews, live, live_hearing, live_saving),
    *(own_interviews, preparing, protocols, reading, reading_files, seat, standards),
)
