"""The parts of papers' facts: whose case, which service, who received or signed; each in all three languages at once.

A paper's words no longer move with the reader, so that nothing here is left to be translated later.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import select

from accounts.models import Account, Office
from accounts.roles import ROLE_NAMES, Role
from applications import office_rules
from applications.models import Case, CaseDocument, IncomingEntry
from core.actor import current_actor
from core.database import db
from core.languages import LANGUAGES, Text, speaking
from regulations.kinds import ChannelId, Unit
from regulations.limits import step_sum
from regulations.model import Amount, Edition
from regulations.naming import name_of
from regulations.setting_values import GroundItem, read_value
from regulations.term_text import amount_words
from regulations.words import Words

RECIPIENT = {"kk": "Алған адам", "ru": "Получатель", "en": "Recipient"}
CONSENTING = {"kk": "Келісім беруші", "ru": "Лицо, дающее согласие", "en": "Person who consents"}


def three(words: Words) -> dict[str, str]:
    """A sentence as papers take it."""
    return {"kk": words.kk, "ru": words.ru, "en": words.en}


def office_names(office: Office) -> dict[str, str]:
    """The full name of an office as papers take it."""
    return {"kk": office.name_kk, "ru": office.name_ru, "en": office.name_en}


def in_three(text: Text) -> dict[str, str]:
    """A sentence of our catalogues in all three languages: a paper's words no longer move with the reader."""
    said = {}
    for language in LANGUAGES:
        with speaking(language):
            said[language] = str(text)
    return said


def about(case: Case, edition: Edition) -> dict[str, Any]:
    person = case.person
    return {
        "case": case.number,
        "name": person.name,
        "identifier": person.iin or person.bin,
        "service": three(edition.title),
        "procedure": procedure_words(edition, case.procedure),
        "agent": case.agent.name if case.agent else None,
    }


def procedure_words(edition: Edition, procedure: str) -> dict[str, str]:
    """Named where the service has several; otherwise it is the service itself."""
    return three(edition.procedure(procedure).title if len(edition.procedures) > 1 else edition.title)


def receiving_office(case: Case, entry: IncomingEntry | None) -> Office:
    if entry is not None:
        return db.session.get_one(Office, entry.office_id)
    return case.front_office or case.office


def receiver(account_id: int | None) -> dict[str, Any]:
    actor = current_actor()
    account = db.session.get(Account, account_id) if account_id else None
    role = ROLE_NAMES.get(Role(actor.role)) if actor.role in set(Role) else None
    name = account.name if account else actor.name
    return {"name": name, "role": in_three(role) if role and account_id == actor.account_id else None}


def signer() -> dict[str, Any]:
    actor = current_actor()
    role = ROLE_NAMES[Role(actor.role)] if actor.role in set(Role) else "Synaq"
    return {"name": actor.name, "role": in_three(role)}


def contacts(case: Case) -> tuple[str, ...]:
    return (case.person.phone, case.person.email, case.person.address)


def channel_words(channel: str) -> dict[str, str]:
    return three(name_of(ChannelId(channel)))


def documents_of(case: Case) -> Sequence[CaseDocument]:
    return db.session.scalars(
        select(CaseDocument)
        .where(CaseDocument.case_id == case.id, CaseDocument.removed_at.is_(None))
        .order_by(CaseDocument.id)
    ).all()


def told(document: CaseDocument) -> dict[str, Any]:
    return {
        "name": dict(document.title),
        "form": "paper" if document.on_paper else "file",
        "file": document.file.digest[:16] if document.file else None,
    }


def computed(edition: Edition, procedure: str) -> dict[str, str]:
    """The sum of the step limits where the text states no total: shown as computed, never as a term set by law."""
    total = step_sum(edition, procedure)
    hours, minutes = divmod(total.minutes, 60)
    parts = (
        (total.working_days, Unit.WORKING_DAY), (total.calendar_days, Unit.CALENDAR_DAY),
        (hours, Unit.HOUR), (minutes, Unit.MINUTE),
    )  # fmt: skip
    said = [Amount(value, unit) for value, unit in parts if value]
    return {language: ", ".join(amount_words(each, language) for each in said) for language in LANGUAGES}


def ground_words(office_id: int, edition: Edition, ground: str) -> Words:
    """The ground in three languages where it stands in the text or in the office's list, else as it was written."""
    listed = [exit_.ground for exit_ in edition.exits]
    declared = next((setting for setting in edition.settings if setting.name == "refusal_grounds"), None)
    stored = office_rules.decided(office_id, edition, declared.key) if declared else None
    if declared is not None and stored is not None:
        listed += [item.text for item in cast(tuple[GroundItem, ...], read_value(declared, stored))]
    found = next((words for words in listed if ground in (words.kk, words.ru, words.en)), None)
    return found or Words(ground, ground, ground)
