"""The pages of accounts, on one blueprint: signing in, one's own account, administration."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
