"""The pages of this room, on one blueprint: planning, admission, the invigilator's board, results; and the player."""

from __future__ import annotations

from flask import Blueprint, Flask

blueprint = Blueprint("exam", __name__)

from exam import paper_uses, told_of_sittings  # noqa: E402 - what is loaded stands below the blueprint
from exam.views import (  # noqa: E402 - the modules hang their routes on the blueprint, which stands above them
    admission,
    board,
    corrections,
    late,
    opening,
    placing,
    plain,
    planning,
    player,
    player_code,
    results,
    rooms,
    workstation,
)

# Each does its part by being loaded: the journal's sentences and the uses of questions are told, and routes are hung.
# Named here, so that none is taken for unused.
LOADED = (
    *(paper_uses, told_of_sittings),
    *(admission, board, corrections, late, opening, placing, planning),
    *(player_code, results, rooms, workstation),
)


def open_by_token(app: Flask) -> None:
    """Whoever shows an attempt's token needs no form token of a log-in session: the one lives longer than the other."""
    for view in (*player.BY_TOKEN, *plain.BY_TOKEN):
        app.extensions["csrf"].exempt(view)
