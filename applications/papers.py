"""The papers this room hands out: their facts, frozen with a digest, a number without gaps, and the PDF made of them.

For applicants, who get a receipt on every channel and a motivated refusal that says how to appeal; for the front
office, the couriers and the clinic. Papers speak Kazakh and the applicant's language.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import select

from accounts.models import Account, Office
from accounts.roles import ROLE_NAMES, Role
from applications import office_rules
from applications.models import Case, CaseDocument, IncomingEntry, Paper
from core.actor import current_actor
from core.canonical import canonical, digest
from core.clock import now
from core.database import db
from core.files import store_file
from core.journal import record
from core.languages import LANGUAGES, Text, current_language, speaking
from core.numbering import next_number
from core.paper_facts import frozen_facts
from core.pdf import add_papers, render_pdf
from core.settings import Settings
from regulations.catalogue import catalogue
from regulations.kinds import FRONT_OFFICES, PORTALS, ChannelId, Need, Unit
from regulations.limits import step_sum
from regulations.model import Amount, Edition
from regulations.naming import name_of
from regulations.setting_values import GroundItem, read_value
from regulations.term_text import amount_words
from regulations.words import Words

add_papers("applications", Path(__file__).parent / "papers_typ")

# A paper that is complete only with a signature by hand, until electronic signatures are opened.
TO_SIGN = frozenset({"refusal", "refused_acceptance", "ticket", "courier_list", "handover", "consent"})


@dataclass(frozen=True, slots=True)
class Appeal:
    """Where a refusal is appealed and by when, as the office has decided it: in the reader's language, and in all."""

    body: str
    term: str
    bodies: Words
    terms: Words


def issue_paper(
    case: Case | None, office_id: int, kind: str, facts: Mapping[str, Any], language: str | None = None
) -> Paper:
    """Number, freeze, print, keep and enter a paper. Its PDF is the one that is handed out ever after."""
    office = db.session.get_one(Office, office_id)
    moment = now().astimezone(ZoneInfo(office.zone))
    number = next_number(f"paper:{kind}", office_id, moment.year)
    frozen = frozen_facts(
        {**facts, "office": office_names(office), "moment": moment, "number": f"{moment.year}-{number:06d}"}
    )
    mark = digest(frozen)
    settings = cast(Settings, current_app.extensions["synaq.settings"])
    pdf = render_pdf(
        f"applications/{kind}",
        {**frozen, "digest": mark},
        specimen=settings.specimen,
        language=language or (case.language if case else current_language()),
    )
    paper = Paper(
        public_id=secrets.token_hex(16),
        case_id=case.id if case else None,
        office_id=office_id,
        kind=kind,
        year=moment.year,
        number=number,
        facts=canonical(frozen),
        digest=mark,
        file_id=store_file(io.BytesIO(pdf), f"{kind.replace('_', '-')}-{moment.year}-{number:06d}.pdf").id,
        issued_by=current_actor().account_id,
        issued_at=now(),
    )
    db.session.add(paper)
    db.session.flush()
    record(
        f"applications:{kind}:issue",
        subject=("case", case.id) if case else ("paper", paper.id),
        office_id=office_id,
        new={"paper": paper.id, "number": frozen["number"], "digest": mark},
    )
    return paper


def receipt(case: Case, entry: IncomingEntry | None = None) -> Paper:
    """What was received, when, by whom; when and where the result comes. The same six data on every channel."""
    edition = catalogue().edition(case.edition_id)
    office = _receiving_office(case, entry)
    received = entry.registered_at if entry else case.submitted_at
    documents = _documents_of(case)
    facts: dict[str, Any] = {
        **_about(case, edition),
        "incoming": f"{entry.year}-{entry.number:06d}" if entry else None,
        "received": received.astimezone(ZoneInfo(office.zone)),
        "submitted": case.submitted_at.astimezone(ZoneInfo(office.zone)),
        "received_by": _receiver(entry.registered_by if entry else current_actor().account_id),
        "channel": _in_languages_of(case.channel),
        "contacts": ", ".join(part for part in _contacts(case) if part),
        "documents": [_told(document) for document in documents],
        "sheets": entry.sheets if entry else None,
        "due": case.total_due_at.astimezone(ZoneInfo(office.zone)) if case.total_due_at else None,
        "computed": None if case.total_due_at else _computed(edition, case.procedure),
        "where": "cabinet" if ChannelId(case.channel) in PORTALS else "office",
        "place": office_names(case.front_office or case.office),
        "address": (case.front_office or case.office).address,
        "request_digest": case.request_digest,
    }
    return issue_paper(case, office.id, "receipt", facts)


