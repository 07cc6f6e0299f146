"""Enters the demo's applications, each for somebody else, by the way they come in: portal, chancery, service centre."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from sqlalchemy import select

from accounts.demo import make_bin, make_iin, read
from accounts.models import Account, Office, Specialty
from accounts.roles import Role
from applications import questions
from applications.actions import front_office
from applications.actions.submission import Declaration, Entry, Person, Wishes, submit
from applications.demo_plan import FRESH, REFUSED, Planned
from applications.demo_steps import at_clinic, bring, whose
from applications.draft_reading import listed_documents
from applications.models import Case, CaseDocument
from applications.questions import Page
from core.actor import SYSTEM, acting
from core.clock import now
from core.database import db
from core.files import store_file
from core.models import StoredFile
from core.paper_example import EXAMPLE_FACTS
from core.pdf import render_pdf
from regulations.catalogue import catalogue
from regulations.kinds import FRONT_OFFICES, PORTALS, ChannelId
from regulations.model import Edition

_LANGUAGE = ("kk", "ru", "kk")


class Filler:
    """Enters applications one after the other, each for somebody else."""

    def __init__(self, first: int = 0) -> None:
        self.people = people()
        self.companies = [read("applicants")["organisation"], *read("organisations")]
        self.number = count(first)
        self.scan: StoredFile | None = None

    def fill_fresh(self, planned: Planned) -> None:
        """The same application, come in just now from the next person."""
        self.fill(replace(planned, ago=0, goal=FRESH, applicant=None))

    def enter(self, planned: Planned) -> Case:
        """The application, handed in; nobody has done anything about it yet."""
        edition = catalogue().newest(planned.service)
        office = db.session.scalars(select(Office).where(Office.code == planned.office)).one()
        return self._submit(planned, edition, office, ChannelId(planned.channel or _first_channel(edition)))

    def fill(self, planned: Planned) -> Case:
        """The application, brought to where it was planned; whom to refuse, to where that is done."""
        case = self.enter(planned)
        if planned.service != "clinic-attachment":
            bring(case, planned.goal)
        elif planned.goal < REFUSED:
            at_clinic(case, planned.goal)
        return case

    def _submit(self, planned: Planned, edition: Edition, office: Office, channel: ChannelId) -> Case:
        number = next(self.number) if planned.applicant is None else planned.applicant
        kind = "person" if "iin" in edition.identified_by else "organisation"
        person = self._person(kind, number)
        procedure = planned.procedure or edition.procedures[0].id
        centre = _centre_of(office) if channel in FRONT_OFFICES else None
        entry = Entry(
            service=edition.service,
            edition=edition,
            procedure=procedure,
            channel=channel,
            office=office,
            front_office=centre,
            committee=db.session.get(Office, office.parent_id) if edition.two_level else None,
            person=person,
            wishes=_wishes(edition, kind, number, planned.specialty),
            declaration=Declaration(person.name, "typed" if channel in PORTALS else "on_paper"),
            language=_LANGUAGE[number % len(_LANGUAGE)],
        )
        listed = listed_documents(office, edition, procedure)
        if centre is not None:
            return _at_counter(entry, centre)
        with acting(SYSTEM if channel in PORTALS else whose(office, _taker(office))):
            scan = self._scan() if channel in PORTALS else None
            documents = [
                CaseDocument(
                    item=item.id,
                    title={code: item.name.in_(code) for code in ("kk", "ru", "en")},
                    on_paper=scan is None,
                    file_id=scan.id if scan else None,
                    added_at=now(),
                )
                for item in listed
            ]
            return submit(entry, documents)

    def _person(self, kind: str, number: int) -> Person:
        if kind == "organisation":
            told = self.companies[number % len(self.companies)]
            name, digits = told["name"], make_bin(told["registered"])
            holder = db.session.scalar(select(Account).where(Account.bin == digits))
            return Person(
                kind,
                name,
                bin=digits,
                email="centre@company.example",
                account_id=holder.id if holder else None,
            )
        name, digits, holder_id = self.people[number % len(self.people)]
        return Person(
            kind,
            name,
            iin=digits,
            email=f"person{number}@mail.example",
            phone=f"+7 701 000 01 {number:02}",
            address="Көкшетау, Абай көшесі, 1",
            account_id=holder_id,
        )

    def _scan(self) -> StoredFile:
        """One specimen page stands for every document that came through a portal."""
        if self.scan is None:
            pdf = render_pdf("core/example", EXAMPLE_FACTS, specimen=True)
            self.scan = store_file(io.BytesIO(pdf), "үлгі-құжат.pdf")
        return self.scan


def people() -> list[tuple[str, str, int | None]]:
    """The proven applicants of the demo, then others who have no account: names of their own, not of its officials."""
    proven = select(Account).where(Account.kind == "person", Account.proven_at.is_not(None))
    found: list[tuple[str, str, int | None]] = [
        (account.name, account.iin or "", account.id)
        for account in db.session.scalars(proven.order_by(Account.id))
    ]
    listed = read("candidates")
    for number, person in enumerate([*listed, *_mixed(listed)], start=800):
        parts = (person["surname"], person["given_name"], person["patronymic"])
        found.append((" ".join(part for part in parts if part), make_iin(person, number), None))
    return found


def _mixed(listed: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """The same names in other company: each surname with the given names of others of its sex and its tongue."""
    kin: dict[tuple[str, bool], list[dict[str, str]]] = {}
    for person in listed:
        kin.setdefault((person["sex"], person["patronymic"].endswith(("ұлы", "қызы"))), []).append(person)
    for round_ in range(1, max(len(group) for group in kin.values())):
        for group in kin.values():
            for number, person in enumerate(group if round_ < len(group) else ()):
                given, father = (
                    group[(number + round_) % len(group)],
                    group[(number + 2 * round_) % len(group)],
                )
                yield person | {
                    "given_name": given["given_name"],
                    "patronymic": father["patronymic"],
                    "born": given["born"],
                }


def _first_channel(edition: Edition) -> str:
    return next(found.id.value for found in edition.channels if not found.pre_registration_only)


def _wishes(edition: Edition, kind: str, number: int, code: str) -> Wishes:
    pages = questions.pages_of(edition, kind)
    branch = "forensic-medical" if Page.EXAMINATION in pages else "medical"
    specialty = None
    if {Page.SPECIALTY, Page.EXAMINATION} & set(pages):
        listed = db.session.scalars(
            select(Specialty).where(Specialty.branch == branch).order_by(Specialty.code)
        ).all()
        specialty = next((one for one in listed if one.code == code), listed[number % len(listed)])
    tested = Page.LANGUAGES in pages
    return Wishes(
        specialty_id=specialty.id if specialty else None,
        category="first" if Page.CATEGORY in pages else None,
        examination_kind=branch if Page.EXAMINATION in pages else None,
        activity="Көкшетау қ., Абай көшесі, 1" if Page.ACTIVITY in pages else None,
        test_language=_LANGUAGE[number % 3] if tested else None,
        interview_language="kk" if tested and questions.has_interview(edition) else None,
        accommodations=("large_type",) if Page.ACCOMMODATIONS in pages and number % 9 == 2 else (),
    )


def _centre_of(office: Office) -> Office:
    """The service centre of the same oblast."""
    code = f"SC-{office.code.removeprefix('HD-')}"
    return db.session.scalars(select(Office).where(Office.code == code)).one()


def _taker(office: Office) -> tuple[str, ...]:
    return (Role.STATISTICS_SPECIALIST,) if office.kind == "clinic" else (Role.CHANCERY_CLERK,)


def _at_counter(entry: Entry, centre: Office) -> Case:
    """A set on paper, taken whole by the inspector, with the consent."""
    listed = listed_documents(entry.office, entry.edition, entry.procedure)
    with acting(whose(centre, (Role.CENTRE_INSPECTOR,))):
        case = front_office.accept(entry, listed, frozenset(item.id for item in listed))
        front_office.take_consent(case.id, None)
        return case
