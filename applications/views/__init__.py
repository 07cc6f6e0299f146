"""The pages of this room, on one blueprint: applying, the cabinet, the staff's work on a case, the front office."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("applications", __name__)
