"""The papers this room hands out: their facts, frozen with a digest, a number without gaps, and the PDF made of them.

For applicants, who get a receipt on every channel and a motivated refusal that says how to appeal; for the front
office, the couriers and the clinic. Papers speak Kazakh and Russian, or English to who reads that.
"""

from __future__ import annotations

import io
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from flask import current_app

from accounts.models import Office
from accounts.roles import ROLE_NAMES, Role
from applications import office_rules, paper_codes
from applications import paper_parts as parts
from applications.models import Case, IncomingEntry, Paper
from core.actor import current_actor
from core.canonical import canonical, digest
from core.clock import now
from core.database import db
from core.files import store_file
from core.journal import record
from core.languages import current_language
from core.numbering import next_number
from core.paper_facts import frozen_facts
from core.pdf import add_papers, render_pdf
from core.settings import Settings
from regulations.catalogue import catalogue
from regulations.kinds import FRONT_OFFICES, PORTALS, Basis, ChannelId, Need, Unit
from regulations.model import Amount, Edition
from regulations.term_text import amount_words
from regulations.words import Words

add_papers("applications", Path(__file__).parent / "papers_typ")

# A paper that can be complete only with a signature by hand; a refusal, where its order was signed so.
TO_SIGN = frozenset({"refusal", "refused_acceptance", "ticket", "courier_list", "handover", "consent"})


def signed_by_hand(paper: Paper) -> bool:
    """Whether this very paper waits for a signature by hand."""
    facts = json.loads(paper.facts) if paper.kind in TO_SIGN else {}
    return paper.kind in TO_SIGN and not facts.get("by_key", False) and not facts.get("by_system", False)


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
        {
            **facts,
            "office": parts.office_names(office),
            "moment": moment,
            "number": f"{moment.year}-{number:06d}",
        }
    )
    mark = digest(frozen)
    settings = cast(Settings, current_app.extensions["synaq.settings"])
    register_id = paper_codes.new_register_id() if kind in paper_codes.CHECKED else None
    pdf = render_pdf(
        f"applications/{kind}",
        {**frozen, "digest": mark, **(_code(frozen, kind, register_id, moment, mark) if register_id else {})},
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
        register_id=register_id,
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


def _code(
    frozen: Mapping[str, Any], kind: str, register_id: str, moment: datetime, mark: str
) -> dict[str, str]:
    """Where the paper is checked, and the code that says it and proves it; printed, but no fact of the paper."""
    made = paper_codes.coded(
        paper_codes.ToCode(register_id, frozen["number"], kind, frozen["name"], moment.date(), mark)
    )
    return {"check_address": made.address, "check_code": made.code}


def receipt(case: Case, entry: IncomingEntry | None = None) -> Paper:
    """What was received, when, by whom; when and where the result comes. The same six data on every channel."""
    edition = catalogue().edition(case.edition_id)
    office = parts.receiving_office(case, entry)
    received = entry.registered_at if entry else case.submitted_at
    documents = parts.documents_of(case)
    facts: dict[str, Any] = {
        **parts.about(case, edition),
        "incoming": f"{entry.year}-{entry.number:06d}" if entry else None,
        "received": received.astimezone(ZoneInfo(office.zone)),
        "submitted": case.submitted_at.astimezone(ZoneInfo(office.zone)),
        "received_by": parts.receiver(entry.registered_by if entry else current_actor().account_id),
        "channel": parts.channel_words(case.channel),
        "contacts": ", ".join(part for part in parts.contacts(case) if part),
        "documents": [parts.told(document) for document in documents],
        "sheets": entry.sheets if entry else None,
        "due": case.total_due_at.astimezone(ZoneInfo(office.zone)) if case.total_due_at else None,
        "computed": None if case.total_due_at else parts.computed(edition, case.procedure),
        "where": "cabinet" if ChannelId(case.channel) in PORTALS else "office",
        "place": parts.office_names(case.front_office or case.office),
        "address": (case.front_office or case.office).address,
        "request_digest": case.request_digest,
    }
    return issue_paper(case, office.id, "receipt", facts)


@dataclass(frozen=True, slots=True)
class OrderPoint:
    """The point of a signed order on which a refusal rests, and whether the order was signed by hand."""

    number: str
    day: date
    item: str
    on_paper: bool


def refusal(
    case: Case,
    office_id: int,
    ground: str,
    clause: str,
    facts: str,
    appeal: Appeal,
    basis: Basis,
    order: OrderPoint | None = None,
) -> Paper:
    """A motivated refusal: order, ground, clause, what was found, where and by when to appeal; who signs it and how.

    Signed by key: by the head where the text says so, by whoever signed the order by key, by whoever refuses by an act
    of their own. By hand only with an order that was; by nobody where the text has a system form the notice.
    """
    by_head = basis is Basis.HEAD_SIGNATURE
    head = {"name": "", "role": parts.in_three(ROLE_NAMES[Role.HEAD])}
    edition = catalogue().edition(case.edition_id)
    told: dict[str, Any] = {
        **parts.about(case, edition),
        "submitted": case.submitted_at.astimezone(ZoneInfo(case.office.zone)),
        "ground": parts.three(parts.ground_words(office_id, edition, ground)),
        "clause": clause,
        "found": facts,
        "appeal_body": parts.three(appeal.bodies),
        "appeal_term": parts.three(appeal.terms),
        "order": {"number": order.number, "day": order.day, "item": order.item} if order else None,
        # Whoever signs the order signs the refusal that rests on it: by key, or by hand as the order was.
        "by_key": by_head or basis is Basis.ACT_OF_ACTOR or (order is not None and not order.on_paper),
        "by_system": basis is Basis.SYSTEM_NOTICE,
        "signatures": [head if by_head else parts.signer()],
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
        "service": parts.three(edition.title),
        "procedure": parts.procedure_words(edition, procedure),
        "missing": [parts.three(words) for words in missing],
        "clause": route.source if route else edition.start.source,
        "signatures": [parts.signer()],
    }
    return issue_paper(None, office_id, "refused_acceptance", facts, language)


def ticket(case: Case) -> Paper:
    """The clinic's notice of attachment, on paper in free form."""
    edition = catalogue().edition(case.edition_id)
    facts = {
        **parts.about(case, edition),
        "place": parts.office_names(case.office),
        "address": case.office.address,
        "submitted": case.submitted_at.astimezone(ZoneInfo(case.office.zone)),
        "signatures": [parts.signer()],
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
        "origin": parts.office_names(origin),
        "target": parts.office_names(target),
        "courier": courier,
        "files": [{"case": f.case_number, "name": f.name, "documents": f.documents} for f in files],
        "signatures": [parts.signer()],
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
        **parts.about(case, edition),
        "given_to": given.given_to,
        "identity_document": given.identity_document,
        "power_of_attorney": given.power_of_attorney,
        "receipt": given.receipt_number,
        "given_by": parts.signer(),
        "signatures": [{"name": given.given_to, "role": parts.RECIPIENT}],
    }
    return issue_paper(case, office_id, "handover", facts)


def consent(case: Case, office_id: int, words: Words) -> Paper:
    """Consent to the use of protected data, to be signed on paper before any register is asked."""
    edition = catalogue().edition(case.edition_id)
    facts = {
        **parts.about(case, edition),
        "words": parts.three(words),
        "signatures": [{"name": case.person.name, "role": parts.CONSENTING}],
    }
    return issue_paper(case, office_id, "consent", facts)


def paper_number(paper: Paper) -> str:
    """The number that is printed on it."""
    return f"{paper.year}-{paper.number:06d}"
