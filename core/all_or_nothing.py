"""A verb whose refusal is shown on the page that asked for it: done whole, or not at all.

The answer to a refusal is a page like any other, and the request commits what stands by then. So nothing that a
verb had changed before it said no may stand: no row, no number of a series, no stored file's row, no entry of the
journal. This is the only place where a page catches a refusal; a test of the house holds the views to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from core.database import db
from core.refusals import Refusal

Made = TypeVar("Made")
Refused = TypeVar("Refused", bound=Refusal)


def all_or_nothing(act: Callable[[], Made], *kinds: type[Refused]) -> Made | Refused:
    """What the act made, or its refusal of one of these kinds, with all taken back that the request has changed.

    What is meant to outlive a refusal is kept apart, as the counters of attempts are, or done after this.
    """
    try:
        return act()
    except kinds as refusal:
        db.session.rollback()
        return refusal
