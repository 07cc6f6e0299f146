"""A draft as its pages show it: which questions it has, which are answered and how, and what is still missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import select

from accounts.models import Account, Mandate, Office, OfficeSetting, Specialty
from accounts.office_tree import all_offices
from accounts.queries import today
from accounts.services import CLOSED, EDITION, OPENED_BY, gives, opening
from applications import office_rules, questions
from applications.actions import drafting, lookups
from applications.consent_words import CONSENT
from applications.models import CaseDocument, Consent, Draft, Lookup
from applications.questions import Page
from core.database import db
from core.languages import NAMES, Text, _, current_language, short_moment
from core.settings import Settings
from core.sorting import sort_key
from regulations.catalogue import InForce, NotInForce, catalogue
from regulations.kinds import SettingType
from regulations.model import DeclaredSetting, Edition
from regulations.naming import sentence
from regulations.setting_values import DocumentItem, ValueFault, read_value

COUNTRY_ZONE = "Asia/Almaty"


@dataclass(slots=True)
class Filling:
    """One draft with all that its pages need, read once."""

    draft: Draft
    edition: Edition
    principal: Account
    sees_registers: bool
    office: Office | None
    listed: tuple[DocumentItem, ...]
    documents: Sequence[CaseDocument]
    consent: Consent | None
    lookup: Lookup | None
    pages: tuple[Page, ...] = field(default=())

    @property
    def answers(self) -> dict[str, Any]:
        return dict(self.draft.answers)

    def answer(self, page: Page) -> dict[str, Any]:
        """What was saved on a page; empty while nothing was."""
        return dict(self.answers.get(page.value) or {})

    def files_of(self, item: str) -> list[CaseDocument]:
        return [document for document in self.documents if document.item == item]

    @property
    def door(self) -> str | None:
        """The register that the text asks about this applicant."""
        return questions.register_of(self.edition, self.principal.kind)

    def is_done(self, page: Page) -> bool:
        """Whether this page leaves nothing to be done."""
        if page is Page.DOCUMENTS:
            return bool(self.listed) and not self.documents_missing
        if page is Page.CONSENT:
            return self.consent is not None
        if page is Page.DATA:
            return self.data_settled
        if page is Page.CARGO:
            return bool(self.answer(page)) and self.track is not None
        return bool(self.answer(page))

    @property
    def documents_missing(self) -> list[DocumentItem]:
        return [item for item in self.listed if item.required and not self.files_of(item.id)]

    @property
    def data_settled(self) -> bool:
        """Confirmed; or nobody may ask on this account's word; or this installation has no such door."""
        if not self.sees_registers:
            return self.consent is not None
        if self.lookup is not None:
            return self.lookup.state == "found"
        return bool(self.answer(Page.DATA).get("by_hand"))

    @property
    def track(self) -> str | None:
        """The procedure to which the office assigns the chosen cargo; None while it has not decided."""
        cargo = self.answer(Page.CARGO).get("cargo")
        if cargo is None or self.office is None:
            return None
        decided = office_rules.decided(self.office.id, self.edition, questions.track_key(cargo))
        return decided if decided in {procedure.id for procedure in self.edition.procedures} else None

    @property
    def to_do(self) -> list[Page]:
        return [page for page in self.pages if not self.is_done(page)]

    def after(self, page: Page) -> Page | None:
        """The next page that still wants an answer, looking on from this one first."""
        at = self.pages.index(page)
        return next((p for p in (*self.pages[at + 1 :], *self.pages[:at]) if not self.is_done(p)), None)

    @property
    def checked(self) -> str:
        """How the applicant's data are known, as the case will have it."""
        if self.door is None or not self.sees_registers:
            return "not_asked"
        if self.lookup is not None and self.lookup.state == "found":
            return "confirmed"
        return "by_hand"


def covers(mandate: Mandate, service: str) -> bool:
    """Whether a mandate reaches this service; one that names none reaches all."""
    return not mandate.services or service in mandate.services


def filling(draft: Draft, principal: Account, *, sees_registers: bool) -> Filling:
    """Read a draft with its office's list of documents and everything attached."""
    edition = catalogue().edition(draft.edition_id)
    office = db.session.get(Office, draft.office_id) if draft.office_id else None
    return Filling(
        draft=draft,
        edition=edition,
        principal=principal,
        sees_registers=sees_registers,
        office=office,
        listed=listed_documents(office, edition, draft.procedure) if office else (),
        documents=db.session.scalars(
            select(CaseDocument)
            .where(CaseDocument.draft_id == draft.id, CaseDocument.removed_at.is_(None))
            .order_by(CaseDocument.id)
        ).all(),
        consent=drafting.consent_of(draft),
        lookup=lookups.latest(draft),
        pages=questions.pages_of(edition, principal.kind),
    )


def document_setting(edition: Edition, procedure: str) -> DeclaredSetting | None:
    """The declared setting that holds the list of documents of a procedure."""
    return next(
        (
            setting
            for setting in edition.settings
            if setting.type is SettingType.DOCUMENTS and setting.procedure in (None, procedure)
        ),
        None,
    )


