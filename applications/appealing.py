"""Where a refusal is appealed, how, and until which day: told to whoever was refused, on the page and in the message.

The texts of the services say nothing of appeals. Body and term are the office's own decisions, with the act on which
each rests; the last day is counted by the statutory clock from the day on which the refusal was handed out. The appeal
itself is taken by the room of orders.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from accounts.queries import setting_value
from applications.case_reading import edition_of
from applications.models import Case, Refused
from applications.terms import office_time
from core.languages import _, current_language, long_date
from regulations.clock import Due, Term, due
from regulations.kinds import Unit
from regulations.model import Amount


@dataclass(frozen=True, slots=True)
class Appealing:
    """What the applicant is told: the body, the length of the term, and its end once it runs."""

    body: str
    term: str
    until: Due | None

    @property
    def by_when(self) -> str:
        """The day, and how it was counted; before the refusal is handed out only how it will be."""
        counted = _(
            "%(term)s from the day on which the refusal was handed out, by the office's decision",
            term=self.term,
        )
        return f"{long_date(self.until.day)} ({counted})" if self.until else counted


def appealing(case: Case, refused: Refused) -> Appealing:
    """As the refusal itself says it, in the reader's language."""
    told: dict[str, Any] = json.loads(refused.paper.facts)
    language = current_language()
    return Appealing(told["appeal_body"][language], told["appeal_term"][language], _until(case, refused))


def _until(case: Case, refused: Refused) -> Due | None:
    """The end of the term that held when the refusal was written; it runs from when the case ended with it."""
    if case.ended_at is None:
        return None
    written = refused.refused_at.astimezone(ZoneInfo(case.office.zone)).date()
    return appeal_term_ends(case, refused.paper.office_id, case.ended_at, written)


def appeal_term_ends(case: Case, office_id: int, since: datetime, decided_on: date) -> Due | None:
    """When the office's own term to appeal ends that began at a moment; None while the office has decided none."""
    stored = setting_value(office_id, "appeal_term", edition_of(case).service, decided_on)
    if stored is None:
        return None
    amount = Amount(int(stored["value"]), Unit(stored["unit"]))
    return due(Term(amount, since), office_time(case.office))
