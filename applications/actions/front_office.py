"""The front office: take an application on paper, refuse an incomplete set, take consent, hand the result over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from applications import papers
from applications.actions import course, neighbours, scans, submission
from applications.consent_words import CONSENT
from applications.models import Case, CaseDocument, Consent, Handover, Paper
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import _l
from core.models import StoredFile
from core.refusals import NotFound, Refusal
from gateways import service_centres
from regulations.catalogue import catalogue
from regulations.kinds import FRONT_OFFICES, ChannelId
from regulations.model import Edition
from regulations.places import WITHDRAWN
from regulations.setting_values import DocumentItem
from regulations.words import Words


def accept(entry: submission.Entry, listed: Sequence[DocumentItem], brought: frozenset[str]) -> Case:
    """Take a complete set on paper: the case, its receipt, and the consent to be signed. Else refuse acceptance."""
    if entry.channel not in FRONT_OFFICES or entry.front_office is None:
        raise Refusal(_l("This service does not come through a front office."))
    lacking = missing_of(listed, brought)
    if lacking:
        raise Refusal(
            _l("The set of documents is incomplete: the text does not let a front office take it."),
            next_step=_l("Refuse acceptance: the applicant gets a receipt that says what is missing."),
        )
    twin = submission.just_entered(entry, entry.front_office.id)
    if twin is not None:
        return twin
    documents = [submission.on_paper(item) for item in listed if item.id in brought]
    case = submission.submit(entry, documents)
    papers.receipt(case)
    papers.consent(case, entry.front_office.id, CONSENT)
    _tell_centres_system(case, documents)
    return case


def _tell_centres_system(case: Case, documents: Sequence[CaseDocument]) -> None:
    """A public service centre enters what it took in its own system too; where that is not connected, by hand."""
    if case.channel != ChannelId.CON:
        return
    place = case.front_office or case.office
    neighbours.tell_taken(
        case,
        service_centres.Acceptance(
            case_number=case.number,
            accepted_at=case.submitted_at,
            service=catalogue().edition(case.edition_id).title.kk,
            documents=tuple(document.title["kk"] for document in documents),
            result_due_at=case.total_due_at,
            result_place=place.name_kk,
            accepted_by=current_actor().name,
            applicant_number=case.person.iin or case.person.bin or "",
            applicant_name=case.person.name,
            applicant_contacts=", ".join(part for part in (case.person.phone, case.person.email) if part),
        ),
        place.id,
    )


def missing_of(listed: Sequence[DocumentItem], brought: frozenset[str]) -> tuple[DocumentItem, ...]:
    """What the list demands and the applicant has not brought."""
    return tuple(item for item in listed if item.required and item.id not in brought)


def refuse_acceptance(
    edition: Edition, procedure: str, name: str, missing: Sequence[Words], language: str
) -> Paper:
    """No case begins; the applicant gets on paper what is missing."""
    office_id = current_actor().office_id
    if office_id is None:
        raise NotFound
    if not missing:
        raise Refusal(_l("Nothing is missing: such a set must be taken."))
    return papers.refused_acceptance(office_id, edition, procedure, name, missing, language)


def take_consent(case_id: int, scan: StoredFile | None) -> Consent:
    """The applicant has signed the consent on paper; until then nothing is sent and no register is asked."""
    case = _here(case_id)
    if consent_of(case) is not None:
        raise Refusal(_l("Consent has been taken already."))
    paper = db.session.scalars(
        select(Paper).where(Paper.case_id == case.id, Paper.kind == "consent").order_by(Paper.id)
    ).first()
    if paper is not None and scan is not None:
        scans.attach_signed_scan(paper.id, scan, case.person.name)
    return note_consent(case, scan)


def note_consent(case: Case, scan: StoredFile | None) -> Consent:
    """Keep the consent that lies signed on the desk, in the words that were signed."""
    consent = Consent(
        case_id=case.id,
        words=CONSENT.in_(case.language),
        how="on_paper",
        file_id=scan.id if scan else None,
        taken_by=current_actor().account_id,
        given_at=now(),
    )
    db.session.add(consent)
    db.session.flush()
    record(
        "applications:consent:take",
        subject=("case", case.id),
        office_id=case.office_id,
        new={"consent": consent.id, "how": "on_paper", "scan": scan.digest if scan else None},
    )
    return consent


def consent_of(case: Case) -> Consent | None:
    """The consent that was given for a case."""
    return db.session.scalar(select(Consent).where(Consent.case_id == case.id).order_by(Consent.id).limit(1))


def hand_over(case_id: int, given: papers.Given) -> Handover:
    """Give the result, or the refusal, into a hand: against the receipt, by identity or power of attorney."""
    case = course.locked(case_id)
    if (case.front_office_id or case.office_id) != _office_id():
        raise NotFound
    if case.ended_at is None or case.place == WITHDRAWN:
        raise Refusal(
            _l("There is no result of this case yet."),
            next_step=_l(
                "It can be handed over when the provider has issued or refused it and sent it here."
            ),
        )
    if db.session.scalar(select(Handover.id).where(Handover.case_id == case.id)) is not None:
        raise Refusal(_l("The result of this case has been handed over already."))
    receipt = receipt_of(case)
    if receipt is None or papers.paper_number(receipt) != given.receipt_number.strip():
        raise Refusal(
            _l("This is not the number of the receipt of this case."),
            next_step=_l(
                "Look at the receipt that the applicant brought, or find it in the papers of the case."
            ),
            status=422,
        )
    if given.given_to != case.person.name and not given.power_of_attorney:
        raise Refusal(
            _l("Somebody else than the applicant takes the result only by a power of attorney."),
            next_step=_l("Type the number and the date of the power of attorney."),
            status=422,
        )
    handover = Handover(
        case_id=case.id,
        office_id=_office_id(),
        given_to=given.given_to,
        identity_document=given.identity_document,
        power_of_attorney=given.power_of_attorney,
        receipt_number=papers.paper_number(receipt),
        given_by=current_actor().account_id,
        given_at=now(),
    )
    db.session.add(handover)
    db.session.flush()
    papers.handover(case, handover.office_id, replace(given, receipt_number=handover.receipt_number))
    if case.channel == ChannelId.CON:
        neighbours.tell_handed_over(
            case,
            service_centres.HandedOver(
                case_number=case.number,
                applicant_number=case.person.iin or case.person.bin or "",
                receipt_number=handover.receipt_number,
                handed_over_at=handover.given_at,
                handed_over_by=current_actor().name,
            ),
            handover.office_id,
        )
    record(
        "applications:result:hand_over",
        subject=("case", case.id),
        office_id=case.office_id,
        new={"handover": handover.id, "receipt": handover.receipt_number},
        personal={"given_to": given.given_to, "document": given.identity_document},
    )
    return handover


def receipt_of(case: Case) -> Paper | None:
    """The receipt that the applicant holds."""
    return db.session.scalar(
        select(Paper).where(Paper.case_id == case.id, Paper.kind == "receipt").order_by(Paper.id).limit(1)
    )


def _here(case_id: int) -> Case:
    case = course.locked(case_id)
    if case.front_office_id != _office_id():
        raise NotFound
    return case


def _office_id() -> int:
    office_id = current_actor().office_id
    if office_id is None:
        raise NotFound
    return office_id
