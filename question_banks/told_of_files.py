"""What the journal's entries on imports and exports say, as plain sentences."""

from __future__ import annotations

from accounts.journal_reading import Entry, Names
from accounts.journal_sentences import is_about, tells
from core.languages import _, _l, ngettext


def _brought(entry: Entry, _names: Names) -> str:
    return _("The file %(name)s was brought to the question bank.", name=entry.new.get("name", ""))


def _taken(entry: Entry, _names: Names) -> str:
    count = int(entry.new.get("questions", 0))
    return ngettext(
        "%(num)s item of the file was taken into the bank.",
        "%(num)s items of the file were taken into the bank.",
        count,
    )


def _undone(entry: Entry, _names: Names) -> str:
    count = int(entry.new.get("questions", 0))
    return ngettext(
        "The import was taken back: %(num)s question.", "The import was taken back: %(num)s questions.", count
    )


def _exported(entry: Entry, _names: Names) -> str:
    return _(
        "Questions were taken out of the bank with their keys: %(count)s. Reason: %(reason)s",
        count=entry.new.get("questions", ""),
        reason=entry.new.get("reason", ""),
    )


tells("question_banks:import:bring", _brought)
tells("question_banks:import:map", _l("It was said what the columns of the file hold."))
tells("question_banks:import:take", _l("It was decided to take the questions of the file."))
tells("question_banks:import:taken", _taken)
tells("question_banks:import:undo", _undone)
tells("question_banks:import:drop", _l("The file was dropped; nothing of it was taken."))
tells("question_banks:bank:export", _exported)
is_about("bank_import", _l("File brought to a question bank"), lambda identity, _names: identity)
