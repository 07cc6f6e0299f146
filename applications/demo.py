"""Invented applications for the demo, so that each desk is alive: at several steps, some late, some refused.

Everything is done by the verbs that real people use, in the names of the demo's people, on days before today; a day's
work is committed as a day's work. Nothing of it comes near a production installation.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from sqlalchemy import select

from accounts.demo import NotForProduction, make_bin, make_iin, read
from accounts.models import Account, Office, RoleGrant, Specialty
from accounts.roles import Role
from applications import questions
from applications.actions import chancery, checking, clinic, course, front_office, payment
from applications.actions.checking import Motives
from applications.actions.submission import Declaration, Entry, Person, Wishes, submit
from applications.draft_reading import listed_documents
from applications.models import Accommodation, Case, CaseDocument
from applications.questions import Page
from core.actor import SYSTEM, Actor, acting
from core.clock import frozen, now
from core.database import db
from core.files import store_file
from core.models import StoredFile
from core.paper_example import EXAMPLE_FACTS
from core.pdf import render_pdf
from core.settings import Settings
from regulations.catalogue import catalogue
from regulations.kinds import FRONT_OFFICES, PORTALS, ChannelId, StepKind
from regulations.model import Edition
from regulations.places import parse

# How far a case has come, from fresh to ended.
FRESH, PAID, REGISTERED, ASSIGNED, HALF_CHECKED, ADMITTED, REFUSED = range(7)
# Taken back, and paid only then: the fee is owed back.
PAID_TOO_LATE = -1
_FAULT = {
    "kk": "Құжаттың мерзімі өтіп кеткен.",
    "ru": "Срок действия документа истёк.",
    "en": "The document has expired.",
}
_LANGUAGE = ("kk", "ru", "kk")


@dataclass(frozen=True, slots=True)
class Planned:
    """One invented application: what for, where, how many days ago, and how far it has come."""

    service: str
    office: str
    ago: int
    goal: int
    procedure: str = ""
    channel: str = ""
    specialty: str = ""
    # Which of the demo's applicants it is; else one after the other, most of whom have no account.
    applicant: int | None = None


PLAN: tuple[Planned, ...] = (
    *(Planned("specialist-certificate", "TD-AKM", ago, goal, channel=way) for ago, goal, way in (
        (20, REFUSED, "chancery"), (17, ADMITTED, "egov-portal"), (14, HALF_CHECKED, "chancery"),
        (12, ADMITTED, "chancery"), (9, ASSIGNED, "egov-portal"), (6, ASSIGNED, "chancery"),
        (5, REGISTERED, "egov-portal"), (3, REGISTERED, "chancery"), (2, REGISTERED, "chancery"),
        (1, FRESH, "egov-portal"), (0, FRESH, "chancery"), (0, FRESH, "egov-portal"))),
    *(Planned("specialist-certificate-with-category", "TD-AKM", ago, goal) for ago, goal in (
        (19, ADMITTED), (11, REFUSED), (8, HALF_CHECKED), (4, ASSIGNED), (1, FRESH))),
    *(Planned("organisation-accreditation", "TD-AKM", ago, goal) for ago, goal in (
        (15, ADMITTED), (7, ASSIGNED), (1, FRESH))),
    *(Planned("independent-expert-accreditation", "TD-AKM", ago, goal) for ago, goal in (
        (10, ASSIGNED), (2, REGISTERED))),
    *(Planned("forensic-expert-attestation", "TD-AKM", ago, goal) for ago, goal in (
        (13, ADMITTED), (3, REGISTERED))),
    Planned("forensic-expert-qualification", "TD-AKM", 4, ASSIGNED),
    # These were tested a fortnight ago and go on to the commission; the last one is of an applicant with a log-in.
    *(Planned("forensic-expert-qualification", "TD-AKM", 24, ADMITTED, specialty="FM-001", applicant=who)
      for who in (40, 41, 42, 43, 44, 0)),
    # These wait for a test; the demo's sittings take most of them.
    *(Planned("forensic-expert-qualification", "TD-AKM", 12, ADMITTED, specialty="FM-001") for _ in range(7)),
    Planned("organ-tissue-blood-licence", "COM", 6, ASSIGNED, "tissue_blood"),
    Planned("organ-tissue-blood-licence", "COM", 1, FRESH, "organ"),
    Planned("medical-licence", "HD-NKO", 8, PAID, "issue", "con"),
    Planned("medical-licence", "HD-NKO", 1, FRESH, "duplicate", "con"),
    Planned("medical-licence", "HD-NKO", 5, ASSIGNED, "issue", "chancery"),
    Planned("medical-licence", "HD-AKM", 7, ASSIGNED, "issue", "egov-portal"),
    Planned("pharmaceutical-licence", "HD-AKM", 6, REGISTERED, "issue"),
    Planned("pharmaceutical-licence", "HD-AKM", 2, FRESH, "reissue", applicant=0),
    Planned("pharmaceutical-licence", "HD-AKM", 3, PAID_TOO_LATE, "issue"),
    Planned("narcotics-licence", "HD-AKM", 9, REFUSED, "issue"),
    Planned("narcotics-licence", "HD-NKO", 2, PAID, "issue", "state-corporation"),
    Planned("rural-pharmacy-attestation", "HD-AKM", 12, HALF_CHECKED),
    Planned("rural-pharmacy-attestation", "HD-AKM", 3, REGISTERED),
    *(Planned("clinic-attachment", "CL-EKO-02", ago, goal) for ago, goal in (
        (5, ADMITTED), (2, REFUSED), (0, FRESH), (0, FRESH))),
    # These go on to their licences; the last one's refusal has still to be signed.
    *(Planned("medical-licence", "HD-AKM", ago, ADMITTED, "issue", "chancery") for ago in (12, 11, 10)),
    *(Planned("narcotics-licence", "HD-AKM", ago, ADMITTED, "issue", "chancery") for ago in (14, 13)),
    Planned("medical-licence", "HD-AKM", 4, REFUSED, "issue", "chancery"),
    # These go on to the external evaluation.
    *(Planned("organisation-accreditation", "TD-AKM", 0, ADMITTED) for _ in range(3)),
    # These go into orders, and one waits for one.
    *(Planned("organ-tissue-blood-licence", "COM", 0, ADMITTED, "tissue_blood") for _ in range(5)),
)  # fmt: skip


def fill_demo(settings: Settings) -> bool:
    """Fill in the demo's applications and commit; False where there are some already, or no people for them."""
    if settings.is_production:
        raise NotForProduction("demo data are not for production")
    known = db.session.scalar(select(Account.id).where(Account.login == "clerk"))
    if known is None or db.session.scalar(select(Case.id).limit(1)) is not None:
        return False
    today = now()
    filler = Filler()
    for planned in sorted(PLAN, key=lambda one: -one.ago):
        with frozen(_morning(today, planned.ago)):
            filler.fill(planned)
            db.session.commit()
    return True


