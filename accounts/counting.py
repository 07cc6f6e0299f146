"""Which of several decisions counts, and when none does. Pure.

Of each office and service the newest decision speaks. One that was withdrawn leaves the word to the next: to the
decision for all services, to the office above, to the decision for every office.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from accounts.models import OfficeSetting


def counting(rows: Iterable[OfficeSetting], nearness: Callable[[OfficeSetting], Any]) -> OfficeSetting | None:
    """The nearest decision that stands; `nearness` puts the nearest last."""
    newest: dict[tuple[int | None, str], OfficeSetting] = {}
    for row in sorted(rows, key=lambda row: (row.from_day, row.id)):
        newest[row.office_id, row.service] = row
    return max((row for row in newest.values() if not row.is_withdrawal), key=nearness, default=None)
