"""What the journal's entries on result papers say, as plain sentences."""

from __future__ import annotations

from datetime import date

from accounts.journal_reading import Entry, Names
from accounts.journal_sentences import is_about, tells
from core.database import db
from core.incoming import row_number
from core.languages import _, _l, long_date
from orders.models import ResultPaper
from orders.paper_standing import CHANGED


def _drawn(entry: Entry, _names: Names) -> str:
    return _("Result paper %(number)s was drawn and sent to be signed.", number=entry.new.get("number", ""))


def _extracted(entry: Entry, _names: Names) -> str:
    return _("Extract %(number)s of the order was drawn.", number=entry.new.get("extract", ""))


def _withdrawn(entry: Entry, _names: Names) -> str:
    return _(
        "The unsigned result paper was taken back. Reason: %(reason)s", reason=entry.new.get("reason", "")
    )


def _signed(entry: Entry, _names: Names) -> str:
    return _("Result paper %(number)s was signed.", number=entry.new.get("number", ""))


def _issued(entry: Entry, _names: Names) -> str:
    return _(
        "Result paper %(number)s was issued and entered in the register.", number=entry.new.get("number", "")
    )


def _changed(entry: Entry, _names: Names) -> str:
    said = str(CHANGED.get(entry.new.get("status", ""), ""))
    return (
        _("%(what)s Order %(order)s.", what=said, order=entry.new["order"])
        if entry.new.get("order")
        else said
    )


def _invited(entry: Entry, _names: Names) -> str:
    return _(
        "The holder was invited to be heard: %(day)s, %(hour)s, %(place)s.",
        day=long_date(date.fromisoformat(entry.new["day"])),
        hour=entry.new.get("hour", ""),
        place=entry.new.get("place", ""),
    )


def _name(identity: str, _names: Names) -> str:
    found = db.session.get(ResultPaper, row_number(identity) or 0)
    return found.number if found is not None else ""


is_about("result_paper", _l("Result paper"), _name)
tells("orders:extract:draw", _extracted)
tells("orders:result_paper:draw", _drawn)
tells("orders:result_paper:withdraw", _withdrawn)
tells("orders:result_paper:sign", _signed)
tells("orders:result_paper:issue", _issued)
tells("orders:result_paper:invite_holder", _invited)
tells("orders:result_paper:hear_holder", _l("The holder was heard on the lowered result."))
# As the entries of refusals were called before a refusal could be signed without an order.
tells("orders:refusal:send", _l("The refusal was sent to be signed."))
tells("orders:refusal:sign", _l("The refusal was signed."))
tells("orders:result_paper:copy", _l("A copy on paper was signed by hand, sealed and given out."))
tells("orders:paper_status:enter", _changed)
