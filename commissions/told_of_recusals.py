"""What the journal's entries on conflicts of interest and recusals say, as plain sentences."""

from __future__ import annotations

from accounts.journal_reading import Entry, Names
from accounts.journal_sentences import tells
from core.languages import _


def _recused(entry: Entry, names: Names) -> str:
    return _(
        "%(name)s is recused from this candidate. Fact: %(fact)s",
        name=names.person(entry.new.get("account")) or "",
        fact=entry.new.get("fact", ""),
    )


def _taken_back(entry: Entry, names: Names) -> str:
    return _(
        "The recusal of %(name)s was taken back. Reason: %(reason)s",
        name=names.person(entry.new.get("account")) or "",
        reason=entry.new.get("reason", ""),
    )


def _declared(entry: Entry, names: Names) -> str:
    return _(
        "%(name)s declared a conflict of interest: %(text)s",
        name=names.person(entry.new.get("account")) or "",
        text=entry.new.get("text", ""),
    )


def _member_tie(entry: Entry, names: Names) -> str:
    return _("Where %(name)s works or lives was noted.", name=names.person(entry.new.get("account")) or "")


def _member_tie_struck(entry: Entry, names: Names) -> str:
    return _(
        "A line on where %(name)s works or lives was struck out. Reason: %(reason)s",
        name=names.person(entry.new.get("account")) or "",
        reason=entry.new.get("reason", ""),
    )


def _paper_tie(entry: Entry, _names: Names) -> str:
    return _("It was noted whom the candidate's papers name: %(name)s.", name=entry.new.get("name", ""))


def _paper_tie_struck(entry: Entry, _names: Names) -> str:
    return _(
        "It was struck out that the candidate's papers name %(name)s. Reason: %(reason)s",
        name=entry.new.get("name", ""),
        reason=entry.new.get("reason", ""),
    )


tells("commissions:recusal:recuse", _recused)
tells("commissions:recusal:take_back", _taken_back)
tells("commissions:conflict:declare", _declared)
tells("commissions:member:note_tie", _member_tie)
tells("commissions:member:strike_tie", _member_tie_struck)
tells("commissions:papers:note_tie", _paper_tie)
tells("commissions:papers:strike_tie", _paper_tie_struck)
