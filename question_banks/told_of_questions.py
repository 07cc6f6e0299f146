"""What the journal's entries on banks and questions say, as plain sentences."""

from __future__ import annotations

from accounts.journal_reading import Entry, Names
from accounts.journal_sentences import is_about, tells
from core.languages import _, _l


def _topic_said(entry: Entry, _names: Names) -> str:
    words = {
        "enter": _("A topic was entered: %(topic)s.", topic=entry.new.get("topic", "")),
        "change": _("A topic was changed: %(topic)s.", topic=entry.new.get("topic", "")),
        "take_away": _("A topic was taken away: %(topic)s.", topic=entry.old.get("topic", "")),
    }
    return words[entry.tag.rsplit(":", 1)[1]]


def _sent(entry: Entry, _names: Names) -> str:
    return _("Edition %(number)s was sent to review.", number=entry.new.get("edition", ""))


def _approved(entry: Entry, _names: Names) -> str:
    return _("Edition %(number)s was approved.", number=entry.new.get("edition", ""))


def _sent_back(entry: Entry, _names: Names) -> str:
    return _("Edition %(number)s was sent back with a remark.", number=entry.new.get("edition", ""))


def _checked(entry: Entry, _names: Names) -> str:
    return _(
        "The language “%(language)s” of edition %(number)s was checked.",
        language=entry.new.get("language", ""),
        number=entry.new.get("edition", ""),
    )


def _suspended(entry: Entry, _names: Names) -> str:
    return _("The question was suspended. Reason: %(reason)s", reason=entry.new.get("reason", ""))


def _retired(entry: Entry, _names: Names) -> str:
    return _("The question was retired. Reason: %(reason)s", reason=entry.new.get("reason", ""))


tells("question_banks:bank:open", _l("The question bank was opened."))
tells("question_banks:bank:change", _l("The names or specialties of the question bank were changed."))
tells("question_banks:bank:close", _l("The question bank was closed."))
tells("question_banks:bank:reopen", _l("The question bank was opened again."))
tells("question_banks:bank:add_image", _l("An image was added to the question bank."))
for _verb in ("enter", "change", "take_away"):
    tells(f"question_banks:topic:{_verb}", _topic_said)
tells("question_banks:view:keep", _l("A search was kept as a view."))
tells("question_banks:view:forget", _l("A kept view was forgotten."))
tells("question_banks:question:begin", _l("A question was begun."))
tells("question_banks:question:save", _l("The draft of the question was saved."))
tells("question_banks:question:send", _sent)
tells("question_banks:question:take_back", _l("The question was taken back from the review."))
tells("question_banks:question:approve", _approved)
tells("question_banks:question:check", _checked)
tells("question_banks:question:send_back", _sent_back)
tells("question_banks:question:comment", _l("A comment was written beside the question."))
tells("question_banks:question:suspend", _suspended)
tells("question_banks:question:return", _l("The suspended question was returned to use."))
tells("question_banks:question:retire", _retired)
tells("question_banks:question:classify", _l("The classification of the question was changed."))
tells("question_banks:question:see_key", _l("Somebody looked at the key of the question."))
is_about("question_bank", _l("Question bank"), lambda identity, _names: identity)
is_about("question", _l("Question"), lambda identity, _names: identity)
