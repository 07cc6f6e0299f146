"""The present status of an issued paper: from its entries and its last day. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from core.languages import Text, _l


class Standing(StrEnum):
    VALID = "valid"
    SUSPENDED = "suspended"
    RETURNED = "returned"
    REVOKED = "revoked"
    REPLACED = "replaced"
    ANNULLED = "annulled"
    EXPIRED = "expired"


# What an order can make of a paper; a replacement follows from the paper that takes its place.
CHANGES = ("suspended", "resumed", "returned", "revoked", "annulled")
# How the outcome of an order's line is called in the entries of a paper.
STATUS_OF = {
    "suspend": "suspended",
    "resume": "resumed",
    "return": "returned",
    "revoke": "revoked",
    "annul": "annulled",
}
ENDED = frozenset({Standing.RETURNED, Standing.REVOKED, Standing.REPLACED, Standing.ANNULLED})

STANDINGS: dict[Standing, Text] = {
    Standing.VALID: _l("Valid"),
    Standing.SUSPENDED: _l("Suspended"),
    Standing.RETURNED: _l("Returned by its holder"),
    Standing.REVOKED: _l("Revoked"),
    Standing.REPLACED: _l("Replaced by another paper"),
    Standing.ANNULLED: _l("Annulled"),
    Standing.EXPIRED: _l("Expired"),
}
CHANGED: dict[str, Text] = {
    "suspended": _l("The paper was suspended."),
    "resumed": _l("The paper is valid again."),
    "returned": _l("The holder returned the paper."),
    "revoked": _l("The paper was revoked."),
    "replaced": _l("Another paper took its place."),
    "annulled": _l("The paper was annulled."),
}


def standing_of(entries: Sequence[str], until: date | None, today: date) -> Standing:
    """The status after these entries on this day: what an order ended does not come back by waiting."""
    last = entries[-1] if entries else "resumed"
    if last in ENDED:
        return Standing(last)
    if until is not None and today > until:
        return Standing.EXPIRED
    return Standing.SUSPENDED if last == "suspended" else Standing.VALID


def may_follow(entries: Sequence[str]) -> tuple[str, ...]:
    """What may become of the paper next."""
    last = entries[-1] if entries else "resumed"
    if last in ENDED:
        return ()
    return tuple(one for one in CHANGES if one != ("suspended" if last == "suspended" else "resumed"))
