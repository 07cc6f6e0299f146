"""An application is filled in: begun, saved page by page, documents attached, consent given, thrown away."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import select

from accounts.models import Account, Mandate
from applications.models import CaseDocument, Consent, Draft
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import _l
from core.models import StoredFile
from core.refusals import NotFound, Refusal
from regulations.kinds import ChannelId
from regulations.model import Edition
from regulations.setting_values import DocumentItem

MOST_FILES = 20


def begin(
    principal: Account, author: Account, mandate: Mandate | None, edition: Edition, channel: ChannelId
) -> Draft:
    """Begin an application for somebody; nobody else knows of it until it is submitted."""
    draft = Draft(
        public_id=secrets.token_hex(16),
        principal_id=principal.id,
        author_id=author.id,
        mandate_id=mandate.id if mandate else None,
        service=edition.service,
        edition_id=edition.id,
        procedure=edition.procedures[0].id,
        channel=channel.value,
        answers={},
        created_at=now(),
        saved_at=now(),
    )
    db.session.add(draft)
    db.session.flush()
    record(
        "applications:draft:begin",
        subject=("draft", draft.id),
        new={"service": edition.service, "edition": edition.id, "for": principal.id},
    )
    return draft


def locked(draft_id: int) -> Draft:
    """The draft, locked until the commit; one that was sent or thrown away takes nothing more."""
    draft = held(Draft, draft_id)
    if draft.discarded_at is not None:
        raise NotFound
    if draft.submitted_at is not None:
        raise Refusal(
            _l("This application has been submitted; its answers are not changed any more."),
            next_step=_l("Open your cabinet: the application stands there with its number."),
        )
    return draft


def save_page(draft_id: int, page: str, answer: dict[str, Any]) -> Draft:
    """Keep the answer of one page; the answers of the others stay."""
    draft = locked(draft_id)
    draft.answers = {**draft.answers, page: answer}
    _saved(draft, page)
    return draft


def choose_office(draft_id: int, office_id: int, edition: Edition) -> Draft:
    """Apply to this office, under the text by which it gives the service."""
    draft = locked(draft_id)
    draft.office_id, draft.edition_id = office_id, edition.id
    draft.answers = {**draft.answers, "office": {"office": office_id}}
    _saved(draft, "office")
    return draft


def choose_procedure(draft_id: int, procedure: str, page: str, answer: dict[str, Any]) -> Draft:
    """Apply for this procedure: as asked for, or as the office's decision on the cargo has it."""
    draft = locked(draft_id)
    draft.procedure = procedure
    draft.answers = {**draft.answers, page: answer}
    _saved(draft, page)
    return draft


def attach(draft_id: int, item: DocumentItem, file: StoredFile) -> CaseDocument:
    """Put a file to one item of the office's list."""
    draft = locked(draft_id)
    held = db.session.scalars(
        select(CaseDocument).where(
            CaseDocument.draft_id == draft.id,
            CaseDocument.item == item.id,
            CaseDocument.removed_at.is_(None),
        )
    ).all()
    if len(held) >= MOST_FILES:
        raise Refusal(
            _l("One document may consist of %(count)s files at most.", count=MOST_FILES),
            next_step=_l("Put several pages into one PDF file."),
            status=422,
        )
    document = CaseDocument(
        draft_id=draft.id,
        item=item.id,
        title={code: item.name.in_(code) for code in ("kk", "ru", "en")},
        file_id=file.id,
        added_by=current_actor().account_id,
        added_at=now(),
    )
    db.session.add(document)
    draft.saved_at = now()
    db.session.flush()
    record(
        "applications:draft:attach",
        subject=("draft", draft.id),
        new={"item": item.id, "document": document.id, "file": file.digest},
    )
    return document


def detach(draft_id: int, document_id: int) -> None:
    """Take a file away again; the row stays, so that it is known what was there."""
    draft = locked(draft_id)
    document = db.session.get(CaseDocument, document_id)
    if document is None or document.draft_id != draft.id or document.removed_at is not None:
        raise NotFound
    document.removed_at = now()
    draft.saved_at = now()
    record("applications:draft:detach", subject=("draft", draft.id), old={"document": document.id})


def consent(draft_id: int, words: str) -> Consent:
    """Agree to the use of protected data; the words agreed to are kept. Agreeing twice changes nothing."""
    draft = locked(draft_id)
    given = consent_of(draft)
    if given is not None:
        return given
    given = Consent(
        draft_id=draft.id,
        words=words,
        how="portal",
        taken_by=current_actor().account_id,
        given_at=now(),
    )
    db.session.add(given)
    _saved(draft, "consent")
    return given


def consent_of(draft: Draft) -> Consent | None:
    """The consent that was given in this application, if it was."""
    return db.session.scalar(
        select(Consent).where(Consent.draft_id == draft.id).order_by(Consent.id).limit(1)
    )


def discard(draft_id: int) -> None:
    """Throw an application away that was never submitted."""
    draft = locked(draft_id)
    draft.discarded_at = now()
    record("applications:draft:discard", subject=("draft", draft.id), old={"service": draft.service})


def _saved(draft: Draft, page: str) -> None:
    draft.saved_at = now()
    db.session.flush()
    # The journal says that a page was saved, never what a person wrote before submitting it.
    record("applications:draft:save", subject=("draft", draft.id), new={"page": page})