def refusal(case: Case, office_id: int, ground: str, clause: str, facts: str, appeal: Appeal) -> Paper:
    """A motivated refusal: ground, clause, what was found, where and by when to appeal."""
    edition = catalogue().edition(case.edition_id)
    told: dict[str, Any] = {
        **_about(case, edition),
        "submitted": case.submitted_at.astimezone(ZoneInfo(case.office.zone)),
        "ground": three(_ground_words(office_id, edition, ground)),
        "clause": clause,
        "found": facts,
        "appeal_body": three(appeal.bodies),
        "appeal_term": three(appeal.terms),
        "signatures": [_signer()],
    }
    return issue_paper(case, office_id, "refusal", told)


def appeal_words(office_id: int, edition: Edition, language: str | None = None) -> Appeal:
    """Where and by when to appeal, from the office's own decisions; while they are missing nothing is refused."""
    language = language or current_language()
    body = office_rules.decided(office_id, edition, "appeal_body")
    term = office_rules.decided(office_id, edition, "appeal_term")
    if body is None or term is None:
        office_rules.demand(office_id, edition, Need.REFUSAL, edition.procedures[0].id)
        raise LookupError(f"{edition.id} declares no appeal, and the office has decided none")
    bodies, amount = Words(**body), Amount(int(term["value"]), Unit(term["unit"]))
    terms = Words(*(amount_words(amount, each) for each in ("kk", "ru", "en")))
    return Appeal(bodies.in_(language), terms.in_(language), bodies, terms)


def refused_acceptance(
    office_id: int, edition: Edition, procedure: str, name: str, missing: Sequence[Words], language: str
) -> Paper:
    """The front office takes no incomplete set: which documents are missing, on the form of the Standard's annex."""
    route = next((route for route in edition.routes if route.id in set(FRONT_OFFICES)), None)
    facts = {
        "name": name,
        "service": three(edition.title),
        "procedure": _procedure(edition, procedure),
        "missing": [three(words) for words in missing],
        "clause": route.source if route else edition.start.source,
        "signatures": [_signer()],
    }
    return issue_paper(None, office_id, "refused_acceptance", facts, language)


def ticket(case: Case) -> Paper:
    """The clinic's notice of attachment, on paper in free form."""
    edition = catalogue().edition(case.edition_id)
    facts = {
        **_about(case, edition),
        "place": office_names(case.office),
        "address": case.office.address,
        "submitted": case.submitted_at.astimezone(ZoneInfo(case.office.zone)),
        "signatures": [_signer()],
    }
    return issue_paper(case, case.office_id, "ticket", facts)


@dataclass(frozen=True, slots=True)
class Carried:
    """One file on a courier's list."""

    case_number: str
    name: str
    documents: int


def courier_list(
    origin: Office, target: Office, number: str, courier: str, files: Iterable[Carried]
) -> Paper:
    """The register of transferred documents that goes with the courier and is signed on both ends."""
    facts = {
        "consignment": number,
        "origin": office_names(origin),
        "target": office_names(target),
        "courier": courier,
        "files": [{"case": f.case_number, "name": f.name, "documents": f.documents} for f in files],
        "signatures": [_signer()],
    }
    return issue_paper(None, origin.id, "courier_list", facts, "ru")


@dataclass(frozen=True, slots=True)
class Given:
    """Into whose hand a result goes, by which documents."""

    given_to: str
    identity_document: str
    receipt_number: str
    power_of_attorney: str = ""


def handover(case: Case, office_id: int, given: Given) -> Paper:
    """The receipt that the applicant signs when a result or refusal is given into the hand."""
    edition = catalogue().edition(case.edition_id)
    facts = {
        **_about(case, edition),
        "given_to": given.given_to,
        "identity_document": given.identity_document,
        "power_of_attorney": given.power_of_attorney,
        "receipt": given.receipt_number,
        "given_by": _signer(),
        "signatures": [{"name": given.given_to, "role": RECIPIENT}],
    }
    return issue_paper(case, office_id, "handover", facts)


def consent(case: Case, office_id: int, words: Words) -> Paper:
    """Consent to the use of protected data, to be signed on paper before any register is asked."""
    edition = catalogue().edition(case.edition_id)
    facts = {
        **_about(case, edition),
        "words": three(words),
        "signatures": [{"name": case.person.name, "role": CONSENTING}],
    }
    return issue_paper(case, office_id, "consent", facts)


