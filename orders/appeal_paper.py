"""The decision on an appeal as a paper: its facts in all languages, frozen, and the PDF made of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import Account
from accounts.roles import ROLE_NAMES, Role
from applications import paper_parts as parts
from applications.case_reading import edition_of
from core.paper_facts import frozen_facts
from core.pdf import add_papers
from orders.appeal_words import AGAINST, DECIDED
from orders.models import Appeal, AppealDecision

add_papers("orders", Path(__file__).parent / "papers_typ")
TEMPLATE = "orders/appeal-decision"


def facts_of(appeal: Appeal, decision: AppealDecision, hearers: Sequence[Account]) -> dict[str, Any]:
    """What the paper says, for ever: whose appeal against what, how it was decided and why, who heard it."""
    zone = ZoneInfo(appeal.office.zone)
    capacity = parts.in_three(ROLE_NAMES[Role.APPEAL_MEMBER])
    return frozen_facts(
        {
            **parts.about(appeal.case, edition_of(appeal.case)),
            "office": parts.office_names(appeal.office),
            "number": appeal.spelled_number,
            "moment": decision.entered_at.astimezone(zone),
            "came_on": datetime.combine(appeal.came_on, time(0), zone),
            "against": parts.in_three(AGAINST[appeal.against]),
            "body": json.loads(appeal.body),
            "grounds": appeal.grounds,
            "lateness": appeal.lateness,
            "restored": decision.restored,
            "restored_because": decision.restored_because,
            "outcome": parts.in_three(DECIDED[decision.outcome]),
            "reasons": decision.reasons,
            "clause": decision.clause,
            "granted": decision.outcome == "granted",
            "signatures": [{"name": one.name, "role": capacity} for one in hearers],
        }
    )