def listed_documents(office: Office, edition: Edition, procedure: str) -> tuple[DocumentItem, ...]:
    """What the office asks for; nothing while it has decided nothing."""
    declared = document_setting(edition, procedure)
    stored = office_rules.decided(office.id, edition, declared.key) if declared else None
    if declared is None or stored is None:
        return ()
    try:
        return cast(tuple[DocumentItem, ...], read_value(declared, stored))
    except ValueFault:
        return ()


@dataclass(frozen=True, slots=True)
class Choice:
    """An office to which one may apply, or why not."""

    office: Office
    standing: InForce | NotInForce

    @property
    def why_not(self) -> str:
        if isinstance(self.standing, InForce):
            return ""
        return sentence("not_open", self.standing.why.value).in_(current_language())


def offices_for(service: str, settings: Settings) -> list[Choice]:
    """The offices that give a service, in the order of the reader's alphabet; each open, or with the reason why not."""
    giving = sorted(
        (office for office in all_offices(closed=False) if gives(office, service)),
        key=lambda office: sort_key(office.name),
    )
    alike: dict[date, InForce | NotInForce] = {}
    decided = _somebody_decided(service)
    found = []
    for office in giving:
        day = today(office.zone)
        standing = alike.get(day)
        if standing is None or decided:
            standing = alike[day] = opening(service, office.id, day, settings).standing
        found.append(Choice(office, standing))
    return found


def _somebody_decided(service: str) -> bool:
    """Whether any office has decided on the service's opening; where none has, all stand alike and one is asked."""
    query = select(OfficeSetting.id).where(
        OfficeSetting.key.in_((OPENED_BY, EDITION, CLOSED)), OfficeSetting.service.in_(("", service))
    )
    return db.session.scalar(query.limit(1)) is not None


def specialties_for(service: str) -> list[Specialty]:
    """The specialties of the list that a service can be asked in, in the order of the alphabet."""
    forensic = service.startswith("forensic")
    query = select(Specialty).where(Specialty.closed_on.is_(None))
    chosen = [one for one in db.session.scalars(query) if (one.branch in questions.FORENSIC) is forensic]
    return sorted(chosen, key=lambda one: sort_key(one.name))


def answer_words(filled: Filling, page: Page) -> str:
    """The answer of a page as the page that checks all answers shows it; empty while there is none."""
    if page is Page.DOCUMENTS:
        return "; ".join(
            f"{item.name.in_(current_language())} ({len(filled.files_of(item.id))})"
            for item in filled.listed
            if filled.files_of(item.id)
        )
    if page is Page.CONSENT:
        given = filled.consent
        return _("Given on %(moment)s", moment=short_moment(given.given_at, COUNTRY_ZONE)) if given else ""
    if page is Page.DATA:
        return data_words(filled)
    answer = filled.answer(page)
    return _SAYING[page](filled, answer) if answer else ""


def data_words(filled: Filling) -> str:
    """How the applicant's data stand, in a few words."""
    if not filled.sees_registers:
        return _("Not asked: the account has not been identified") if filled.consent else ""
    states: dict[str, Text] = {
        "waiting": _("Waits for the register's answer"),
        "found": _("Confirmed by the register"),
        "not_found": _("Not found in the register"),
        "differs": _("The register has other data"),
        "unanswered": _("The register did not answer"),
    }
    if filled.lookup is not None:
        return str(states[filled.lookup.state])
    return _("Entered by hand: the register is not connected") if filled.data_settled else ""


def _specialty(_filled: Filling, answer: dict[str, Any]) -> str:
    found = db.session.get(Specialty, answer.get("specialty"))
    return found.name if found else ""


def _procedure(filled: Filling, _answer: dict[str, Any]) -> str:
    return filled.edition.procedure(filled.draft.procedure).title.in_(current_language())


def _languages(_filled: Filling, answer: dict[str, Any]) -> str:
    told = []
    if answer.get("test"):
        told.append(_("Test: %(language)s", language=NAMES[answer["test"]][1]))
    if answer.get("interview"):
        told.append(_("Interview: %(language)s", language=NAMES[answer["interview"]][1]))
    return "; ".join(told)


def _accommodations(_filled: Filling, answer: dict[str, Any]) -> str:
    kinds = [str(questions.ACCOMMODATIONS[kind]) for kind in answer.get("kinds", ())]
    told = [*kinds, *([answer["wish"]] if answer.get("wish") else [])]
    if answer.get("evidence"):
        told.append(_("evidence attached"))
    return "; ".join(told) or _("Nothing")


_SAYING: dict[Page, Callable[[Filling, dict[str, Any]], str]] = {
    Page.OFFICE: lambda filled, _answer: filled.office.name if filled.office else "",
    Page.PROCEDURE: _procedure,
    Page.CARGO: lambda _filled, answer: str(questions.CARGOES[answer["cargo"]]),
    Page.SPECIALTY: _specialty,
    Page.CATEGORY: lambda _filled, answer: str(questions.CATEGORIES[answer["category"]]),
    Page.EXAMINATION: _specialty,
    Page.ACTIVITY: lambda _filled, answer: str(answer["activity"]),
    Page.LANGUAGES: _languages,
    Page.ACCOMMODATIONS: _accommodations,
    Page.CONTACT: lambda _filled, answer: ", ".join(
        part for part in (answer.get("email"), answer.get("phone"), answer.get("address")) if part
    ),
}


def consent_words() -> str:
    """The words of the consent in the reader's language."""
    return CONSENT.in_(current_language())
