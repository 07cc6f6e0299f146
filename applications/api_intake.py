"""An application of another system, read: what the schema lets through, held against the text and the office's list.

What does not fit is refused with all names of what is wrong at once; registers are not asked on this way, so the data
of the person stay as the other system gave them.
"""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app
from sqlalchemy import select

from accounts.identifiers import WrongNumber, read_bin, read_iin
from accounts.models import Office, Specialty
from accounts.office_tree import nearest_above
from accounts.queries import person_by_identifier, today
from accounts.services import edition_for, gives
from accounts.token_door import Caller
from applications import questions
from applications.actions.submission import Declaration, Entry, Person, Wishes, submit
from applications.api_access import office_for
from applications.draft_reading import listed_documents
from applications.models import Case, CaseDocument
from applications.questions import Page
from core.clock import now
from core.database import db
from core.files import store_file
from core.languages import _l
from core.refusals import Refusal
from regulations.kinds import FRONT_OFFICES, PORTALS, ChannelId
from regulations.model import Edition
from regulations.setting_values import DocumentItem

Body = Mapping[str, Any]

# Which fields answer which question; a field that nobody asked for is refused like one that is missing.
_ANSWERS: tuple[tuple[str, frozenset[Page]], ...] = (
    ("specialty", frozenset({Page.SPECIALTY, Page.EXAMINATION})),
    ("category", frozenset({Page.CATEGORY})),
    ("activity", frozenset({Page.ACTIVITY})),
    ("test_language", frozenset({Page.LANGUAGES})),
)


class WrongFields(Refusal):
    """Fields that are missing, unknown or do not fit together; all of them at once."""

    def __init__(self, fields: Sequence[str]) -> None:
        named = ", ".join(sorted(set(fields)))
        super().__init__(
            _l("Some fields are missing, wrong or do not fit this service: %(fields)s.", fields=named),
            next_step=_l("Mend these fields and send the request again; nothing was done."),
            status=422,
        )


def take_in(body: Body, caller: Caller) -> Case:
    """Submit what another system sends for an applicant."""
    office = office_for(caller, body["office"])
    if office is None or not gives(office, body["service"]):
        raise WrongFields(["office"])
    edition = _edition(body["service"], office)
    wrong = _misfits(body, edition)
    specialty = _specialty(body.get("specialty"))
    if body.get("specialty") and specialty is None:
        wrong.append("specialty")
    if wrong:
        raise WrongFields(wrong)
    entry = Entry(
        service=edition.service,
        edition=edition,
        procedure=body["procedure"],
        channel=ChannelId(body["channel"]),
        office=office,
        committee=_committee(office) if edition.two_level else None,
        person=_person(body["person"]),
        wishes=_wishes(body, edition, specialty),
        declaration=Declaration(body["declaration"]["name"], body["declaration"]["how"]),
        language=body["language"],
    )
    return submit(entry, _documents(body, office, edition))


def _edition(service: str, office: Office) -> Edition:
    settings = current_app.extensions["synaq.settings"]
    edition = edition_for(service, office.id, today(office.zone), settings)
    if edition is None:
        raise Refusal(_l("The service is not open at this office now."))
    return edition


def _misfits(body: Body, edition: Edition) -> list[str]:
    """The names of what the text does not know, asks for and misses, or did not ask for."""
    pages = questions.pages_of(edition, body["person"]["kind"])
    wrong = [name for name, asking in _ANSWERS if bool(body.get(name)) != bool(asking & set(pages))]
    if all(found.id != body["procedure"] for found in edition.procedures):
        wrong.append("procedure")
    known = {found.id for found in edition.channels if not found.pre_registration_only} - FRONT_OFFICES
    if ChannelId(body["channel"]) not in known:
        wrong.append("channel")
    if bool(body.get("interview_language")) != (Page.LANGUAGES in pages and questions.has_interview(edition)):
        wrong.append("interview_language")
    if (body.get("accommodations") or body.get("accommodation_wish")) and Page.ACCOMMODATIONS not in pages:
        wrong.append("accommodations")
    return wrong + _wrong_numbers(body["person"], edition)


def _wrong_numbers(person: Body, edition: Edition) -> list[str]:
    kind = person["kind"]
    if not questions.takes(edition, kind):
        return ["person.kind"]
    own, other = ("bin", "iin") if kind == "organisation" else ("iin", "bin")
    wrong = [f"person.{other}"] if person.get(other) else []
    try:
        if own == "iin":
            read_iin(person.get("iin") or "", today())
        else:
            read_bin(person.get("bin") or "")
    except WrongNumber:
        wrong.append(f"person.{own}")
    return wrong


def _specialty(code: str | None) -> Specialty | None:
    if not code:
        return None
    return db.session.scalar(select(Specialty).where(Specialty.code == code, Specialty.closed_on.is_(None)))


def _person(told: Body) -> Person:
    holder = person_by_identifier(told.get("iin") or told.get("bin") or "")
    return Person(
        kind=told["kind"],
        name=told["name"],
        iin=told.get("iin"),
        bin=told.get("bin"),
        email=told.get("email", ""),
        phone=told.get("phone", ""),
        address=told.get("address", ""),
        account_id=holder.id if holder else None,
    )


def _wishes(body: Body, edition: Edition, specialty: Specialty | None) -> Wishes:
    examined = Page.EXAMINATION in questions.pages_of(edition, body["person"]["kind"])
    return Wishes(
        specialty_id=specialty.id if specialty else None,
        category=body.get("category"),
        examination_kind=specialty.branch if specialty and examined else None,
        activity=body.get("activity"),
        test_language=body.get("test_language"),
        interview_language=body.get("interview_language"),
        accommodations=tuple(body.get("accommodations", ())),
        accommodation_wish=body.get("accommodation_wish", ""),
    )


def _committee(office: Office) -> Office:
    above = nearest_above(office, "committee")
    if above is None:
        raise WrongFields(["office"])
    return above


def _documents(body: Body, office: Office, edition: Edition) -> list[CaseDocument]:
    """Each document against an item of the office's list; on a portal the required ones must all be there."""
    listed = {item.id: item for item in listed_documents(office, edition, body["procedure"])}
    sent: Sequence[Body] = body["documents"]
    wrong = [f"documents.{at}.item" for at, told in enumerate(sent) if told["item"] not in listed]
    wrong += [f"documents.{at}" for at, told in enumerate(sent) if bool(told.get("file")) == told["on_paper"]]
    if ChannelId(body["channel"]) in PORTALS:
        brought = {told["item"] for told in sent}
        if any(item.required and item.id not in brought for item in listed.values()):
            wrong.append("documents")
    if wrong:
        raise WrongFields(wrong)
    return [_document(told, listed[told["item"]], f"documents.{at}.file") for at, told in enumerate(sent)]


def _document(told: Body, item: DocumentItem, where: str) -> CaseDocument:
    file = told.get("file")
    stored = store_file(io.BytesIO(_content(file["content"], where)), file["name"]) if file else None
    return CaseDocument(
        item=item.id,
        title={code: item.name.in_(code) for code in ("kk", "ru", "en")},
        file_id=stored.id if stored else None,
        on_paper=told["on_paper"],
        added_at=now(),
    )


def _content(text: str, where: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise WrongFields([where]) from None