RECIPIENT = {"kk": "Алған адам", "ru": "Получатель", "en": "Recipient"}
CONSENTING = {"kk": "Келісім беруші", "ru": "Лицо, дающее согласие", "en": "Person who consents"}


def three(words: Words) -> dict[str, str]:
    """A sentence as papers take it."""
    return {"kk": words.kk, "ru": words.ru, "en": words.en}


def office_names(office: Office) -> dict[str, str]:
    """The full name of an office as papers take it."""
    return {"kk": office.name_kk, "ru": office.name_ru, "en": office.name_en}


def paper_number(paper: Paper) -> str:
    """The number that is printed on it."""
    return f"{paper.year}-{paper.number:06d}"


def in_three(text: Text) -> dict[str, str]:
    """A sentence of our catalogues in all three languages: a paper's words no longer move with the reader."""
    said = {}
    for language in LANGUAGES:
        with speaking(language):
            said[language] = str(text)
    return said


def _about(case: Case, edition: Edition) -> dict[str, Any]:
    person = case.person
    return {
        "case": case.number,
        "name": person.name,
        "identifier": person.iin or person.bin,
        "service": three(edition.title),
        "procedure": _procedure(edition, case.procedure),
        "agent": case.agent.name if case.agent else None,
    }


def _procedure(edition: Edition, procedure: str) -> dict[str, str]:
    """Named where the service has several; otherwise it is the service itself."""
    return three(edition.procedure(procedure).title if len(edition.procedures) > 1 else edition.title)


def _receiving_office(case: Case, entry: IncomingEntry | None) -> Office:
    if entry is not None:
        return db.session.get_one(Office, entry.office_id)
    return case.front_office or case.office


def _receiver(account_id: int | None) -> dict[str, Any]:
    actor = current_actor()
    account = db.session.get(Account, account_id) if account_id else None
    role = ROLE_NAMES.get(Role(actor.role)) if actor.role in set(Role) else None
    name = account.name if account else actor.name
    return {"name": name, "role": in_three(role) if role and account_id == actor.account_id else None}


def _signer() -> dict[str, Any]:
    actor = current_actor()
    role = ROLE_NAMES[Role(actor.role)] if actor.role in set(Role) else "Synaq"
    return {"name": actor.name, "role": in_three(role)}


def _contacts(case: Case) -> tuple[str, ...]:
    return (case.person.phone, case.person.email, case.person.address)


def _in_languages_of(channel: str) -> dict[str, str]:
    return three(name_of(ChannelId(channel)))


def _documents_of(case: Case) -> Sequence[CaseDocument]:
    return db.session.scalars(
        select(CaseDocument)
        .where(CaseDocument.case_id == case.id, CaseDocument.removed_at.is_(None))
        .order_by(CaseDocument.id)
    ).all()


def _told(document: CaseDocument) -> dict[str, Any]:
    return {
        "name": dict(document.title),
        "form": "paper" if document.on_paper else "file",
        "file": document.file.digest[:16] if document.file else None,
    }


def _computed(edition: Edition, procedure: str) -> dict[str, str]:
    """The sum of the step limits where the text states no total: shown as computed, never as a term set by law."""
    total = step_sum(edition, procedure)
    hours, minutes = divmod(total.minutes, 60)
    parts = (
        (total.working_days, Unit.WORKING_DAY), (total.calendar_days, Unit.CALENDAR_DAY),
        (hours, Unit.HOUR), (minutes, Unit.MINUTE),
    )  # fmt: skip
    said = [Amount(value, unit) for value, unit in parts if value]
    return {language: ", ".join(amount_words(each, language) for each in said) for language in LANGUAGES}


def _ground_words(office_id: int, edition: Edition, ground: str) -> Words:
    """The ground in three languages where it stands in the text or in the office's list, else as it was written."""
    listed = [exit_.ground for exit_ in edition.exits]
    declared = next((setting for setting in edition.settings if setting.name == "refusal_grounds"), None)
    stored = office_rules.decided(office_id, edition, declared.key) if declared else None
    if declared is not None and stored is not None:
        listed += [item.text for item in cast(tuple[GroundItem, ...], read_value(declared, stored))]
    found = next((words for words in listed if ground in (words.kk, words.ru, words.en)), None)
    return found or Words(ground, ground, ground)
