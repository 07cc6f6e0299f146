"""Before a sitting: whether a computer of the hall can carry a test. Open to anyone; it keeps nothing."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from core.access import PUBLIC, permission
from core.clock import now
from exam.player_files import edition
from exam.views import blueprint


@blueprint.get("/exam/check")
@permission(PUBLIC)
def check_workstation() -> ResponseReturnValue:
    """Browser, clock, line and storage of this computer, each with a word."""
    return render_template("exam/check.html", edition=edition().digest)


@blueprint.get("/exam/check/ping")
@permission(PUBLIC)
def check_ping() -> ResponseReturnValue:
    """What time it is here, for a computer that measures its line and its clock."""
    return {"now_ms": int(now().timestamp() * 1000)}
