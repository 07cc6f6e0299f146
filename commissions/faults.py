"""Why a commission cannot decide on a candidate now, in words."""

from __future__ import annotations

from commissions.voting import Fault
from core.languages import Text, _l

FAULTS: dict[Fault, Text] = {
    Fault.TOO_SMALL: _l("fewer members may decide than the office has decided a commission needs"),
    Fault.NO_CHAIR: _l("neither the chair nor a deputy is there to preside"),
    Fault.NO_SECRETARY: _l("the secretary is not there"),
    Fault.NO_QUORUM: _l("there is no quorum"),
    Fault.WRONG_ALTERNATE: _l("an alternate stands in for a member who is there"),
}
