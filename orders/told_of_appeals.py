"""What the journal's entries on appeals say, as plain sentences."""

from __future__ import annotations

from datetime import date

from accounts.journal_reading import Entry, Names
from accounts.journal_sentences import tells
from core.languages import _, long_date
from orders.appeal_words import ACTS, AGAINST, DECIDED


def _filed(entry: Entry, _names: Names) -> str:
    said = _(
        "Appeal %(number)s came in, against %(against)s.",
        number=entry.new.get("number", ""),
        against=str(AGAINST.get(entry.new.get("against", ""), "")),
    )
    return f"{said} {_('It came after the term.')}" if entry.new.get("late") else said


def _registered(entry: Entry, _names: Names) -> str:
    return _("Appeal %(number)s was registered.", number=entry.new.get("number", ""))


def _withdrawn(entry: Entry, _names: Names) -> str:
    return _("Appeal %(number)s was taken back by the applicant.", number=entry.new.get("number", ""))


def _passed_on(entry: Entry, _names: Names) -> str:
    return _(
        "The appeal was passed on to the body outside by document %(number)s of %(day)s.",
        number=entry.new.get("document", ""),
        day=long_date(date.fromisoformat(entry.new["day"])),
    )


def _decided(entry: Entry, _names: Names) -> str:
    return _(
        "Appeal %(number)s was decided: %(outcome)s. Clause: %(clause)s.",
        number=entry.new.get("number", ""),
        outcome=str(DECIDED.get(entry.new.get("outcome", ""), "")),
        clause=str(entry.new.get("clause", "")).rstrip("."),
    )


def _signed(entry: Entry, _names: Names) -> str:
    return _(
        "The decision on appeal %(number)s was signed by those who heard it.",
        number=entry.new.get("number", ""),
    )


def _drafted(entry: Entry, _names: Names) -> str:
    return _(
        "An order that annuls the refusal was drafted because appeal %(number)s was granted.",
        number=entry.new.get("number", ""),
    )


def _carried(entry: Entry, _names: Names) -> str:
    return _(
        "Appeal %(number)s: %(act)s.",
        number=entry.new.get("number", ""),
        act=str(ACTS.get(entry.new.get("act", ""), "")),
    )


tells("orders:appeal:file", _filed)
tells("orders:appeal:register", _registered)
tells("orders:appeal:withdraw", _withdrawn)
tells("orders:appeal:pass_on", _passed_on)
tells("orders:appeal:decide", _decided)
tells("orders:appeal:sign", _signed)
tells("orders:appeal:draft_order", _drafted)
tells("orders:appeal:carry_out", _carried)
