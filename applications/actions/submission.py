"""An application comes in: once, however often it is sent."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from accounts.models import Account, Office, Specialty
from accounts.queries import today
from applications import notices, office_rules, paper_parts, questions
from applications.actions import course
from applications.models import Accommodation, Case, CaseDocument, CasePerson, Consent, Draft, Lookup
from applications.request import Asked, request_digest, request_text
from applications.terms import office_time, total_due
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held
from core.languages import Text, _l
from core.models import StoredFile
from core.numbering import next_number
from core.refusals import NotFound, Refusal
from core.sorting import fold
from regulations.kinds import FRONT_OFFICES, PORTALS, ChannelId, Need
from regulations.model import Edition
from regulations.setting_values import DocumentItem
from regulations.verbs import Verb

# Within this time the same entry at a counter is a double click, not a second application.
SECOND_CLICK = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Person:
    """For whom an application is, as they named themselves."""

    kind: str
    name: str
    iin: str | None = None
    bin: str | None = None
    email: str = ""
    phone: str = ""
    address: str = ""
    checked: str = "not_asked"
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked for besides the service itself."""

    specialty_id: int | None = None
    category: str | None = None
    examination_kind: str | None = None
    activity: str | None = None
    test_language: str | None = None
    interview_language: str | None = None
    accommodations: tuple[str, ...] = ()
    accommodation_wish: str = ""
    evidence_id: int | None = None


@dataclass(frozen=True, slots=True)
class Declaration:
    """Who stands for the request, and how: typed in the cabinet, signed on paper, or signed by key."""

    name: str
    how: str  # typed | on_paper | signed


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything of one application, from whatever channel."""

    service: str
    edition: Edition
    procedure: str
    channel: ChannelId
    office: Office
    person: Person
    wishes: Wishes
    declaration: Declaration
    language: str
    agent: Account | None = None
    mandate_id: int | None = None
    front_office: Office | None = None
    committee: Office | None = None
    draft: Draft | None = None
    # When the text was made that was signed; else it is made now.
    made: datetime | None = None


def submit_draft(draft_id: int, entry: Entry) -> Case:
    """Submit a draft. A double click, a second tab or a replayed form finds the case that the first one made."""
    draft = held(Draft, draft_id)
    if draft.discarded_at is not None:
        raise NotFound
    if draft.submitted_at is not None:
        return db.session.scalars(select(Case).where(Case.draft_id == draft.id)).one()
    _demand_consent(draft)
    case = _open(entry, list(_documents(draft)))
    draft.submitted_at = now()
    for table in (CaseDocument, Lookup):
        db.session.execute(update(table).where(table.draft_id == draft.id).values(case_id=case.id))
    return case


def submit(entry: Entry, documents: list[CaseDocument]) -> Case:
    """Enter an application that came on paper, through a front office or from another system."""
    case = _open(entry, documents)
    for document in documents:
        document.case_id = case.id
        db.session.add(document)
    db.session.flush()
    return case


def just_entered(entry: Entry, counter_id: int) -> Case | None:
    """The case that the same person at the counter entered a moment ago for the same applicant: a second click.

    Whoever enters at the same office at the same time waits here, and then sees the first one's case.
    """
    held(Office, counter_id, pointed_at=True)
    return db.session.scalar(
        select(Case)
        .join(CasePerson)
        .where(
            Case.service == entry.service,
            Case.procedure == entry.procedure,
            Case.office_id == entry.office.id,
            Case.entered_by == current_actor().account_id,
            Case.submitted_at >= now() - SECOND_CLICK,
            Case.ended_at.is_(None),
            CasePerson.iin == entry.person.iin if entry.person.iin else CasePerson.bin == entry.person.bin,
            CasePerson.name == entry.person.name,
        )
        .limit(1)
    )


def on_paper(item: DocumentItem) -> CaseDocument:
    """A document of the office's list that lies on the desk; whoever enters it has seen it."""
    return CaseDocument(
        item=item.id,
        title=paper_parts.three(item.name),
        on_paper=True,
        added_by=current_actor().account_id,
        added_at=now(),
        state="waiting",
    )


def request_of(entry: Entry) -> Asked:
    """What a draft asks for, as it would be submitted now."""
    assert entry.draft is not None
    return _asked(entry, _documents(entry.draft))


def _demand_consent(draft: Draft) -> None:
    given = db.session.scalar(select(Consent.id).where(Consent.draft_id == draft.id).limit(1))
    if given is None:
        raise Refusal(
            _l("Your consent to the use of protected data is missing."),
            next_step=_l("Go back to the page “Consent”, read it and agree, or take the application back."),
        )


def _documents(draft: Draft) -> list[CaseDocument]:
    return list(
        db.session.scalars(
            select(CaseDocument)
            .where(CaseDocument.draft_id == draft.id, CaseDocument.removed_at.is_(None))
            .order_by(CaseDocument.id)
        )
    )