def _morning(today: datetime, ago: int) -> datetime:
    """Eleven o'clock so many days ago, on a working day; today: the present moment."""
    if ago == 0:
        return today
    local = today.astimezone(ZoneInfo("Asia/Almaty")).replace(hour=11, minute=0, second=0, microsecond=0)
    day = local - timedelta(days=ago)
    return day - timedelta(days=max(0, day.weekday() - 4))


class Filler:
    """Enters applications one after the other, each for somebody else."""

    def __init__(self, first: int = 0) -> None:
        self.people = _people()
        self.number = count(first)
        self.scan: StoredFile | None = None

    def fill_fresh(self, planned: Planned) -> None:
        """The same application, come in just now from the next person."""
        self.fill(replace(planned, ago=0, goal=FRESH, applicant=None))

    def fill(self, planned: Planned) -> None:
        edition = catalogue().newest(planned.service)
        office = db.session.scalars(select(Office).where(Office.code == planned.office)).one()
        channel = ChannelId(planned.channel or _first_channel(edition))
        case = self._submit(planned, edition, office, channel)
        if planned.service == "clinic-attachment":
            _at_clinic(case, planned.goal)
        else:
            _bring(case, planned.goal)

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
        with acting(SYSTEM if channel in PORTALS else _whose(office, _taker(office))):
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
            name = read("applicants")["organisation"]["name"]
            digits = make_bin(read("applicants")["organisation"]["registered"])
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


def _people() -> list[tuple[str, str, int | None]]:
    """The proven applicants of the demo, then others who have no account: names of their own, not of its officials."""
    proven = select(Account).where(Account.kind == "person", Account.proven_at.is_not(None))
    found: list[tuple[str, str, int | None]] = [
        (account.name, account.iin or "", account.id)
        for account in db.session.scalars(proven.order_by(Account.id))
    ]
    for number, person in enumerate(read("candidates"), start=800):
        parts = (person["surname"], person["given_name"], person["patronymic"])
        found.append((" ".join(part for part in parts if part), make_iin(person, number), None))
    return found


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


def _whose(office: Office, roles: tuple[str, ...]) -> Actor:
    """Whoever of the demo's people holds one of these roles at the office."""
    row = db.session.execute(
        select(RoleGrant, Account)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(RoleGrant.office_id == office.id, RoleGrant.role.in_(roles))
        .order_by(RoleGrant.id)
    ).first()
    if row is None:
        raise LookupError(f"the demo has no {roles} at {office.code}")
    grant, account = row
    return Actor(account.id, grant.role, office.id, grant.id, account.name)


