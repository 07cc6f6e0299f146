"""The filled-in application becomes a case: everything is looked at once more, then it is submitted, once."""

from __future__ import annotations

from sqlalchemy import select

from accounts.models import Account, Mandate, Office, Specialty
from accounts.office_tree import nearest_above
from accounts.queries import active_mandates, today
from accounts.services import opening
from applications import questions
from applications.actions import submission
from applications.actions.submission import Declaration, Entry, Person, Wishes
from applications.draft_reading import Filling, covers, filling
from applications.models import Case, Draft
from applications.questions import Page
from applications.request_declaration import takes_typed
from core.clock import now
from core.database import db
from core.holding import held
from core.languages import _l
from core.refusals import NotFound, Refusal
from core.settings import Settings
from gateways.doors import doors
from regulations.catalogue import InForce
from regulations.kinds import ChannelId
from regulations.model import Edition


def submit(draft_id: int, author: Account, declared: str, language: str, settings: Settings) -> Case:
    """Submit an application that is complete, by its author's typed declaration; sent twice, it is one case."""
    held = whole_draft(draft_id, author, Declaration(declared, "typed"), language, settings)
    if isinstance(held, Case):
        return held
    demand_typed(held)
    return submission.submit_draft(draft_id, held)


def whole_draft(
    draft_id: int, author: Account, declaration: Declaration, language: str, settings: Settings
) -> Entry | Case:
    """A draft, locked, that is complete and may be submitted now; the case where it was submitted already."""
    draft = held(Draft, draft_id)
    if draft.discarded_at is not None:
        raise NotFound
    if draft.submitted_at is not None:
        return db.session.scalars(select(Case).where(Case.draft_id == draft.id)).one()
    principal = db.session.get_one(Account, draft.principal_id)
    mandate = _mandate(draft, author, principal)
    filled = filling(draft, principal, sees_registers=author.proven and principal.proven)
    _whole(filled)
    edition = _in_force(filled, settings)
    return _entry(filled, edition, author, mandate, declaration, language)


def demand_typed(entry: Entry) -> None:
    """Refuse a typed declaration where the office wants a signature."""
    if not takes_typed(entry.office.id, entry.service, doors().signatures):
        raise Refusal(
            _l("At this office a request is signed with an electronic signature."),
            next_step=_l(
                "Go back to the page “Check your answers and submit” and sign; all answers are kept."
            ),
        )


def _mandate(draft: Draft, author: Account, principal: Account) -> Mandate | None:
    """By which document the author acts now; none is needed for oneself."""
    if author.id == principal.id:
        return None
    found = next(
        (
            held
            for held in active_mandates(author.id, now())
            if held.principal_id == principal.id and covers(held, draft.service)
        ),
        None,
    )
    if found is None:
        raise NotFound
    return found


def _whole(filled: Filling) -> None:
    if not filled.to_do:
        return
    missing = ", ".join(f"“{questions.TITLES[page]}”" for page in filled.to_do)
    raise Refusal(
        _l("The application is not complete yet: %(pages)s.", pages=missing),
        next_step=_l("Open the application and answer what is missing; all that was answered is kept."),
    )


def _in_force(filled: Filling, settings: Settings) -> Edition:
    """The text under which the service is open at the office today; another one than the form's is refused."""
    assert filled.office is not None
    office = filled.office
    standing = opening(filled.draft.service, office.id, today(office.zone), settings).standing
    if isinstance(standing, InForce) and standing.edition.id == filled.draft.edition_id:
        return standing.edition
    raise Refusal(
        _l("The service is no longer open at this office under the rules by which this form was begun."),
        next_step=_l("Choose the office again: the page says where the service is open, and by which rules."),
    )


def _entry(
    filled: Filling,
    edition: Edition,
    author: Account,
    mandate: Mandate | None,
    declaration: Declaration,
    language: str,
) -> Entry:
    draft, principal, office = filled.draft, filled.principal, filled.office
    assert office is not None
    contact = filled.answer(Page.CONTACT)
    return Entry(
        service=draft.service,
        edition=edition,
        procedure=filled.track or draft.procedure,
        channel=ChannelId(draft.channel),
        office=office,
        committee=committee_of(office) if edition.two_level else None,
        person=Person(
            kind=principal.kind,
            name=principal.name,
            iin=principal.iin,
            bin=principal.bin,
            email=contact.get("email", ""),
            phone=contact.get("phone", ""),
            address=contact.get("address", ""),
            checked=filled.checked,
            account_id=principal.id,
        ),
        wishes=_wishes(filled),
        declaration=declaration,
        language=language,
        agent=author if mandate else None,
        mandate_id=mandate.id if mandate else None,
        draft=draft,
    )


def _wishes(filled: Filling) -> Wishes:
    chosen = filled.answer(Page.SPECIALTY) or filled.answer(Page.EXAMINATION)
    specialty = db.session.get(Specialty, chosen["specialty"]) if chosen else None
    languages = filled.answer(Page.LANGUAGES)
    asked = filled.answer(Page.ACCOMMODATIONS)
    return Wishes(
        specialty_id=specialty.id if specialty else None,
        category=filled.answer(Page.CATEGORY).get("category"),
        examination_kind=specialty.branch if specialty and Page.EXAMINATION in filled.pages else None,
        activity=filled.answer(Page.ACTIVITY).get("activity"),
        test_language=languages.get("test"),
        interview_language=languages.get("interview"),
        accommodations=tuple(asked.get("kinds", ())),
        accommodation_wish=asked.get("wish", ""),
        evidence_id=asked.get("evidence"),
    )


def committee_of(office: Office) -> Office:
    """The Committee above a territorial department; a service of two levels cannot be given without it."""
    above = nearest_above(office, "committee")
    if above is None:
        raise Refusal(
            _l(
                "It is not recorded under which Committee this office stands, so it cannot take this application."
            ),
            next_step=_l("Choose another office, or tell the office; your answers are kept."),
        )
    return above
