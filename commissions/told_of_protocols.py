"""What the journal's entries on protocols say, as plain sentences."""

from __future__ import annotations

from accounts.journal_reading import Entry, Names
from accounts.journal_sentences import tells
from core.languages import Text, _


def _number(entry: Entry) -> str:
    return str(entry.new.get("protocol", ""))


def _drawn(entry: Entry, _names: Names) -> Text:
    return _("Protocol %(number)s was drawn from the facts of the meeting.", number=_number(entry))


def _redrawn(entry: Entry, _names: Names) -> Text:
    return _("Protocol %(number)s was drawn anew.", number=_number(entry))


def _sent(entry: Entry, _names: Names) -> Text:
    return _("Protocol %(number)s was sent for signature.", number=_number(entry))


def _called_back(entry: Entry, _names: Names) -> Text:
    return _(
        "Protocol %(number)s was called back from signing. Reason: %(reason)s",
        number=_number(entry),
        reason=entry.new.get("reason", ""),
    )


def _signed(entry: Entry, _names: Names) -> Text:
    return _("Protocol %(number)s was signed by everybody.", number=_number(entry))


def _held_back(entry: Entry, _names: Names) -> Text:
    return _(
        "Item %(position)s of protocol %(number)s takes no effect: its result was replaced, or the case went on.",
        position=entry.new.get("candidate_position", ""),
        number=_number(entry),
    )


def _recorded(entry: Entry, _names: Names) -> Text:
    match entry.new.get("outcome"):
        case "positive":
            return _(
                "The decision of the commission is positive: protocol %(number)s.", number=_number(entry)
            )
        case "negative":
            return _(
                "The decision of the commission is negative: protocol %(number)s.", number=_number(entry)
            )
        case _:
            return _(
                "The candidate did not come to the interview: protocol %(number)s.", number=_number(entry)
            )


def _corrected(entry: Entry, _names: Names) -> Text:
    return _(
        "Correction sheet %(correction)s to protocol %(number)s was drawn and sent for signature.",
        correction=entry.new.get("correction", ""),
        number=_number(entry),
    )


def _correction_signed(entry: Entry, _names: Names) -> Text:
    return _(
        "Correction sheet %(correction)s to protocol %(number)s was signed by everybody.",
        correction=entry.new.get("correction", ""),
        number=_number(entry),
    )


tells("commissions:protocol:draw", _drawn)
tells("commissions:protocol:redraw", _redrawn)
tells("commissions:protocol:send", _sent)
tells("commissions:protocol:call_back", _called_back)
tells("commissions:protocol:sign", _signed)
tells("commissions:protocol_item:hold_back", _held_back)
tells("commissions:interview:record", _recorded)
tells("commissions:protocol_correction:draw", _corrected)
tells("commissions:protocol_correction:sign", _correction_signed)
