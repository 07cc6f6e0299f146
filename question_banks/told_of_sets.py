"""What the journal's entries on blueprints and sealed sets say, as plain sentences."""

from __future__ import annotations

from accounts.journal_reading import Entry, Names
from accounts.journal_sentences import day_words, is_about, tells
from core.database import db
from core.incoming import row_number
from core.languages import _, _l
from question_banks.models import BlueprintPlan, SealedSet


def _sent(entry: Entry, _names: Names) -> str:
    return _(
        "Edition %(number)s was sent for approval. It rests on decision No. %(decision)s of %(day)s.",
        number=entry.new.get("edition", ""),
        decision=entry.new.get("decision", ""),
        day=day_words(entry.new.get("decision_date")),
    )


def _approved(entry: Entry, _names: Names) -> str:
    return _("Edition %(number)s was approved; papers are drawn by it.", number=entry.new.get("edition", ""))


def _sent_back(entry: Entry, _names: Names) -> str:
    return _(
        "Edition %(number)s was sent back: %(remark)s",
        number=entry.new.get("edition", ""),
        remark=entry.new.get("remark", ""),
    )


def _closed(entry: Entry, _names: Names) -> str:
    return _("The blueprint is closed from %(day)s.", day=day_words(entry.new.get("closed_on")))


def _sealed(entry: Entry, _names: Names) -> str:
    told = {
        "papers": entry.new.get("papers", 0),
        "reserves": entry.new.get("reserves", 0),
        "digest": entry.new.get("digest", ""),
    }
    if entry.new.get("replaces"):
        return _(
            "Drawn in place of set %(old)s and sealed: %(papers)s papers, %(reserves)s in reserve. Digest %(digest)s.",
            old=entry.new["replaces"],
            **told,
        )
    return _("Drawn and sealed: %(papers)s papers, %(reserves)s in reserve. Digest %(digest)s.", **told)


def _given_up(entry: Entry, _names: Names) -> str:
    return _("The set was given up. Reason: %(reason)s", reason=entry.new.get("reason", ""))


def _plan_name(identity: str, _names: Names) -> str:
    plan = db.session.get(BlueprintPlan, row_number(identity) or 0)
    return plan.name if plan is not None else ""


def _set_name(identity: str, _names: Names) -> str:
    sealed = db.session.get(SealedSet, row_number(identity) or 0)
    return sealed.number if sealed is not None else ""


tells("question_banks:blueprint:open", _l("The blueprint was opened."))
tells("question_banks:blueprint:write", _l("The draft of the blueprint was saved."))
tells("question_banks:blueprint:discard", _l("The draft of the blueprint was thrown away."))
tells("question_banks:blueprint:send", _sent)
tells("question_banks:blueprint:approve", _approved)
tells("question_banks:blueprint:send_back", _sent_back)
tells("question_banks:blueprint:close", _closed)
tells("question_banks:holder_key:make", _l("A passphrase for sealed sets was set."))
tells("question_banks:set:seal", _sealed)
tells("question_banks:set:give_up", _given_up)
tells(
    "question_banks:set:offer",
    _l("One holder of the key offered their part; a second one can open the set within the hour."),
)
tells(
    "question_banks:set:release",
    _l("Two holders of the key opened the set. Every digest agreed with what had been sealed."),
)
tells("question_banks:set:wrong_passphrase", _l("A wrong passphrase was typed."))
tells(
    "question_banks:set:find_broken",
    _l("What was sealed has been changed: it does not open or its digests differ. The set stayed shut."),
)
is_about("blueprint", _l("Blueprint"), _plan_name)
is_about("sealed_set", _l("Sealed set"), _set_name)
