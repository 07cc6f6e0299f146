"""The page on which the staff read which role may do what, and which roles must not meet in one person."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from accounts.door import signed_in
from accounts.permission_words import WORDS
from accounts.roles import CONFLICTS, ROLE_NAMES, Role
from accounts.views import blueprint
from core.access import permission


@blueprint.get("/permissions")
@permission("permissions.read")
def permissions() -> ResponseReturnValue:
    """The whole table in words; `?role=` narrows it to one role."""
    chosen = request.args.get("role", "")
    role = Role(chosen) if chosen in set(Role) else None
    words = [word for word in WORDS if role is None or role in word.roles]
    rows = [
        [word.allows, ", ".join(str(ROLE_NAMES[held]) for held in Role if held in word.roles)]
        for word in words
    ]
    conflicts = [
        [ROLE_NAMES[pair.one], ROLE_NAMES[pair.other], pair.reason]
        for pair in CONFLICTS
        if role is None or role in (pair.one, pair.other)
    ]
    mine = signed_in().role
    return render_template(
        "accounts/permissions.html",
        rows=rows,
        conflicts=conflicts,
        roles=[(name.value, ROLE_NAMES[name]) for name in Role],
        chosen=role.value if role else "",
        mine=mine and ROLE_NAMES[mine],
        may=[word.allows for word in WORDS if mine is not None and mine in word.roles],
    )
