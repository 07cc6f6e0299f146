"""The pages of accounts, on one blueprint: signing in, one's own account, administration."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)

# What the offices are asked besides the texts is declared by loading it.
from accounts import server_keys, told_of_sheets  # noqa: E402, F401

# The modules hang their routes on the blueprint, which therefore stands above them.
from accounts.views import (  # noqa: E402, F401
    administration,
    administration_grants,
    administration_imports,
    administration_lists,
    administration_offices,
    administration_people,
    administration_settings,
    administration_system,
    administration_tokens,
    certificates,
    identify,
    journal,
    lawyer,
    mandates,
    own,
    permissions,
    registering,
    second_factor,
    sign_in,
    signing,
)
