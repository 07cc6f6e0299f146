"""What the journal's entries on decisions and orders say, as plain sentences."""

from __future__ import annotations

from accounts.journal_reading import Entry, Names
from accounts.journal_sentences import tells
from core.languages import _, _l


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


def _sent(entry: Entry, _names: Names) -> str:
    return _("Version %(number)s of the order was sent for approval.", number=entry.new["version"])


def _approved(entry: Entry, _names: Names) -> str:
    return _("Version %(number)s of the order was approved.", number=entry.new["version"])


def _returned(entry: Entry, _names: Names) -> str:
    return _("The order was returned with remarks: %(remarks)s", remarks=entry.new["remarks"])


def _called_back(entry: Entry, _names: Names) -> str:
    return _("The order was called back. Reason: %(reason)s", reason=entry.new["reason"])


def _withdrawn(entry: Entry, _names: Names) -> str:
    return _("The order was withdrawn. Reason: %(reason)s", reason=entry.new["reason"])


def _opened(entry: Entry, _names: Names) -> str:
    return _("Order %(order)s was sent to be signed; its text is frozen.", order=entry.new["order"])


def _signed(entry: Entry, _names: Names) -> str:
    if entry.new.get("signed_on"):
        return _("Order %(order)s was signed on paper; the scan was entered.", order=entry.new["order"])
    return _("Order %(order)s was signed.", order=entry.new["order"])


def _edition(entry: Entry, _names: Names) -> str:
    return _(
        "Edition %(edition)s of the words of orders was made. Reason: %(reason)s",
        edition=entry.new["edition"],
        reason=entry.new["reason"],
    )


tells("orders:decision:decide", _decided)
tells("orders:order:begin", _l("A draft order was begun."))
tells("orders:order:put_in", _l("Cases were put into the draft order."))
tells("orders:order:take_out", _l("A line was taken out of the draft order."))
tells("orders:order:set_details", _l("People and days were entered in the draft order."))
tells("orders:order:mend", _l("A point of an earlier order was put into the draft order."))
tells("orders:order:change_status", _l("An issued paper was put into the draft order."))
tells("orders:order:send", _sent)
tells("orders:order:approve", _approved)
tells("orders:order:return", _returned)
tells("orders:order:call_back", _called_back)
tells("orders:order:withdraw", _withdrawn)
tells("orders:order:open_signing", _opened)
tells("orders:order:sign", _signed)
tells("orders:order_template:make", _edition)
