"""What the journal's entries on decisions and orders say, as plain sentences."""

from __future__ import annotations

from accounts.journal_reading import Entry, Names
from accounts.journal_sentences import tells
from core.languages import _


def _decided(entry: Entry, _names: Names) -> str:
    """Award or refusal, and whether it departs from what was found."""
    awarded, departs = entry.new.get("outcome") == "award", bool(entry.new.get("departs"))
    if awarded and departs:
        return _("The head decided to award, departing from what was found.")
    if awarded:
        return _("The head decided to award.")
    if departs:
        return _("The head decided to refuse, departing from what was found.")
    return _("The head decided to refuse.")


tells("orders:decision:decide", _decided)
