"""What each kind of paper is called on pages. Pure data."""

from __future__ import annotations

from core.languages import Text, _l

PAPER_KINDS: dict[str, Text] = {
    "receipt": _l("Receipt for documents"),
    "refused_acceptance": _l("Receipt of refusal to accept documents"),
    "refusal": _l("Motivated refusal"),
    "ticket": _l("Notice (ticket) of attachment"),
    "courier_list": _l("Register of transferred documents"),
    "handover": _l("Receipt for the result"),
    "consent": _l("Consent to the use of protected data"),
}
