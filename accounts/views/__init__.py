"""The pages of accounts, on one blueprint: signing in, one's own account, administration."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)

# The modules hang their routes on the blueprint, which therefore stands above them.
from accounts.views import (  # noqa: E402, F401
    identify,
    mandates,
    own,
    permissions,
    registering,
    second_factor,
    sign_in,
)