def _at_counter(entry: Entry, centre: Office) -> Case:
    """A set on paper, taken whole by the inspector, with the consent."""
    listed = listed_documents(entry.office, entry.edition, entry.procedure)
    with acting(_whose(centre, (Role.CENTRE_INSPECTOR,))):
        case = front_office.accept(entry, listed, frozenset(item.id for item in listed))
        front_office.take_consent(case.id, None)
        return case


def _at_clinic(case: Case, goal: int) -> None:
    with acting(_whose(case.office, (Role.STATISTICS_SPECIALIST,))):
        if goal == ADMITTED:
            clinic.accept(case.id, 2)
        elif goal == REFUSED:
            clinic.refuse(case.id, _motives(case), 2)


def _bring(case: Case, goal: int) -> None:
    """Take the case from desk to desk until it is where it was planned."""
    if goal == PAID_TOO_LATE:
        _pay_too_late(case)
        return
    for kind in _steps(case):
        if kind is StepKind.PAYMENT and goal >= PAID:
            with acting(SYSTEM):
                payment.note_paid(payment.begin(case.id).id, f"DEMO-{case.id}")
        elif kind is StepKind.REGISTER and goal >= REGISTERED:
            with acting(due_person(case)):
                chancery.register(case.id, 4)
        elif kind is StepKind.ASSIGN and goal >= ASSIGNED:
            assign(case)
        elif kind is StepKind.DOCUMENT_CHECK and goal >= HALF_CHECKED:
            if not check_all(case, goal):
                return
        else:
            return


def _pay_too_late(case: Case) -> None:
    with acting(SYSTEM):
        begun = payment.begin(case.id)
        chancery.withdraw(case.id, "Басқа мекемеге тапсырамын.")
        payment.note_paid(begun.id, f"DEMO-{case.id}")


def _steps(case: Case) -> Iterator[StepKind]:
    """The kind of each step at which the case comes to stand."""
    while case.ended_at is None:
        edition = course.edition_of(case)
        here = parse(edition, case.procedure, case.place)
        if here.step is None:
            return
        yield edition.step(here.step).kind


def due_person(case: Case) -> Actor:
    """The person on whose desk the case lies."""
    office = case.desk_office or case.office
    if case.executor_id is not None:
        row = db.session.execute(
            select(RoleGrant, Account)
            .join(Account, Account.id == RoleGrant.account_id)
            .where(RoleGrant.account_id == case.executor_id, RoleGrant.role == case.desk_role)
        ).first()
        if row is not None:
            return Actor(row[1].id, row[0].role, row[0].office_id, row[0].id, row[1].name)
    return _whose(office, (case.desk_role or "",))


def assign(case: Case) -> None:
    office = case.desk_office or case.office
    wanted = Role.COMMISSION_SECRETARY if case.service.startswith("rural") else Role.RESPONSIBLE_OFFICIAL
    executor = _whose(office, (wanted,))
    words = {"kk": "Қарап, ұсыныс енгізіңіз.", "ru": "Рассмотреть и внести предложение."}
    with acting(due_person(case)):
        chancery.assign(case.id, executor.account_id or 0, words["kk" if case.id % 2 else "ru"])


def check_all(case: Case, goal: int) -> bool:
    """Look at the documents as far as planned; whether the case goes on."""
    with acting(due_person(case)):
        documents = chancery.documents_of(case)
        half = documents[: max(1, len(documents) // 2)]
        for document in half if goal == HALF_CHECKED else documents:
            checking.mark_document(case.id, document.id, None)
        if goal == REFUSED:
            checking.mark_document(case.id, documents[0].id, _FAULT[case.language])
            checking.refuse(case.id, _motives(case))
            return False
        if goal == HALF_CHECKED:
            return False
        _decide_wishes(case)
        checking.accept(case.id)
        return True


def _decide_wishes(case: Case) -> None:
    for asked in db.session.scalars(select(Accommodation).where(Accommodation.case_id == case.id)):
        checking.decide_accommodation(case.id, asked.id, "granted", "Анықтама ұсынылды.", None)


def _motives(case: Case) -> Motives:
    words = {
        "kk": "Құжаттар топтамасы толық емес немесе олардағы мәліметтер дұрыс емес.",
        "ru": "Пакет документов неполон или сведения в них недостоверны.",
        "en": "The documents are incomplete or what they say is not true.",
    }
    return Motives(words[case.language], "DEMO: стандарт, 10-т. 1)", _FAULT[case.language])
