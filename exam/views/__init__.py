"""The pages of this room, on one blueprint: planning, admission, the invigilator's board, results; and the player."""

from __future__ import annotations

from flask import Blueprint, Flask

blueprint = Blueprint("exam", __name__)

# The journal's sentences and the uses of questions are told by loading them.
from exam import paper_uses, told_of_sittings  # noqa: E402, F401

# The modules hang their routes on the blueprint, which therefore stands above them.
from exam.views import (  # noqa: E402
    admission,  # noqa: F401
    board,  # noqa: F401
    corrections,  # noqa: F401
    late,  # noqa: F401
    opening,  # noqa: F401
    placing,  # noqa: F401
    plain,
    planning,  # noqa: F401
    player,
    player_code,  # noqa: F401
    results,  # noqa: F401
    rooms,  # noqa: F401
    workstation,  # noqa: F401
)


def open_by_token(app: Flask) -> None:
    """Whoever shows an attempt's token needs no form token of a log-in session: the one lives longer than the other."""
    for view in (*player.BY_TOKEN, *plain.BY_TOKEN):
        app.extensions["csrf"].exempt(view)
