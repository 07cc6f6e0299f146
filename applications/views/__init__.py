"""The pages of this room, on one blueprint: applying, the cabinet, the staff's work on a case, the front office."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("applications", __name__)

# The journal's sentences are told by loading them.
from applications import told_of_cases, told_of_drafts  # noqa: E402, F401

# The modules hang their routes on the blueprint, which therefore stands above them.
from applications.views import (  # noqa: E402, F401
    apply,
    cabinet,
    checking,
    clinic,
    consignments,
    draft,
    enclosures,
    front_office,
    paper_entry,
    papers,
    payment,
    signing,
    staff,
    told,
    visits,
)