def _open(entry: Entry, documents: list[CaseDocument]) -> Case:
    edition, office, moment = entry.edition, entry.office, now()
    if not questions.takes(edition, entry.person.kind):
        raise Refusal(not_for(edition), status=422)
    office_rules.demand(office.id, edition, Need.SUBMISSION, entry.procedure, entry.channel)
    asked = _asked(entry, documents)
    hours = office_time(office)
    agreed = office_rules.total_term(office.id, edition, entry.procedure)
    total = total_due(edition, entry.procedure, entry.channel, moment, hours, agreed)
    year = today(office.zone).year
    case = Case(
        public_id=secrets.token_hex(16),
        number=f"{office.code}-{year}-{next_number('case', office.id, year):06d}",
        draft_id=entry.draft.id if entry.draft else None,
        service=entry.service,
        edition_id=edition.id,
        procedure=entry.procedure,
        channel=entry.channel.value,
        came_by=_came_by(entry.channel),
        office_id=office.id,
        committee_id=entry.committee.id if entry.committee else None,
        front_office_id=entry.front_office.id if entry.front_office else None,
        applicant_id=entry.person.account_id,
        agent_id=entry.agent.id if entry.agent else None,
        mandate_id=entry.mandate_id,
        entered_by=current_actor().account_id,
        specialty_id=entry.wishes.specialty_id,
        category=entry.wishes.category,
        examination_kind=entry.wishes.examination_kind,
        activity=entry.wishes.activity,
        test_language=entry.wishes.test_language,
        interview_language=entry.wishes.interview_language,
        language=entry.language,
        request=request_text(asked),
        request_digest=request_digest(asked),
        declared_by=entry.declaration.name,
        declared_how=entry.declaration.how,
        place="new",
        gates=[],
        desk_role="applicant",
        submitted_at=moment,
        total_due_at=total.moment if total else None,
    )
    case.office, case.committee = office, entry.committee
    case.person = _person(entry.person)
    db.session.add(case)
    db.session.flush()
    if entry.wishes.accommodations or entry.wishes.accommodation_wish:
        db.session.add(_accommodation(case, entry.wishes))
    course.perform(
        case,
        Verb.SUBMIT,
        brings=course.With(
            new={"service": case.service, "edition": edition.id, "request": case.request_digest},
            personal={"name": entry.person.name, "iin": entry.person.iin, "bin": entry.person.bin},
        ),
    )
    notices.submitted(case)
    return case


def not_for(edition: Edition) -> Text:
    """Why this applicant cannot apply for the service: it is for the other kind."""
    if questions.takes(edition, "organisation"):
        return _l("Only an organisation applies for this service, not a person.")
    return _l("Only a person applies for this service, not an organisation.")


def _came_by(channel: ChannelId) -> str:
    if channel in PORTALS:
        return "portal"
    return "front_office" if channel in FRONT_OFFICES else "paper"


def _person(person: Person) -> CasePerson:
    return CasePerson(
        kind=person.kind,
        iin=person.iin,
        bin=person.bin,
        name=person.name,
        folded_name=fold(person.name),
        email=person.email,
        phone=person.phone,
        address=person.address,
        checked=person.checked,
    )


def _accommodation(case: Case, wishes: Wishes) -> Accommodation:
    return Accommodation(
        case_id=case.id,
        kinds=list(wishes.accommodations),
        wish=wishes.accommodation_wish,
        evidence_id=wishes.evidence_id,
    )


def _asked(entry: Entry, documents: list[CaseDocument]) -> Asked:
    specialty = db.session.get(Specialty, entry.wishes.specialty_id) if entry.wishes.specialty_id else None
    return Asked(
        service=entry.service,
        edition=entry.edition.id,
        procedure=entry.procedure,
        channel=entry.channel.value,
        office=entry.office.code,
        applicant={"kind": entry.person.kind, "iin": entry.person.iin, "bin": entry.person.bin,
                   "name": entry.person.name},
        agent={"iin": entry.agent.iin, "name": entry.agent.name} if entry.agent else None,
        specialty=specialty.code if specialty else None,
        category=entry.wishes.category,
        examination_kind=entry.wishes.examination_kind,
        activity=entry.wishes.activity,
        test_language=entry.wishes.test_language,
        interview_language=entry.wishes.interview_language,
        accommodations=sorted(entry.wishes.accommodations),
        documents=[_told(document) for document in documents],
        made=entry.made or now(),
    )  # fmt: skip


def _told(document: CaseDocument) -> dict[str, str]:
    file = db.session.get(StoredFile, document.file_id) if document.file_id else None
    return {"item": document.item, "digest": file.digest if file else "on paper"}
